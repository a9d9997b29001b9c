"""The empty registry workbook: one sheet of patients, one of lesions, the lists, and a legend."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dictionary.export import dictionary_heading
from analysis.dictionary.model import Dictionary, Variable

ROWS = 2000
"""How many rows below the heading are prepared."""

_SHEETS = {
    "en": {"patients": "Patients", "lesions": "Lesions", "lists": "Lists", "legend": "Legend"},
    "tr": {"patients": "Hastalar", "lesions": "Lezyonlar", "lists": "Listeler", "legend": "Açıklama"},
    "zh": {"patients": "患者", "lesions": "病灶", "lists": "列表", "legend": "说明"},
}
_LEGEND = {
    "en": ("Column", "Variable", "Sheet", "Kind", "Unit", "Smallest", "Largest", "Allowed values"),
    "tr": ("Sütun", "Değişken", "Sayfa", "Tür", "Birim", "En küçük", "En büyük", "İzin verilen değerler"),
    "zh": ("列", "变量", "工作表", "类型", "单位", "最小值", "最大值", "允许值"),
}
_NOT_ALLOWED = {
    "en": "This value is not in the list or outside the plausible range. Keep it?",
    "tr": "Bu değer listede yok ya da olası aralığın dışında. Kalsın mı?",
    "zh": "该值不在列表中或超出合理范围。是否保留？",
}
_EPOCH = datetime(2000, 1, 1)


def registry_workbook(dictionary: Dictionary, *, lang: str = "en") -> bytes:
    """Return an empty registry workbook with headings and drop-down lists in a language.

    Its headings lead back to their variables when the filled workbook is read. A value outside a list or
    range brings a warning, not a refusal. Dates are cells formatted yyyy-mm-dd. The same dictionary gives
    the same bytes.
    """
    book = Workbook()
    names = _SHEETS[lang]
    patients = book.active
    assert isinstance(patients, Worksheet)
    patients.title = names["patients"]
    lesions = book.create_sheet(names["lesions"])
    lists = book.create_sheet(names["lists"])
    lists.sheet_state = "hidden"
    ranges = _write_lists(lists, dictionary, lang)
    for sheet, variables in ((patients, _patients(dictionary)), (lesions, _lesions(dictionary))):
        _write_registry(sheet, dictionary, variables, ranges, lang)
    _write_legend(book.create_sheet(names["legend"]), dictionary, lang)
    book.properties.creator = "neuromets"
    book.properties.created = _EPOCH
    return _same_bytes(book)


def _patients(dictionary: Dictionary) -> list[Variable]:
    """Return the columns of the patients' sheet; names and numbers that identify have no place in it."""
    left_out = ("patient_name", "national_id", "cohort_note")
    return [v for v in dictionary.variables.values() if v.sheet != "lesions" and v.name not in left_out]


def _lesions(dictionary: Dictionary) -> list[Variable]:
    columns = [v for v in dictionary.variables.values() if v.sheet == "lesions"]
    return [dictionary["patient_id"], *columns]


def _write_registry(
    sheet: Worksheet,
    dictionary: Dictionary,
    variables: list[Variable],
    ranges: dict[tuple[str, ...], str],
    lang: str,
) -> None:
    for column, variable in enumerate(variables, 1):
        letter = get_column_letter(column)
        cell = sheet.cell(1, column, dictionary_heading(dictionary, variable, lang))
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6EE")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = 16
        if variable.kind == "date":
            sheet.column_dimensions[letter].number_format = "yyyy-mm-dd"
        validation = _validation(variable, ranges.get(_choices(variable, lang)))
        if validation is not None:
            validation.allow_blank = True
            validation.showErrorMessage = True
            validation.errorStyle = "warning"
            validation.error = _NOT_ALLOWED[lang]
            validation.add(f"{letter}2:{letter}{ROWS + 1}")
            sheet.add_data_validation(validation)
    sheet.freeze_panes = "B2"


def _validation(variable: Variable, list_range: str | None) -> DataValidation | None:
    if list_range is not None:
        return DataValidation(type="list", formula1=list_range)
    if variable.kind == "date":
        return DataValidation(type="date", operator="greaterThan", formula1="1")
    if variable.kind not in ("number", "count") or variable.low is None:
        return None
    return DataValidation(
        type="whole" if variable.kind == "count" else "decimal",
        operator="greaterThanOrEqual" if variable.high is None else "between",
        formula1=f"{variable.low:.15g}",
        formula2=None if variable.high is None else f"{variable.high:.15g}",
    )


def _choices(variable: Variable, lang: str) -> tuple[str, ...]:
    """Return the labels that a drop-down list offers; a set takes several, so it has no list."""
    if variable.kind not in ("flag", "level", "primary"):
        return ()
    return tuple(variable.level_label(key, lang) for key in variable.level_keys)


def _write_lists(sheet: Worksheet, dictionary: Dictionary, lang: str) -> dict[tuple[str, ...], str]:
    """Write every list of choices once and return where it stands: a formula holds only a short list."""
    ranges: dict[tuple[str, ...], str] = {}
    for variable in dictionary.variables.values():
        choices = _choices(variable, lang)
        if not choices or choices in ranges:
            continue
        letter = get_column_letter(len(ranges) + 1)
        sheet[f"{letter}1"] = variable.label(lang)
        for row, choice in enumerate(choices, 2):
            sheet[f"{letter}{row}"] = choice
        ranges[choices] = f"{quote_sheetname(sheet.title)}!${letter}$2:${letter}${len(choices) + 1}"
    return ranges


def _write_legend(sheet: Worksheet, dictionary: Dictionary, lang: str) -> None:
    sheet.append(_LEGEND[lang])
    for variables, name in ((_patients(dictionary), "patients"), (_lesions(dictionary), "lesions")):
        for variable in variables:
            sheet.append(
                (
                    dictionary_heading(dictionary, variable, lang),
                    variable.name,
                    _SHEETS[lang][name],
                    variable.kind,
                    variable.unit,
                    variable.low,
                    variable.high,
                    _allowed(variable, lang),
                )
            )
    for letter, width in zip("ABCDEFGH", (40, 30, 12, 12, 10, 10, 10, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _allowed(variable: Variable, lang: str) -> str:
    return "; ".join(variable.level_label(key, lang) for key in variable.level_keys)


def _same_bytes(book: Workbook) -> bytes:
    """Save a workbook without the time of day, which openpyxl and the archive would write into it."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in _contents(archive):
            entry = zipfile.ZipInfo(name)  # dated 1980, whatever the clock says
            entry.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(entry, content)
    return fixed.getvalue()


def _contents(archive: zipfile.ZipFile) -> Iterable[tuple[str, bytes]]:
    stamp = f"{_EPOCH.isoformat()}Z".encode()
    for name in archive.namelist():
        content = archive.read(name)
        if name == "docProps/core.xml":
            content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
        yield name, content
