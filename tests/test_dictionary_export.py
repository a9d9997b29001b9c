"""The data dictionary as CSV, Markdown, REDCap's dictionary, Table Schema and an empty workbook."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from analysis.dictionary import LANGUAGES, fold, load_dictionary
from analysis.dictionary.export import REDCAP_COLUMNS, export_dictionary
from analysis.errors import DataError, DefinitionError
from analysis.loaders.read import read
from analysis.vocabulary.primaries import parse_primary

DICTIONARY = load_dictionary()
REAL_REDCAP = (
    Path(__file__).parents[1]
    / ".."
    / "shared"
    / "data"
    / "redcap_prostate"
    / "prostateredcap_datadictionary.csv"
)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


REDCAP = {row["Variable / Field Name"]: row for row in rows_of(export_dictionary(DICTIONARY, "redcap"))}


@pytest.mark.parametrize("form", ["csv", "md", "redcap", "frictionless", "xlsx"])
def test_the_same_dictionary_gives_the_same_bytes(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = export_dictionary(DICTIONARY, form)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert export_dictionary(DICTIONARY, form) == first


def test_the_workbook_holds_no_time_of_day() -> None:
    with zipfile.ZipFile(io.BytesIO(export_dictionary(DICTIONARY, "xlsx"))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        properties = archive.read("docProps/core.xml").decode()
    assert re.findall(r">(\d{4}-[^<]*)<", properties) == ["2000-01-01T00:00:00Z"] * 2


def test_an_unknown_form_or_language_is_refused() -> None:
    for form, lang in (("pdf", "en"), ("csv", "de")):
        with pytest.raises(DefinitionError):
            export_dictionary(DICTIONARY, form, lang=lang)


def test_the_csv_can_be_given_back(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    path.write_bytes(export_dictionary(DICTIONARY, "csv"))
    again = load_dictionary(path)
    for name, variable in DICTIONARY.variables.items():
        copy = again[name]
        for part in ("kind", "role", "unit", "low", "high", "level_keys", "labels"):
            assert getattr(copy, part) == getattr(variable, part), (name, part)


def test_the_markdown_lists_every_variable_once() -> None:
    names = re.findall(
        r"^\| `(\w+)` \|", export_dictionary(DICTIONARY, "md", lang="tr").decode(), re.MULTILINE
    )
    assert sorted(names) == sorted(DICTIONARY.variables)


@pytest.mark.skipif(not REAL_REDCAP.exists(), reason="the real REDCap dictionary is not beside the project")
def test_redcap_columns_are_those_of_a_real_project() -> None:
    heading = next(csv.reader(io.StringIO(REAL_REDCAP.read_text(encoding="utf-8-sig"))))
    assert list(REDCAP_COLUMNS) == heading


def test_redcap_has_its_18_columns_and_the_record_id_first() -> None:
    assert len(REDCAP_COLUMNS) == 18
    assert next(iter(REDCAP)) == "patient_id"
    assert set(REDCAP) == set(DICTIONARY.variables)


def test_redcap_accepts_every_name_form_type_and_validation() -> None:
    """REDCap's rules: names and forms of small letters, digits and _; limits only with a validation."""
    for name, row in REDCAP.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,99}", name) and not name.endswith("_")
        assert re.fullmatch(r"[a-z][a-z0-9_]*", row["Form Name"])
        assert row["Field Type"] in {"radio", "dropdown", "checkbox", "text", "notes", "yesno"}
        validation = row["Text Validation Type OR Show Slider Number"]
        assert validation in {"", "date_ymd", "integer", "number"}
        assert row["Field Type"] == "text" or not validation
        assert validation or not (row["Text Validation Min"] or row["Text Validation Max"])


def test_redcap_keeps_the_fields_of_a_form_together() -> None:
    forms = [row["Form Name"] for row in REDCAP.values()]
    blocks = [form for form, before in zip(forms, ["", *forms], strict=False) if form != before]
    assert len(blocks) == len(set(blocks))


def test_redcap_choices_are_unique_codes_with_labels_and_only_where_they_belong() -> None:
    column = "Choices, Calculations, OR Slider Labels"
    assert REDCAP["sex"][column] == "1, Female | 2, Male"
    assert REDCAP["died"][column] == "0, Alive | 1, Dead"
    for row in REDCAP.values():
        assert bool(row[column]) == (row["Field Type"] in {"radio", "dropdown", "checkbox"})
        codes = [choice.split(",")[0] for choice in row[column].split(" | ") if choice]
        assert all(re.fullmatch(r"\d+", code) for code in codes) and len(codes) == len(set(codes))


def test_redcap_flags_what_identifies_a_patient() -> None:
    flagged = {name for name, row in REDCAP.items() if row["Identifier?"] == "y"}
    assert {"patient_id", "patient_name", "national_id", "birth_date", "death_date"} <= flagged
    assert not {"sex", "age_years", "comments"} & flagged
    assert REDCAP["kps"]["Text Validation Max"] == "100" and REDCAP["kps"]["Field Type"] == "text"


