"""From the bytes of each kind of file to the raw cells of its records."""

import csv
import io
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dictionary import fold
from analysis.errors import DataError
from analysis.loaders.encoding import decode
from analysis.loaders.files import list_sheets, read_raw
from analysis.loaders.table import CellError, Uncalculated
from analysis.loaders.text import read_text

KNOWN = {
    fold(text)
    for text in (
        "Hasta No",
        "patient_id",
        "id",
        "Age",
        "Yaş",
        "Sex",
        "Cinsiyet",
        "KPS",
        "年龄",
        "性别",
        "编号",
    )
}


def known(heading):
    return fold(heading) in KNOWN


def read(path, content=None, *, sheet=None):
    if isinstance(content, str):
        content = content.encode()
    if content is not None:
        path.write_bytes(content)
    return read_raw(path, sheet=sheet, known=known)


def records(table):
    return [list(cells) for cells in zip(*table.columns, strict=True)]


TURKISH = "Hasta No;Yaş;Cinsiyet;Şehir\n1;55,5;Kadın;Diyarbakır\n2;61;Erkek;Iğdır\n3;48;Kadın;İSTANBUL\n"
CHINESE = "编号,年龄,性别,诊断\n1,55,女,肺癌脊柱转移\n2,61,男,乳腺癌\n"


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (TURKISH, "utf-8", "utf-8"),
        (TURKISH, "utf-8-sig", "utf-8"),
        (TURKISH, "utf-16", "utf-16"),
        (TURKISH, "utf-16-le", "utf-16"),
        (TURKISH, "utf-16-be", "utf-16"),
        (TURKISH, "cp1254", "cp1254"),
        (TURKISH, "iso8859-9", "cp1254"),
        (TURKISH.upper(), "cp1254", "cp1254"),
        ("Yaşı\n60\n61\n", "cp1254", "cp1254"),
        ("Âge;prénom\n60;Zoé\n61;Jürgen\n", "latin-1", "cp1254"),
        ("Age,Sex\n60,F\n", "ascii", "utf-8"),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gbk", "gb18030"),
        (CHINESE, "gb2312", "gb18030"),
        (CHINESE, "utf-16-le", "utf-16"),
        ("编号,年龄\n1,55\n", "gb18030", "gb18030"),
        ("年龄\n60\n61\n", "gbk", "gb18030"),
    ],
)
def test_each_encoding_is_told_and_undone(tmp_path, text, codec, encoding):
    """Text comes back whole, whichever of the encodings the registry wrote it in."""
    table = read(tmp_path / "x.csv", text.encode(codec))
    first, *rest = text.splitlines()
    mark = table.delimiter or "\x1f"
    assert table.encoding == encoding
    assert list(table.headings) == first.split(mark)
    assert records(table) == [line.split(mark) for line in rest]


def test_a_stray_byte_does_not_make_utf8_another_encoding():
    """A UTF-8 file with one damaged byte stays UTF-8, and a note says in which line the byte is."""
    data = (TURKISH * 10).encode().replace(b"Erkek", b"Erk\xfek", 1)
    decoded = decode(data, "x.csv")
    assert decoded.encoding == "utf-8"
    assert decoded.notes == ("1 bytes are not UTF-8 and read as �, first in lines 3",)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Age,Sex\n60,F\n", ","),
        ("Age;Sex;Albumin\n60;F;3,5\n61;M;4,1\n", ";"),
        ("Age;Albumin\n60,5;3,5\n61,5;4,1\n", ";"),
        ("Age\tSex\n60\tF\n", "\t"),
        ("Age|Sex\n60|F\n", "|"),
        ('Age,Levels\n60,"T3; T4"\n61,"L1; L2"\n', ","),
        ('Age;Levels\n60;"T3, T4"\n61;"L1, L2, L3"\n', ";"),
        ("Age\n60\n61\n", None),
        ("sep=|\nAge|Sex\n60|F\n", "|"),
        ("Registry 2015, Diyarbakır\n\nAge;Sex;KPS\n60;F;70\n61;M;80\n", ";"),
    ],
)
def test_the_delimiter_is_found(tmp_path, text, delimiter):
    """The delimiter splits most records alike; commas within numbers and quoted cells don't count."""
    assert read(tmp_path / "x.csv", text).delimiter == delimiter


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_each_system(tmp_path, line_end):
    """Unix, Windows and old Mac line ends part records; a blank line keeps its row number."""
    table = read(tmp_path / "x.csv", line_end.join(["Age,Sex", "60,F", "", "61,M", ""]))
    assert records(table) == [["60", "F"], ["61", "M"]]
    assert table.rows.tolist() == [2, 4]


