"""The few words that a report adds by itself, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The words of one language; `tag` is its BCP 47 tag with a region, which Word wants."""

    tag: str
    table: str
    figure: str
    after_number: str
    contents: str
    sort: str
    notice: str
    file: str
    caption: str
    note: str
    provenance: str
    item: str
    value: str
    software: str
    input: str
    dictionary: str
    options: str
    sha256: str
    sheet: str
    encoding: str
    delimiter: str
    decimal_mark: str
    date_order: str
    records: str
    letters_lost: str


WORDS: Mapping[str, Words] = {
    "en": Words(
        tag="en-US",
        table="Table ",
        figure="Figure ",
        after_number=". ",
        contents="Contents",
        sort="Sort by this column",
        notice="Notice",
        file="File",
        caption="Caption",
        note="Note",
        provenance="Provenance",
        item="Item",
        value="Value",
        software="Software",
        input="Input file",
        dictionary="Data dictionary",
        options="Options",
        sha256="SHA-256",
        sheet="Sheet",
        encoding="Encoding",
        delimiter="Delimiter",
        decimal_mark="Decimal mark",
        date_order="Date order",
        records="Records read",
        letters_lost="A ? stands for each letter that no font on this computer holds; "
        "the other formats have it.",
    ),
    "tr": Words(
        tag="tr-TR",
        table="Tablo ",
        figure="Şekil ",
        after_number=". ",
        contents="İçindekiler",
        sort="Bu sütuna göre sırala",
        notice="Uyarı",
        file="Dosya",
        caption="Başlık",
        note="Not",
        provenance="Verinin ve yazılımın kaynağı",
        item="Öğe",
        value="Değer",
        software="Yazılım",
        input="Girdi dosyası",
        dictionary="Veri sözlüğü",
        options="Seçenekler",
        sha256="SHA-256",
        sheet="Sayfa adı",
        encoding="Karakter kodlaması",
        delimiter="Ayırıcı",
        decimal_mark="Ondalık işareti",
        date_order="Tarih sırası",
        records="Okunan kayıt",
        letters_lost="Bu bilgisayardaki hiçbir yazı tipinde bulunmayan harflerin yerine ? konmuştur; "
        "öteki biçimlerde bu harfler vardır.",
    ),
    "zh": Words(
        tag="zh-CN",
        table="表 ",
        figure="图 ",
        after_number="　",
        contents="目录",
        sort="按此列排序",
        notice="声明",
        file="文件",
        caption="标题",
        note="注",
        provenance="数据与软件来源",
        item="项目",
        value="值",
        software="软件",
        input="输入文件",
        dictionary="数据字典",
        options="选项",
        sha256="SHA-256",
        sheet="工作表",
        encoding="字符编码",
        delimiter="分隔符",
        decimal_mark="小数点",
        date_order="日期顺序",
        records="读取记录数",
        letters_lost="本机字体中没有的字符以 ? 代替；其他格式的文件中保留原字符。",
    ),
}
