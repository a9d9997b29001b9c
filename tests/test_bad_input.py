"""Files that can't be read end in one sentence, whatever is wrong with them."""

import gzip
import os
import random
import struct
import zipfile

import openpyxl
import pandas as pd
import pytest

from analysis.dictionary import fold
from analysis.errors import DataError
from analysis.loaders import archive
from analysis.loaders.files import list_sheets, read_raw
from analysis.loaders.grid import MOST_COLUMNS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def known(heading):
    return fold(heading) in {"patient id", "age", "sex", "kps"}


def refusal(path, content=None, **options):
    """Return the sentence with which a file is refused."""
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(DataError) as caught:
        read_raw(path, known=known, **options)
    sentence = str(caught.value)
    assert path.stem in sentence
    assert "\n" not in sentence
    return sentence


def save_workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def save_sample(path):
    """Save a small registry in the format of a file's extension."""
    import pyreadstat
    import xlwt

    frame = pd.DataFrame({"patient_id": [f"A{k}" for k in range(40)], "age": range(40, 80)})
    if path.suffix == ".xlsx":
        save_workbook(path, list(frame), *frame.itertuples(index=False))
    elif path.suffix == ".ods":
        frame.to_excel(path, engine="odf", index=False)
    elif path.suffix == ".xls":
        book = xlwt.Workbook()
        sheet = book.add_sheet("S")
        for column, name in enumerate(frame):
            for row, value in enumerate([name, *frame[name].tolist()]):
                sheet.write(row, column, value)
        book.save(str(path))
    elif path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        {".sav": pyreadstat.write_sav, ".dta": pyreadstat.write_dta, ".xpt": pyreadstat.write_xport}[
            path.suffix
        ](frame, str(path))
    return path


FORMATS = (".xlsx", ".xls", ".ods", ".sav", ".dta", ".xpt", ".parquet")


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_samples_themselves_are_sound(tmp_path, suffix):
    """What is damaged below is readable before."""
    table = read_raw(save_sample(tmp_path / f"x{suffix}"), known=known)
    assert table.columns[1].tolist() == list(range(40, 80))


def test_what_is_no_file_is_said(tmp_path):
    """A missing file, a folder and a file without rights are three different sentences."""
    assert "does not exist" in refusal(tmp_path / "x.csv")
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything"
)
def test_a_file_without_rights(tmp_path):
    """A file that may not be opened is said to be so."""
    (tmp_path / "x.csv").write_text("age\n60\n")
    (tmp_path / "x.csv").chmod(0)
    assert "rights" in refusal(tmp_path / "x.csv")


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", "  \r\n \r\n", ",,\n,,\n"])
def test_an_empty_file(tmp_path, content):
    """No bytes, only blanks, or only delimiters: empty."""
    assert "is empty" in refusal(tmp_path / "x.csv", content)


@pytest.mark.parametrize("content", ["patient_id,age\n", "Registry\n\npatient_id,age,sex\n,,\n\n", "age"])
def test_headings_without_records(tmp_path, content):
    """A file that has headings only says so, not that it is empty."""
    assert "no records" in refusal(tmp_path / "x.csv", content)