def test_a_quoted_line_break_is_one_row_as_in_a_spreadsheet(tmp_path):
    """A cell of several lines is one cell of one row."""
    table = read(tmp_path / "x.csv", 'Age,Remark,Sex\n60,"two\nlines, and ""more""",F\n61,x,M\n')
    assert records(table) == [["60", 'two\nlines, and "more"', "F"], ["61", "x", "M"]]
    assert table.rows.tolist() == [2, 3]


def test_a_quotation_mark_within_a_cell_is_a_character(tmp_path):
    """Inches and seconds don't open a quotation."""
    assert records(read(tmp_path / "x.csv", 'Age,Remark\n60,5" screw\n61,x\n')) == [
        ["60", '5" screw'],
        ["61", "x"],
    ]


def test_a_quotation_left_open_until_the_next_is_noted(tmp_path):
    """Records that hide in a cell between two stray marks are not lost in silence."""
    table = read(tmp_path / "x.csv", 'id,Age,Sex\n1,"50,F\n2,"60,M\n3,70,F\n4,71,F\n')
    assert any("B2 holds 1 line breaks" in note for note in table.notes)


def test_cells_beyond_the_headings_are_kept_and_noted(tmp_path):
    """A record of more cells than headings loses none; shorter ones end in blanks."""
    table = read(tmp_path / "x.csv", "Age,Sex\n60,F\n61,M,extra\n62\n")
    assert table.headings == ("Age", "Sex", "column C")
    assert records(table) == [["60", "F", ""], ["61", "M", "extra"], ["62", "", ""]]
    assert "column C" in table.notes[0]


def test_a_title_wider_than_the_table_is_kept_whole(tmp_path):
    """The first line may have more delimiters than any record."""
    table = read(tmp_path / "x.csv", "Spine, brain, lung, liver, bone\nAge,Sex\n60,F\n61,M\n")
    assert [(row.text, row.reason) for row in table.outside] == [("Spine brain lung liver bone", "title")]
    assert records(table) == [["60", "F"], ["61", "M"]]


def test_a_record_wider_than_it_looks_is_kept_whole(tmp_path):
    """A record whose delimiters lie on both sides of a quoted line break is as wide as it is."""
    table = read(tmp_path / "x.csv", 'Age,Sex\n60,F\n1,"a\nb",2,3,4"\n')
    assert records(table)[1] == ["1", "a\nb", "2", "3", '4"']


def test_trailing_delimiters_and_blanks_make_no_columns(tmp_path):
    """Columns and lines that are wholly blank at the end are dropped."""
    table = read(tmp_path / "x.csv", "Age;Sex;;\n60;F;;\n ; ;;\n;;;\n")
    assert table.headings == ("Age", "Sex")
    assert records(table) == [["60", "F"]]
    assert table.notes == ()


