"""The headings and sentences of a cohort's report, in English, Turkish and Chinese."""

from collections.abc import Mapping

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "title": {"en": "Report of the cohort {file}", "tr": "Kohort raporu: {file}", "zh": "队列报告：{file}"},
    # Sections
    "summary": {"en": "Summary", "tr": "Özet", "zh": "摘要"},
    "flow": {"en": "Flow of patients", "tr": "Hasta akışı", "zh": "患者流程"},
    "quality": {"en": "Data quality", "tr": "Veri kalitesi", "zh": "数据质量"},
    "baseline": {"en": "The patients", "tr": "Hastalar", "zh": "患者特征"},
    "scores": {"en": "Scores", "tr": "Skorlar", "zh": "评分"},
    "survival": {"en": "Survival", "tr": "Sağkalım", "zh": "生存"},
    "comparison": {"en": "Comparison of groups", "tr": "Grupların karşılaştırılması", "zh": "组间比较"},
    "regression": {"en": "Regression", "tr": "Regresyon", "zh": "回归分析"},
    "calibration": {
        "en": "Do the scores predict the survival observed?",
        "tr": "Skorlar gözlenen sağkalımı öngörüyor mu?",
        "zh": "评分能否预测观察到的生存",
    },
    "indications": {
        "en": "Stated indications",
        "tr": "Metinlerde belirtilen endikasyonlar",
        "zh": "文献所述适应证",
    },
    "literature": {
        "en": "The cohort beside the literature",
        "tr": "Kohort ve literatür",
        "zh": "本队列与文献",
    },
    "methods": {"en": "Methods", "tr": "Yöntem", "zh": "方法"},
    "limitations": {"en": "Limitations", "tr": "Kısıtlılıklar", "zh": "局限性"},
    "guidelines": {"en": "Reporting guidelines", "tr": "Raporlama kılavuzları", "zh": "报告规范"},
    "left_out": {
        "en": "What was left out, and why",
        "tr": "Verilmeyenler ve nedenleri",
        "zh": "未给出的内容及原因",
    },
    # Why a section is not there
    "no_outcome": {
        "en": "survival can't be estimated. {why}",
        "tr": "sağkalım hesaplanamıyor. {why}",
        "zh": "无法估计生存。{why}",
    },
    "no_groups": {
        "en": "there are no groups to compare; --by names a variable that makes them.",
        "tr": "karşılaştırılacak grup yok; grupları yapan değişken --by ile belirtilir.",
        "zh": "没有可比较的分组；可用--by指定分组变量。",
    },
    "no_scores": {
        "en": "the data hold no item of any score.",
        "tr": "veride hiçbir skorun öğesi yok.",
        "zh": "数据中没有任何评分的条目。",
    },
    "no_covariates": {
        "en": "the data hold no covariate that is used without being asked for; --adjust names others.",
        "tr": "veride kendiliğinden kullanılan bir değişken yok; başkaları --adjust ile belirtilir.",
        "zh": "数据中没有默认使用的协变量；可用--adjust指定其他变量。",
    },
    "no_events": {
        "en": "no patient had the event.",
        "tr": "hiçbir hastada olay görülmedi.",
        "zh": "没有患者发生事件。",
    },
    "no_calibrated_score": {
        "en": "of no score that predicts survival is the band known for {least} patients or more.",
        "tr": "sağkalım öngören skorların hiçbirinde puan aralığı bilinen hasta sayısı {least} değil.",
        "zh": "在预测生存的评分中，没有一个评分的分级已知患者达到{least}例。",
    },
    "no_indications": {
        "en": "the data hold no variable of a spinal metastasis or its operation.",
        "tr": "veride omurga metastazına veya ameliyatına ait değişken yok.",
        "zh": "数据中没有脊柱转移或其手术的变量。",
    },
    "no_literature": {
        "en": "no published figure is of patients and variables that the data hold.",
        "tr": "literatürdeki sayıların hiçbiri verideki hasta ve değişkenlere ait değil.",
        "zh": "没有文献数值对应于数据中的患者和变量。",
    },
    "nothing_tabulated": {
        "en": "the data hold no variable that can be tabulated.",
        "tr": "veride tabloya konabilecek değişken yok.",
        "zh": "数据中没有可制表的变量。",
    },
    "without_score": {
        "en": "{score} is left out: {reason}",
        "tr": "{score} verilmedi: {reason}",
        "zh": "{score}未给出：{reason}",
    },
    "few_banded": {
        "en": "its band is known for {n} patients, and {least} are needed.",
        "tr": "puan aralığı {n} hastada biliniyor, en az {least} gerekir.",
        "zh": "仅{n}例患者的分级已知，至少需要{least}例。",
    },
    "too_many_groups": {
        "en": "{variable} makes {n} groups, and {least} to {most} can be compared.",
        "tr": "{variable} {n} grup oluşturuyor; {least}-{most} grup karşılaştırılabilir.",
        "zh": "{variable}形成{n}组，可比较的组数为{least}至{most}。",
    },
    "small_groups": {
        "en": "{variable} is not told by group, since too many of its groups have fewer than {below} "
        "patients, "
        "or patients with or without the event.",
        "tr": "{variable} gruplarına göre verilmedi; gruplarının çoğunda hasta ya da olay görülen veya "
        "görülmeyen hasta sayısı {below} altındadır.",
        "zh": "{variable}未按组给出，因为过多的组中患者数、事件数或无事件数少于{below}。",
    },
    "not_by_group": {
        "en": "Not told by group, since some group would show fewer than {below} patients: {variables}.",
        "tr": "Gruplardan birinde {below} altında hasta görüneceği için gruplara göre verilmeyenler: "
        "{variables}.",
        "zh": "因某组会显示少于{below}例而未按组给出：{variables}。",
    },
    "hidden_groups": {
        "en": "Withheld, since they have fewer than {below} patients, or patients with or without the event, "
        "or would give such groups back: {groups}.",
        "tr": "Hasta ya da olay görülen veya görülmeyen hasta sayısı {below} altında olduğu için, ya da "
        "böyle "
        "grupları ele vereceği için gizlenen gruplar: {groups}.",
        "zh": "因患者数、事件数或无事件数少于{below}，或会使此类组被推算出而隐去：{groups}。",
    },
    "figure_withheld": {
        "en": "The picture is left out, since it would show counts that are withheld.",
        "tr": "Gizlenen sayıları göstereceği için şekil verilmedi.",
        "zh": "该图会显示被隐去的计数，故未给出。",
    },
    "left_out_of": {"en": "{sections}: {reason}", "tr": "{sections}: {reason}", "zh": "{sections}：{reason}"},
    "death": {"en": "death", "tr": "ölüm", "zh": "死亡"},
    "without_band": {
        "en": "Of no patient can the band be told, for want of items: {scores}.",
        "tr": "Öğeleri eksik olduğundan hiçbir hastada puan aralığı bilinmeyenler: {scores}.",
        "zh": "因缺少条目，没有患者的分级可知：{scores}。",
    },
    # Summary
    "summary_patients": {
        "en": "{file} holds {rows} records of {patients} patients.",
        "tr": "{file} dosyasında {patients} hastaya ait {rows} kayıt var.",
        "zh": "{file}包含{patients}例患者的{rows}条记录。",
    },
    "summary_survival": {
        "en": "The outcome is known for {n} patients, of whom {events} had the event ({event}). Median "
        "survival was {median} ({interval} {low_high}).",
        "tr": "{n} hastanın sonucu biliniyor; {events} hastada olay ({event}) görüldü. Medyan sağkalım "
        "{median} ({interval} {low_high}).",
        "zh": "{n}例患者结局已知，其中{events}例发生事件（{event}）。中位生存时间{median}（{interval} "
        "{low_high}）。",
    },
    "summary_doubts": {
        "en": "{errors} cells have an error and {warnings} a warning; the section on data quality counts "
        "them.",
        "tr": "{errors} hücrede hata, {warnings} hücrede uyarı var; sayıları veri kalitesi bölümündedir.",
        "zh": "{errors}个单元格有错误，{warnings}个有警告；计数见数据质量一节。",
    },
    "summary_sound": {
        "en": "No cell was found doubtful.",
        "tr": "Kuşkulu hücre bulunmadı.",
        "zh": "未发现可疑单元格。",
    },
    # Flow
    "flow_alt": {
        "en": "Flow diagram from {first} records read to {last} patients analysed; boxes at the side say how "
        "many were removed at each step.",
        "tr": "Okunan {first} kayıttan incelenen {last} hastaya akış şeması; yandaki kutular her adımda "
        "çıkarılanları gösterir.",
        "zh": "流程图：从读取的{first}条记录到纳入分析的{last}例患者，侧框为各步骤剔除人数。",
    },
    "flow_no_outcome": {
        "en": "The diagram ends with the records read, since no outcome was found.",
        "tr": "Sonuç bulunamadığı için şema okunan kayıtlarla biter.",
        "zh": "未找到结局，因此流程图止于读取的记录。",
    },
    # Survival
    "curve_caption": {
        "en": "Kaplan-Meier estimate of survival: {of}",
        "tr": "Kaplan-Meier sağkalım eğrisi: {of}",
        "zh": "Kaplan-Meier生存曲线：{of}",
    },
    "curve_alt": {
        "en": "Step curves of survival with shaded intervals, {n} patients, {events} events; numbers at risk "
        "stand below, and the table of medians gives the numbers.",
        "tr": "Gölgeli güven aralıklarıyla basamaklı sağkalım eğrileri, {n} hasta, {events} olay; altta risk "
        "altındaki hasta sayıları vardır, sayılar medyan tablosundadır.",
        "zh": "带阴影置信区间的阶梯状生存曲线，{n}例患者，{events}例事件；下方为风险人数，数值见中位数表。",
    },
    "without_group": {
        "en": "{n} patients without {variable} are among all patients and in no group.",
        "tr": "{variable} bilgisi olmayan {n} hasta tüm hastalar içindedir, hiçbir grupta değildir.",
        "zh": "{n}例无{variable}记录的患者计入全部患者，但不属于任何组。",
    },
    "band_of": {"en": "band of the {score}", "tr": "{score}: puan aralığı", "zh": "{score}的分级"},
    # Regression
    "forest_caption": {
        "en": "Hazard ratios of the {model} models",
        "tr": "Hazard oranları ({model} modeller)",
        "zh": "风险比（{model}模型）",
    },
    "forest_alt": {
        "en": "Forest plot: a square for each hazard ratio on its interval, beside a line at 1; the table of "
        "the models gives the numbers.",
        "tr": "Orman grafiği: her hazard oranı için güven aralığı üzerinde bir kare ve 1'de bir çizgi; "
        "sayılar modellerin tablosundadır.",
        "zh": "森林图：每个风险比为其区间上的方块，1处有参考线；数值见模型表。",
    },
    "regression_chosen": {
        "en": "Without being asked for, each of these was entered alone where the data hold it: {variables}.",
        "tr": "İstenmeden, veride bulunan şu değişkenlerin her biri tek başına modele konmuştur: "
        "{variables}.",
        "zh": "未经指定，以下变量凡数据中有者均单独进入模型：{variables}。",
    },
    "model_left_out": {
        "en": "{variable} has no model: {reason}",
        "tr": "{variable} için model yok: {reason}",
        "zh": "{variable}无模型：{reason}",
    },
    # Calibration
    "calibration_caption": {
        "en": "{score}: observed against predicted risk at {times} {unit}",
        "tr": "{score}: öngörülene karşı gözlenen risk ({times} {unit})",
        "zh": "{score}：观察风险与预测风险（{times}{unit}）",
    },
    "calibration_alt": {
        "en": "One plot a horizon: observed risk with its interval against the predicted risk of each band, "
        "beside the line on which they are equal; the table gives the numbers.",
        "tr": "Her süre için bir grafik: her puan aralığının öngörülen riskine karşı gözlenen riski, "
        "ikisinin "
        "eşit olduğu çizgiyle; sayılar tablodadır.",
        "zh": "每个时间点一图：各分级的观察风险（含区间）对预测风险，并附两者相等的参考线；数值见表。",
    },
    "auc_caption": {
        "en": "{score}: AUC over time",
        "tr": "{score}: zaman içinde AUC",
        "zh": "{score}：AUC随时间变化",
    },
    "auc_alt": {
        "en": "AUC at each horizon with its interval, beside the line at 0.5 of no discrimination; the table "
        "of metrics gives the numbers.",
        "tr": "Her sürede AUC ve güven aralığı, ayırt edicilik olmadığını gösteren 0,5 çizgisiyle; sayılar "
        "ölçütler tablosundadır.",
        "zh": "各时间点的AUC及其区间，并附0.5（无区分能力）参考线；数值见指标表。",
    },
    "published_figure_caption": {
        "en": "{score}: {of}, published and observed here",
        "tr": "{score}: {of}, yayımlanan ve burada gözlenen",
        "zh": "{score}：{of}，文献值与本组观察值",
    },
    "published_alt": {
        "en": "Forest plot of the cohort's own estimates with intervals, and a hollow diamond for each "
        "published number; the table gives the numbers.",
        "tr": "Kohortun kendi tahminleri güven aralıklarıyla, yayımlanan her sayı için içi boş baklava; "
        "sayılar tablodadır.",
        "zh": "森林图：本队列的估计值及区间，空心菱形为文献值；数值见表。",
    },
    "outcome_caption": {
        "en": "{score}: the outcome by {time} {unit} at each total",
        "tr": "{score}: her toplam puanda {time}. {unit} sonucu",
        "zh": "{score}：各总分在{time}{unit}时的结局",
    },
    "outcome_alt": {
        "en": "For each total, above the observed risk with its interval, below stacked counts of patients "
        "who had the event, lived on, or were censored before.",
        "tr": "Her toplam puan için üstte güven aralığıyla gözlenen risk, altta olay görülen, yaşayan ve "
        "daha "
        "önce sansürlenen hastaların yığılmış sayıları.",
        "zh": "各总分：上为观察风险及区间，下为发生事件、存活和此前删失患者的堆叠计数。",
    },
    # Baseline
    "baseline_by": {
        "en": "Baseline characteristics by {variable}",
        "tr": "Başlangıç özellikleri: {variable} gruplarına göre",
        "zh": "基线特征：按{variable}分组",
    },
    "hidden_columns": {
        "en": "Identifiers, dates and free text are never tabulated, nor are columns under unknown headings "
        "whose texts hardly repeat: {columns}.",
        "tr": "Kimlik bilgileri, tarihler ve serbest metin hiç tabloya konmaz; tanınmayan başlıklı ve "
        "metinleri neredeyse hiç tekrarlanmayan sütunlar da konmaz: {columns}.",
        "zh": "标识符、日期和自由文本从不制表；标题未识别且文本几乎不重复的列也不制表：{columns}。",
    },
    "none_hidden": {
        "en": "Identifiers, dates and free text are never tabulated.",
        "tr": "Kimlik bilgileri, tarihler ve serbest metin hiç tabloya konmaz.",
        "zh": "标识符、日期和自由文本从不制表。",
    },
    # Guidelines
    "guideline_intro": {
        "en": "Each item in our own words, and where this report stands. A paper still needs what no data "
        "set holds: its question, its setting, its discussion.",
        "tr": "Her madde kendi sözlerimizle ve bu raporun neresinde olduğuyla verilmiştir. Bir makaleye "
        "verinin içermediği şeyler de gerekir: sorusu, yapıldığı yer, tartışması.",
        "zh": "各条目以本报告自己的措辞列出，并注明所在章节。"
        "论文仍需数据所不含的内容：研究问题、研究场所和讨论。",
    },
    "guideline_recalled": {
        "en": "Numbers and topics were compared with a reprint of the checklist, but for {items}, which are "
        "recalled.",
        "tr": "Numaralar ve konular listenin bir basımıyla karşılaştırılmıştır; "
        "{items} hatırlandığı gibidir.",
        "zh": "编号与主题已与清单的转载版本核对；{items}为凭记忆列出。",
    },
    "guideline_caption": {
        "en": "{name}: what it asks for, and where it stands",
        "tr": "{name}: ne istiyor, nerede",
        "zh": "{name}：要求及所在位置",
    },
    "guideline_item": {"en": "Item", "tr": "Madde", "zh": "条目"},
    "guideline_asks": {"en": "Asks for", "tr": "İstenen", "zh": "要求"},
    "guideline_where": {"en": "Where", "tr": "Nerede", "zh": "位置"},
    "not_covered": {"en": "not covered", "tr": "karşılanmıyor", "zh": "未涵盖"},
    "in_part": {"en": "in part: {sections}", "tr": "kısmen: {sections}", "zh": "部分：{sections}"},
    "not_applicable": {"en": "does not apply", "tr": "uygulanmaz", "zh": "不适用"},
    "provenance": {"en": "Provenance", "tr": "Verinin ve yazılımın kaynağı", "zh": "数据与软件来源"},
}
"""Key → language → sentence; the names in braces are filled in."""


def say(key: str, lang: str, **filled: object) -> str:
    """Return a sentence of the report in a language, its gaps filled.

    >>> say("few_banded", "en", n=7, least=10)
    'its band is known for 7 patients, and 10 are needed.'
    """
    return SENTENCES[key][lang].format(**filled)