def test_the_table_schema_keeps_to_its_specification() -> None:
    """Types, constraints and properties of https://specs.frictionlessdata.io/table-schema/."""
    schema: dict[str, Any] = json.loads(export_dictionary(DICTIONARY, "frictionless"))
    allowed = {
        "string": {"required", "enum", "pattern"},
        "number": {"minimum", "maximum"},
        "integer": {"minimum", "maximum"},
        "date": set(),
        "boolean": set(),
    }
    fields = {field["name"]: field for field in schema["fields"]}
    assert list(fields) == list(DICTIONARY.variables) and schema["missingValues"] == [""]
    for field in fields.values():
        assert set(field.get("constraints", {})) <= allowed[field["type"]]
    assert fields["sex"]["constraints"] == {"enum": ["female", "male"]}
    assert fields["kps"]["constraints"] == {"minimum": 0, "maximum": 100}
    assert (fields["died"]["type"], fields["died"]["trueValues"]) == ("boolean", ["yes"])
    nerves = fields["cranial_nerves"]["constraints"]["pattern"]
    assert re.fullmatch(nerves, "4|10") and re.fullmatch(nerves, "none") and not re.fullmatch(nerves, "4|13")


@pytest.fixture(scope="module", params=LANGUAGES)
def workbook(request: pytest.FixtureRequest) -> tuple[str, Any]:
    openpyxl = pytest.importorskip("openpyxl")
    content = export_dictionary(DICTIONARY, "xlsx", lang=request.param)
    return request.param, openpyxl.load_workbook(io.BytesIO(content))


def test_the_workbooks_headings_lead_back_to_their_variables(workbook: tuple[str, Any]) -> None:
    _, book = workbook
    patients, lesions = book.worksheets[:2]
    for sheet, other in ((patients, "lesions"), (lesions, "patients")):
        headings = [cell.value for cell in sheet[1]]
        found = [DICTIONARY.match_heading(heading) for heading in headings]
        names = [match.variable for match in found if match is not None]
        assert len(names) == len(headings) == len(set(names)) and names[0] == "patient_id"
        assert not [name for name in names[1:] if DICTIONARY[name].sheet == other]
        units = {match.variable: match.unit for match in found if match is not None}
        assert all(unit == DICTIONARY[name].unit for name, unit in units.items())
        assert sheet.freeze_panes == "B2"


def test_every_choice_of_the_drop_down_lists_is_understood_when_it_is_read(workbook: tuple[str, Any]) -> None:
    lang, book = workbook
    lists = book.worksheets[2]
    seen = 0
    for sheet in book.worksheets[:2]:
        columns = {cell.column_letter: DICTIONARY.match_heading(cell.value).variable for cell in sheet[1]}
        for validation in sheet.data_validations.dataValidation:
            if validation.type != "list":
                continue
            variable = DICTIONARY[columns[str(validation.sqref).split(":")[0].rstrip("0123456789")]]
            where = validation.formula1.split("!")[1].replace("$", "")
            choices = [row[0].value for row in lists[where]]
            assert choices == [variable.level_label(key, lang) for key in variable.level_keys]
            if variable.kind == "primary":
                assert [parse_primary(choice).keys for choice in choices] == [
                    (key,) for key in variable.level_keys
                ]
            else:
                assert [variable.level_of_text[fold(choice)] for choice in choices] == list(
                    variable.level_keys
                )
            seen += 1
    with_lists = [v for v in DICTIONARY.variables.values() if v.kind in ("flag", "level", "primary")]
    assert seen == len(with_lists)


def test_the_workbook_checks_ranges_and_formats_dates(workbook: tuple[str, Any]) -> None:
    _, book = workbook
    patients = book.worksheets[0]
    letters = {DICTIONARY.match_heading(cell.value).variable: cell.column_letter for cell in patients[1]}
    rules = {str(rule.sqref).split(":")[0]: rule for rule in patients.data_validations.dataValidation}
    kps = rules[f"{letters['kps']}2"]
    assert (kps.type, kps.operator, kps.formula1, kps.formula2) == ("whole", "between", "0", "100")
    assert rules[f"{letters['follow_up_time']}2"].operator == "greaterThanOrEqual"
    assert patients.column_dimensions[letters["death_date"]].number_format == "yyyy-mm-dd"


def test_the_workbook_asks_for_no_name_and_no_national_number(workbook: tuple[str, Any]) -> None:
    _, book = workbook
    names = {
        DICTIONARY.match_heading(cell.value).variable for sheet in book.worksheets[:2] for cell in sheet[1]
    }
    assert not {"patient_name", "national_id"} & names
    assert names == set(DICTIONARY.variables) - {"patient_name", "national_id", "cohort_note"}


def test_the_empty_workbook_is_told_to_hold_no_patient_and_read_with_one(tmp_path):
    """Its legend lists the variables row by row, and is never taken for patients."""
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "registry.xlsx"
    path.write_bytes(export_dictionary(DICTIONARY, "xlsx", lang="tr"))
    with pytest.raises(DataError, match="no records"):
        read(path, dictionary=DICTIONARY)
    book = openpyxl.load_workbook(path)
    book["Hastalar"].cell(2, 1, "H1")
    book["Hastalar"].cell(2, 4, "Kadın")
    book.save(path)
    cohort = read(path, dictionary=DICTIONARY)
    assert cohort.source.sheet == "Hastalar"
    assert cohort.frame["sex"].tolist() == ["female"]