def test_nuls_are_removed_and_noted(tmp_path):
    """Stray NULs don't end a cell or the file."""
    table = read(tmp_path / "x.csv", b"Age,Sex\n6\x000,F\n61,M\n")
    assert records(table) == [["60", "F"], ["61", "M"]]
    assert table.notes == ("1 NUL characters were removed",)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.text('aç,;\t|"\n 1é癌', max_size=6), min_size=width, max_size=width),
            min_size=1,
            max_size=6,
        )
    ),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_what_a_csv_writer_wrote_is_read_back(tmp_path_factory, rows, delimiter):
    """Any cells, quoted as they must be, come back as they were, one record a row."""
    rows = [[str(number), *(cell.lstrip(" ") for cell in row)] for number, row in enumerate(rows, start=1)]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    path.write_bytes(buffer.getvalue().encode())
    grid = read_text(path)
    width = len(rows[0])
    assert [grid.line(k)[:width] for k in range(len(rows))] == rows
    assert not any(any(grid.line(k)[width:]) for k in range(len(rows)))


# ---- workbooks


def workbook(path, **sheets):
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return book


def test_cells_of_a_workbook_keep_their_types(tmp_path):
    """Numbers, texts, dates, truth values, errors and formulas without value stay what they are."""
    path = tmp_path / "x.xlsx"
    workbook(
        path,
        S=[
            ["patient_id", "Age", "Sex", "When", "Dead", "Sum", "Bad"],
            ["001", 60, "F", datetime(2016, 3, 5), True, "=A1+1", "#N/A"],
            ["002", 60.5, None, date(2016, 3, 6), False, '=""', "#DIV/0!"],
        ],
    )
    assert records(read(path)) == [
        ["001", 60, "F", datetime(2016, 3, 5), True, Uncalculated("=A1+1"), CellError("#N/A")],
        ["002", 60.5, None, datetime(2016, 3, 6), False, Uncalculated('=""'), CellError("#DIV/0!")],
    ]


def test_a_stored_value_of_a_formula_is_read_and_an_empty_one_is_blank(tmp_path):
    """A formula that was calculated is its value, also where the value is an empty text."""
    path = tmp_path / "x.xlsx"
    workbook(path, S=[["Age", "Sex"], [60, "=CALCULATED"], [61, "=EMPTY"], [62, "=NEVER"]])
    rewrite(
        path,
        "xl/worksheets/sheet1.xml",
        ('<c r="B2"><f>CALCULATED</f><v></v></c>', '<c r="B2" t="str"><f>CALCULATED</f><v>F</v></c>'),
        ('<c r="B3"><f>EMPTY</f><v></v></c>', '<c r="B3" t="str"><f>EMPTY</f><v></v></c>'),
    )
    assert records(read(path)) == [[60, "F"], [61, None], [62, Uncalculated("=NEVER")]]


def rewrite(path, part, *replacements):
    """Replace texts within a part of a workbook, as openpyxl writes no values of formulas."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode().replace("<v />", "<v></v>").replace("<v/>", "<v></v>")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_workbook_of_the_1904_date_system_gives_the_same_dates(tmp_path):
    """The date system is undone for dates and told for serial numbers."""
    from openpyxl import Workbook
    from openpyxl.utils.datetime import MAC_EPOCH

    book = Workbook()
    book.epoch = MAC_EPOCH
    book.active.append(["Age", "When"])
    book.active.append([60, datetime(2016, 3, 5)])
    book.save(tmp_path / "x.xlsx")
    table = read(tmp_path / "x.xlsx")
    assert table.date1904
    assert records(table) == [[60, datetime(2016, 3, 5)]]


def test_a_real_sheet_with_everything(tmp_path):
    """Titles, merged headings, hidden rows and columns, a total and a legend at once."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Hastalar"
    for row in (
        ["Spinal metastaz kayıtları 2015–2018"],
        [],
        ["Hasta No", "Kimlik", None, "KPS"],
        [None, "Yaş", "Cinsiyet", None],
        ["H1", 60, "K", 70],
        ["H2", 61, "E", "#REF!"],
        ["H3", 62, "K", 90],
        ["Toplam", 183, None, None],
        [],
        ["K: kadın, E: erkek"],
    ):
        sheet.append(row)
    for cells in ("A1:D1", "A3:A4", "B3:C3", "D3:D4"):
        sheet.merge_cells(cells)
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.cell(1_048_576, 16_384).fill = openpyxl.styles.PatternFill("solid", "FFFF00")
    other = book.create_sheet("Eski")
    other.sheet_state = "hidden"
    other.append(["Yaş"])
    book.save(tmp_path / "x.xlsx")
    table = read(tmp_path / "x.xlsx")
    assert table.headings == ("Hasta No", "Kimlik Yaş", "Kimlik Cinsiyet", "KPS")
    assert records(table) == [["H1", 60, "K", 70], ["H2", 61, "E", CellError("#REF!")], ["H3", 62, "K", 90]]
    assert table.rows.tolist() == [5, 6, 7]
    assert [(row.row, row.reason) for row in table.outside] == [(1, "title"), (8, "total"), (10, "legend")]
    assert table.notes == (
        "hidden rows were read like the others: 6",
        "hidden columns were read like the others: C",
        "the sheet 'Eski' is hidden and was not read",
    )


