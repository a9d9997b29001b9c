"""The data dictionary in the forms that other programs read: CSV, Markdown, REDCap, Table Schema."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from analysis.dictionary.model import LANGUAGES, Dictionary, Variable
from analysis.errors import DefinitionError

COLUMNS = (
    "name", "kind", "unit", "low", "high", "role", "ordered", "form", "sheet", *LANGUAGES, "levels", "source"
)  # fmt: skip

REDCAP_COLUMNS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)

_REDCAP_TYPES = {"flag": "yesno", "level": "dropdown", "set": "checkbox", "primary": "dropdown"}
_REDCAP_VALIDATION = {"date": "date_ymd", "count": "integer", "number": "number"}
_TABLE_SCHEMA_TYPES = {"date": "date", "count": "integer", "number": "number", "flag": "boolean"}
_LONG_TEXTS = ("comorbidities", "comments", "cohort_note")
_FEW = 5
"""Up to so many choices REDCap shows as radio buttons, more as a drop-down list."""


def export_dictionary(dictionary: Dictionary, as_: str, *, lang: str = "en") -> bytes:
    """Return the dictionary as a file: "csv", "md", "redcap", "frictionless" or "xlsx".

    csv and md list every variable with its levels; csv, one row a variable, can be given back as a further
    dictionary. redcap is the data dictionary that REDCap imports, labelled in `lang`; frictionless is a
    Table Schema (https://specs.frictionlessdata.io/table-schema/); xlsx is an empty registry workbook
    with its headings and drop-down lists in `lang`. The same dictionary gives the same bytes.

    Raises:
        DefinitionError: no such form or language.

    >>> from analysis.dictionary import load_dictionary
    >>> export_dictionary(load_dictionary(), "redcap").decode().split(",")[0]
    'Variable / Field Name'
    """
    writers: dict[str, Callable[[Dictionary, str], bytes]] = {
        "csv": _csv,
        "md": _markdown,
        "redcap": _redcap,
        "frictionless": _table_schema,
        "xlsx": _workbook,
    }
    if as_ not in writers or lang not in LANGUAGES:
        raise DefinitionError(f"no form {as_!r} or no language {lang!r}; forms: {', '.join(writers)}")
    return writers[as_](dictionary, lang)


def _workbook(dictionary: Dictionary, lang: str) -> bytes:
    from analysis.dictionary.workbook import registry_workbook  # openpyxl is slow to load

    return registry_workbook(dictionary, lang=lang)


def _csv(dictionary: Dictionary, lang: str) -> bytes:
    rows = (
        [*_definition(variable), _levels(variable, lang), variable.source]
        for variable in _variables(dictionary)
    )
    return _csv_bytes(COLUMNS, rows)


def _definition(variable: Variable) -> list[str]:
    return [
        variable.name,
        variable.kind,
        variable.unit or "",
        _number(variable.low),
        _number(variable.high),
        variable.role,
        "yes" if variable.ordered else "",
        variable.form,
        variable.sheet,
        *(variable.labels.get(language, "") for language in LANGUAGES),
    ]


def _levels(variable: Variable, lang: str) -> str:
    if variable.kind not in ("level", "set"):
        return ""
    return "|".join(f"{key}={variable.level_label(key, lang)}" for key in variable.level_keys)


def _markdown(dictionary: Dictionary, lang: str) -> bytes:
    lines = ["# Data dictionary", ""]
    form = None
    for variable in _by_form(dictionary):
        if variable.form != form:
            form = variable.form
            lines += [
                "",
                f"## {form}",
                "",
                "| name | label | kind | unit | range | levels | source |",
                "|---" * 7 + "|",
            ]
        cells = (
            f"`{variable.name}`",
            variable.label(lang),
            variable.kind,
            variable.unit or "",
            _range(variable),
            _levels(variable, lang).replace("|", "; "),
            variable.source,
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return ("\n".join(lines).replace("\n\n\n", "\n\n") + "\n").encode()


def _redcap(dictionary: Dictionary, lang: str) -> bytes:
    return _csv_bytes(REDCAP_COLUMNS, (_redcap_field(dictionary, v, lang) for v in _by_form(dictionary)))


def _redcap_field(dictionary: Dictionary, variable: Variable, lang: str) -> list[str]:
    validation = _REDCAP_VALIDATION.get(variable.kind, "")
    limits = (variable.low, variable.high) if validation in ("integer", "number") else (None, None)
    field = {
        "Variable / Field Name": variable.name,
        "Form Name": re.sub(r"[^a-z0-9_]", "_", variable.form.lower()),
        "Field Type": _redcap_type(variable),
        "Field Label": dictionary_heading(dictionary, variable, lang),
        "Choices, Calculations, OR Slider Labels": _redcap_choices(variable, lang),
        "Field Note": "T3-T5, L2" if variable.kind == "vertebrae" else "",
        "Text Validation Type OR Show Slider Number": validation,
        "Text Validation Min": _number(limits[0]),
        "Text Validation Max": _number(limits[1]),
        "Identifier?": "y" if variable.role in ("identifier", "date") else "",
    }
    return [field.get(column, "") for column in REDCAP_COLUMNS]


def _redcap_type(variable: Variable) -> str:
    if variable.kind == "level" and len(variable.levels) <= _FEW:
        return "radio"
    if variable.name in _LONG_TEXTS:
        return "notes"
    if variable.kind == "flag" and not _says_yes_or_no(variable):
        return "radio"
    return _REDCAP_TYPES.get(variable.kind, "text")


def _redcap_choices(variable: Variable, lang: str) -> str:
    """Return "1, Female | 2, Male": the levels' codes, or their places where any has none."""
    if not variable.levels or _says_yes_or_no(variable):
        return ""
    labels = {code: variable.level_label(key, lang) for code, key in variable.level_of_code.items()}
    return " | ".join(f"{code}, {label.replace('|', '/')}" for code, label in labels.items())


def _says_yes_or_no(variable: Variable) -> bool:
    """Say whether a flag's levels are labelled yes and no, and not, say, dead and alive."""
    return variable.kind == "flag" and variable.level_label("yes").lower() == "yes"


def _table_schema(dictionary: Dictionary, lang: str) -> bytes:
    schema = {
        "fields": [_table_schema_field(variable, lang) for variable in _variables(dictionary)],
        "missingValues": [""],
    }
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


def _table_schema_field(variable: Variable, lang: str) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": variable.name,
        "type": _TABLE_SCHEMA_TYPES.get(variable.kind, "string"),
        "title": variable.label(lang),
        "description": "; ".join(part for part in (_unit_note(variable), variable.source) if part),
    }
    if variable.kind == "flag":
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    constraints = _constraints(variable)
    return field | ({"constraints": constraints} if constraints else {})