def test_a_workbook_without_records(tmp_path):
    """The sentence names the sheet, of the one that has something."""
    sentence = refusal(save_workbook(tmp_path / "x.xlsx", ["patient_id", "age"]))
    assert "sheet 'Sheet'" in sentence
    assert "no records" in sentence
    assert "is empty" in refusal(save_workbook(tmp_path / "x.xlsx"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "an image"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF document"),
        (gzip.compress(b"age\n60\n", mtime=0), "a compressed file"),
        (b"\x7fELF" + bytes(500), "binary"),
        (random.Random(1).randbytes(5000), "UTF-8"),
        (b"age,sex\n" + bytes(range(1, 9)) * 50, "binary"),
        ("<html><table><tr><td>age</td></tr></table></html>", "a web page"),
        ("<?xml version='1.0'?><Workbook/>", "an XML file"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "an old Office document"),
        (OLE + bytes(600), "damaged or not a workbook"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_table_is_named(tmp_path, content, says):
    """Binary files called .csv are told by what they are."""
    assert says in refusal(tmp_path / "x.csv", content)


@pytest.mark.parametrize(
    "suffix", [".xlsx", ".xls", ".ods", ".sav", ".dta", ".sas7bdat", ".xpt", ".parquet", ".por"]
)
@pytest.mark.parametrize("content", [random.Random(2).randbytes(3000), b"\x00\x01\x02" * 100])
def test_random_bytes_under_each_extension(tmp_path, suffix, content):
    """Nonsense is refused whatever it is called."""
    assert "damaged" in refusal(tmp_path / f"x{suffix}", content)


@pytest.mark.parametrize("name", ["x.docx", "x.pages", "x.json", "x"])
def test_an_unknown_extension(tmp_path, name):
    """Text under a name that promises no table is refused, with the names that are read."""
    assert ".xlsx" in refusal(tmp_path / name, "age\n60\n")


def test_archives_that_are_no_workbook(tmp_path):
    """A zip of files, a text document and a binary workbook are told apart."""
    for part, says in (
        ("a.csv", "unpack"),
        ("word/document.xml", "not a workbook"),
        ("xl/workbook.bin", ".xlsb"),
    ):
        with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as file:
            file.writestr(part, "age\n60\n")
        assert says in refusal(tmp_path / "x.xlsx")


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_a_file_cut_short(tmp_path, suffix, share):
    """A truncated file is refused, or (where the format allows) read; it never ends in another error."""
    path = save_sample(tmp_path / f"x{suffix}")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    try:
        read_raw(path, known=known)
    except DataError as error:
        assert path.name in str(error)
    else:
        assert suffix in (".xls", ".dta", ".xpt")  # their ends hold nothing that is needed


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_damaged_file_never_ends_in_another_error(tmp_path, suffix):
    """Whichever bytes are overwritten, a file is read or refused with a sentence."""
    rng = random.Random(suffix)
    path = save_sample(tmp_path / f"x{suffix}")
    sound = path.read_bytes()
    for _ in range(40):
        damaged = bytearray(sound)
        for _ in range(rng.choice((1, 5, 50))):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        path.write_bytes(bytes(damaged))
        try:
            read_raw(path, known=known)
        except DataError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize("lost", [1, 2])
def test_a_workbook_that_lacks_a_sheet_it_lists_is_damaged(tmp_path, lost):
    """The sheet that is left is not read in place of the one that is lost."""
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("More")):
        sheet.append(["patient_id", "age"])
        sheet.append([1, 60])
    book.save(tmp_path / "whole.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "whole.xlsx") as whole,
        zipfile.ZipFile(tmp_path / "x.xlsx", "w") as rest,
    ):
        for part in whole.namelist():
            if part != f"xl/worksheets/sheet{lost}.xml":
                rest.writestr(part, whole.read(part))
    assert "damaged" in refusal(tmp_path / "x.xlsx")
    assert "damaged" in refusal(tmp_path / "x.xlsx", sheet="Sheet")


def test_an_old_workbook_cut_short_is_called_damaged(tmp_path):
    """The names of its streams stand at the end of the file."""
    path = save_sample(tmp_path / "x.xls")
    assert "damaged" in refusal(path, path.read_bytes()[:2000])


def test_a_sheet_that_does_not_exist(tmp_path):
    """The sheets there are get listed; a text file has one, called by its name."""
    path = save_workbook(tmp_path / "x.xlsx", ["age"], [60])
    assert "choose one of 'Sheet'" in refusal(path, sheet="Patients")
    assert "called 'x'" in refusal(tmp_path / "x.csv", "age\n60\n", sheet="Patients")
    assert list_sheets(tmp_path / "x.csv") == ("x",)


def test_too_many_columns(tmp_path):
    """Ten thousand columns are refused at once, with the limit."""
    row = ",".join(map(str, range(10_000)))
    sentence = refusal(tmp_path / "x.csv", "\n".join([row] * 3))
    assert "10,000 columns" in sentence
    assert f"{MOST_COLUMNS:,}" in sentence
    assert "10,000 columns" in refusal(save_workbook(tmp_path / "x.xlsx", list(range(10_000)), [1]))
    pd.DataFrame({f"v{k}": [1] for k in range(MOST_COLUMNS + 1)}).to_parquet(tmp_path / "x.parquet")
    assert "2,001 columns" in refusal(tmp_path / "x.parquet")


def test_a_table_too_large_for_memory_is_refused_before_it_is_parsed(tmp_path):
    """One wide line among many short ones would make a table of their product."""
    content = "age," * 1_999 + "\n" + "60\n" * 60_000
    assert "100,000,000 cells" in refusal(tmp_path / "x.csv", content)


def test_a_zip_bomb(tmp_path, monkeypatch):
    """A workbook is refused by the sizes in its directory, before anything is unpacked."""
    path = save_workbook(tmp_path / "x.xlsx", ["age"], [60])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/media/zeros.bin", bytes(2**26 + 1))
    assert "would unpack to 64 MiB" in refusal(path)
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 1000)
    assert "save the sheet you need" in refusal(save_workbook(tmp_path / "x.xlsx", ["age"], [60]))


def test_a_zip_whose_directory_lies(tmp_path):
    """A part that is larger than its directory says is not unpacked beyond that."""
    path = tmp_path / "x.xlsx"
    save_workbook(path, ["patient_id", "age"], *([k, 60] for k in range(2000)))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as file:
        size = file.getinfo("xl/worksheets/sheet1.xml").file_size
    for place in (k for k in range(len(content) - 3) if content[k : k + 4] == struct.pack("<I", size)):
        content[place : place + 4] = struct.pack("<I", 500)
    assert "damaged" in refusal(path, bytes(content))


def test_an_opendocument_sheet_that_claims_to_be_endless(tmp_path):
    """Cells and rows repeated without end are refused at the limit, not unrolled."""
    path = save_sample(tmp_path / "x.ods")
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    for repeats in (b'table:number-columns-repeated="999999999999"', b'table:number-columns-repeated="1000"'):
        endless = b'<table:table-row table:number-rows-repeated="999999999"><table:table-cell ' + repeats
        endless += b' office:value-type="float" office:value="1"/></table:table-row></table:table>'
        with zipfile.ZipFile(path, "w") as file:
            for name, content in parts.items():
                file.writestr(
                    name, content.replace(b"</table:table>", endless) if name == "content.xml" else content
                )
        assert "are read: " in refusal(path)


def test_an_encrypted_opendocument_sheet(tmp_path):
    """A manifest that tells of encryption is believed."""
    path = save_sample(tmp_path / "x.ods")
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(
        b"/>", b"><manifest:encryption-data/></x>", 1
    )
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    assert "password" in refusal(path)


@pytest.mark.parametrize(
    "content",
    ['patient_id,age,sex\n1,"34,F\n2,45,M\n3,56,F\n', 'patient_id;age\n1;60\n2;"61\n'],
)
def test_a_quotation_that_is_never_closed(tmp_path, content):
    """The row in which the quotation opens is named, for everything below is inside it."""
    row = 1 + next(k for k, line in enumerate(content.splitlines()) if '"' in line)
    assert f"opened in row {row} is never closed" in refusal(tmp_path / "x.csv", content)


def test_rows_that_have_only_a_format_cost_little(tmp_path):
    """Rows that Excel keeps for their colour are passed over, however far the used range goes."""
    path = tmp_path / "x.xlsx"
    save_workbook(path, ["patient_id", "age"], [1, 60])
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = "xl/worksheets/sheet1.xml"
    blank = b"".join(
        b'<row r="%d" s="0"><c r="A%d" s="0"/><c r="XFD%d" s="0"></c></row>' % (k, k, k)
        for k in range(3, 10**5)
    )
    last = b'<row r="1048576"><c r="B1048576" t="n"><v>61</v></c></row>'
    sheet = parts[name].replace(b"</sheetData>", blank + last + b"</sheetData>")
    parts[name] = sheet.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')
    assert b"XFD1048576" in parts[name]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for part, content in parts.items():
            file.writestr(part, content)
    table = read_raw(path, known=known)
    assert table.headings == ("patient_id", "age")
    assert table.rows.tolist() == [2, 1_048_576]
    assert table.columns[1].tolist() == [60, 61]