DICTIONARY_SHEET = [
    ["Column", "Etiket"],
    ["Age", "Yaş"],
    ["Sex", "Cinsiyet"],
    ["patient_id", "Hasta No"],
    ["KPS", "…"],
    ["id", "…"],
]
PATIENTS = [["patient_id", "Age", "Sex"], [1, 60, "F"], [2, 61, "M"]]


def test_the_sheet_of_patients_is_chosen_and_the_others_are_told(tmp_path):
    """A longer sheet that lists the variables is passed over, an empty one is not worth a word."""
    path = tmp_path / "x.xlsx"
    workbook(path, Codes=DICTIONARY_SHEET, Empty=[], Patients=PATIENTS)
    table = read(path)
    assert table.sheet == "Patients"
    assert table.notes == ("the sheet 'Codes' was passed over: 0 known headings, 3 records",)
    assert list_sheets(path) == ("Codes", "Empty", "Patients")


def test_a_sheet_is_read_by_name(tmp_path):
    """--sheet goes before the choice, and its case and spaces don't matter."""
    path = tmp_path / "x.xlsx"
    workbook(path, Codes=DICTIONARY_SHEET, Patients=PATIENTS)
    assert read(path, sheet="codes ").sheet == "Codes"
    with pytest.raises(DataError, match=r"no sheet 'Lesions': choose one of 'Codes', 'Patients'"):
        read(path, sheet="Lesions")