def _constraints(variable: Variable) -> dict[str, Any]:
    if variable.kind == "level":
        return {"enum": list(variable.level_keys)}
    if variable.kind in ("set", "primary"):
        one = f"({'|'.join(map(re.escape, variable.level_keys))})"
        several = f"{one}(\\|{one})*"
        return {"pattern": f"({several}|none)" if variable.kind == "set" else several}
    if variable.kind == "identifier" and variable.name == "patient_id":
        return {"required": True}
    limits = {"minimum": variable.low, "maximum": variable.high}
    numbers = {name: int(n) if n == int(n) else n for name, n in limits.items() if n is not None}
    return numbers if variable.kind in ("count", "number") else {}


def dictionary_heading(dictionary: Dictionary, variable: Variable, lang: str) -> str:
    """Return the label with its unit, as a registry's column is headed."""
    unit = dictionary.units.get(variable.unit or "")
    written = unit.label(lang) if unit else variable.unit
    return f"{variable.label(lang)} ({written})" if written else variable.label(lang)


def _variables(dictionary: Dictionary) -> Iterable[Variable]:
    return dictionary.variables.values()


def _by_form(dictionary: Dictionary) -> list[Variable]:
    """Return the variables with the fields of one form together, patient_id first."""
    forms = list(dict.fromkeys(variable.form for variable in _variables(dictionary)))
    return sorted(_variables(dictionary), key=lambda v: (v.name != "patient_id", forms.index(v.form)))


def _range(variable: Variable) -> str:
    low, high = _number(variable.low), _number(variable.high)
    return f"{low} to {high}" if low and high else f"≥ {low}" if low else f"≤ {high}" if high else ""


def _unit_note(variable: Variable) -> str:
    return f"in {variable.unit}" if variable.unit else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _csv_bytes(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