def test_an_old_workbook(tmp_path):
    """An .xls keeps errors, dates, merged headings, and what was hidden."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Hastalar")
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    sheet.write_merge(0, 0, 0, 3, "Kayıtlar")
    for column, heading in enumerate(("Hasta No", "Yaş", "Cinsiyet", "Tarih")):
        sheet.write(1, column, heading)
    for column, value in enumerate((1, 60.5, "K")):
        sheet.write(2, column, value)
    sheet.write(2, 3, date(2016, 3, 5), day)
    sheet.write(3, 0, 2)
    sheet.row(3).set_cell_error(1, 0x2A)  # the code of #N/A in [MS-XLS] 2.5.10
    sheet.write(3, 2, True)
    sheet.row(3).hidden = True
    book.add_sheet("Gizli").visibility = 1
    book.save(str(tmp_path / "x.xls"))
    table = read(tmp_path / "x.xls")
    assert table.sheet == "Hastalar"
    assert records(table) == [[1, 60.5, "K", datetime(2016, 3, 5)], [2, CellError("#N/A"), True, None]]
    assert table.rows.tolist() == [3, 4]
    assert "hidden rows were read like the others: 4" in table.notes
    assert "the sheet 'Gizli' is hidden and was not read" in table.notes


def test_an_opendocument_sheet(tmp_path):
    """An .ods keeps errors, formulas without value, dates, repeated cells and spaces, but no comments."""
    from odf.office import Annotation
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P, S

    def text(words, **attributes):
        cell = TableCell(valuetype="string", **attributes)
        cell.addElement(P(text=words))
        return cell

    rows = [
        [text("Kayıtlar", numbercolumnsspanned=5), *(CoveredTableCell() for _ in range(4))],
        [text(name) for name in ("Hasta No", "Yaş", "Cinsiyet", "Tarih", "KPS")],
        [
            TableCell(valuetype="float", value=1),
            TableCell(valuetype="float", value=60.5),
            text("K"),
            TableCell(valuetype="date", datevalue="2016-03-05"),
            TableCell(formula="of:=[.A1]*10"),
        ],
        [TableCell(valuetype="float", value=2, numbercolumnsrepeated=2), text("E"), TableCell(), TableCell()],
    ]
    error = TableCell(formula="of:=NA()", valuetype="string", stringvalue="")
    error.addElement(P(text="#N/A"))
    spaced = TableCell(valuetype="string")
    paragraph = P(text="a")
    paragraph.addElement(S(c=2))
    paragraph.addText("b")
    comment = Annotation()
    comment.addElement(P(text="a comment"))
    spaced.addElement(comment)
    spaced.addElement(paragraph)
    rows.append([TableCell(valuetype="float", value=3), error, spaced, TableCell(numbercolumnsrepeated=1000)])
    document = OpenDocumentSpreadsheet()
    table = Table(name="Hastalar")
    for cells in rows:
        row = TableRow()
        for cell in cells:
            row.addElement(cell)
        table.addElement(row)
    blank = TableRow(numberrowsrepeated=1_000_000)
    blank.addElement(TableCell(numbercolumnsrepeated=1000))
    table.addElement(blank)
    document.spreadsheet.addElement(table)
    document.save(tmp_path / "x.ods")
    read_back = read(tmp_path / "x.ods")
    assert read_back.headings == ("Hasta No", "Yaş", "Cinsiyet", "Tarih", "KPS")
    assert records(read_back) == [
        [1, 60.5, "K", date(2016, 3, 5), Uncalculated("=[.A1]*10")],
        [2, 2, "E", None, None],
        [3, CellError("#N/A"), "a  b", None, None],
    ]
    assert read_back.rows.tolist() == [3, 4, 5]


# ---- statistical files


FRAME = pd.DataFrame(
    {
        "id": ["A1", "A2", "A3"],
        "sex": [1.0, 2.0, 9.0],
        "age": [34.5, None, 999.0],
        "when": [date(2016, 3, 5), None, date(2017, 1, 1)],
    }
)


def test_an_spss_file(tmp_path):
    """A .sav keeps its codes beside their labels, missing codes beside the declaration, and its dates."""
    import pyreadstat

    for name, options in (("x.sav", {}), ("x.zsav", {"compress": True})):
        pyreadstat.write_sav(
            FRAME,
            str(tmp_path / name),
            column_labels={"sex": "Cinsiyet", "age": "Yaş"},
            variable_value_labels={"sex": {1: "Erkek", 2: "Kadın", 9: "Bilinmiyor"}},
            missing_ranges={"sex": [9], "age": [{"lo": 900, "hi": 999}]},
            variable_format={"when": "EDATE10"},
            **options,
        )
        table = read(tmp_path / name)
        assert table.headings == ("id", "sex", "age", "when")
        assert table.labels == {"sex": "Cinsiyet", "age": "Yaş"}
        assert table.value_labels == {"sex": {"1": "Erkek", "2": "Kadın", "9": "Bilinmiyor"}}
        assert table.user_missing == {"sex": frozenset({"9"}), "age": frozenset({"999"})}
        assert records(table) == [
            ["A1", 1, 34.5, date(2016, 3, 5)],
            ["A2", 2, None, None],
            ["A3", 9, 999.0, date(2017, 1, 1)],
        ]
        assert str(table.columns[1][0]) == "1"
        assert table.address(1, 2) == "x!B3"


def test_a_stata_file(tmp_path):
    """A .dta keeps its value labels and the letters of its missing values."""
    import pyreadstat

    frame = pd.DataFrame({"id": ["A1", "A2", "A3"], "sex": [1.0, "a", 2.0]})
    pyreadstat.write_dta(
        frame,
        str(tmp_path / "x.dta"),
        missing_user_values={"sex": ["a"]},
        variable_value_labels={"sex": {1: "M", 2: "F", "a": "refused"}},
    )
    table = read(tmp_path / "x.dta")
    assert records(table) == [["A1", 1], ["A2", "a"], ["A3", 2]]
    assert table.user_missing == {"sex": frozenset({"a"})}
    assert table.value_labels["sex"]["2"] == "F"


def test_a_sas_transport_file(tmp_path):
    """An .xpt is read by its variable names."""
    import pyreadstat

    pyreadstat.write_xport(FRAME[["id", "sex"]], str(tmp_path / "x.xpt"))
    assert records(read(tmp_path / "x.xpt")) == [["A1", 1], ["A2", 2], ["A3", 9]]


def test_a_parquet_file(tmp_path):
    """Parquet keeps whole numbers whole, a named index a column, and lists their members."""
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame(
        {
            "patient_id": ["A1", "A2"],
            "Age": pd.array([60, None], dtype="Int64"),
            "KPS": [70.0, None],
            "Sex": pd.Categorical(["F", None]),
            "When": pd.to_datetime(["2016-03-05", None]),
            "Levels": [["T3", "T4"], None],
            "Dead": [True, False],
        }
    ).set_index("patient_id")
    frame.to_parquet(tmp_path / "x.parquet")
    assert records(read(tmp_path / "x.parquet")) == [
        ["A1", 60, 70, "F", datetime(2016, 3, 5), "T3; T4", True],
        ["A2", None, None, None, None, None, False],
    ]


# ---- files that are called something else


def test_a_workbook_called_csv_is_read_as_a_workbook(tmp_path):
    """The content decides, and a note says so."""
    workbook(tmp_path / "x.xlsx", S=PATIENTS)
    path = (tmp_path / "x.xlsx").rename(tmp_path / "x.csv")
    table = read(path)
    assert records(table) == PATIENTS[1:]
    assert table.encoding is None
    assert table.notes[0] == "x.csv is an Excel workbook and was read as one"


def test_text_called_xls_is_read_as_text(tmp_path):
    """Hospital systems export tables as text and call them .xls."""
    table = read(tmp_path / "x.xls", "Yaş\tCinsiyet\n60\tKadın\n".encode("cp1254"))
    assert records(table) == [["60", "Kadın"]]
    assert table.notes[0] == "x.xls is a text file and was read as one"


# ---- real files


def test_the_real_registry_of_spinal_metastases(shared_data):
    """The second sheet is the registry: 55 patients, twelve columns, nothing left over."""
    table = read(shared_data / "spine_mets_ct" / "Spine-Mets-CT-SEG_Clinical.xlsx")
    assert table.sheet == "Spine-Mets-CT-SEG"
    assert len(table.headings) == 12
    assert (table.rows[0], table.rows[-1], len(table.rows)) == (2, 56, 55)
    assert table.outside == ()
    assert "'Data Dictionary' was passed over" in table.notes[0]


def test_the_real_survival_files(shared_data):
    """Every line below the headings is a record."""
    table = read(shared_data / "km_bone_metastases" / "CALGB90202_2B.csv")
    assert table.headings == ("time", "event", "arm")
    assert len(table.rows) == 645
    assert len(read(shared_data / "km_bone_metastases" / "TRAPEZE_1A.csv").rows) == 757


def test_the_real_redcap_export(shared_data):
    """A labelled export of 72 columns keeps its 28 rows, repeat instruments among them."""
    (path,) = (shared_data / "redcap_prostate").glob("*DATA_LABELS*.csv")
    table = read(path)
    assert (len(table.headings), len(table.rows)) == (72, 28)
