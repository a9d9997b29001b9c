"""The typed records of a table, as the checks look at them and address what they find."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import Any

import numpy as np
import pandas as pd

from analysis.cohort import ROW, Problem, Problems
from analysis.dictionary import Dictionary, Variable
from analysis.loaders.cells import Floats, Places

PATIENT = "patient_id"
NATIONAL = "national_id"
Mask = Any
"""A Boolean for each record: a pandas Series or a numpy array; missing counts as False."""


@dataclass(frozen=True)
class Records:
    """Typed records, with what gives a problem its address.

    `headings` and `letters` are column → the heading and the letter it stands under in the sheet;
    `written` holds the cells of columns of vertebrae as they are written.
    """

    frame: pd.DataFrame
    dictionary: Dictionary
    sheet: str
    headings: Mapping[str, str]
    letters: Mapping[str, str]
    written: Mapping[str, Any]

    @cached_property
    def further(self) -> Mask:
        """Which records are further ones of a patient; none where no column tells the patients apart."""
        column = identity(self.frame.columns)
        return repeats(self.frame[column]) if column else np.zeros(len(self.frame), dtype=bool)

    def has(self, *names: str) -> bool:
        """Return whether all of the columns are there."""
        return all(name in self.frame.columns for name in names)

    def bounds(self, name: str) -> tuple[Floats, Floats]:
        """Return the lowest and highest value that a count may have; NaN where nothing is known."""
        value = self.frame[name].to_numpy(dtype=np.float64)
        if not self.has(f"{name}_low"):
            return value, value
        low, high = (self.frame[f"{name}_{end}"].to_numpy(dtype=np.float64) for end in ("low", "high"))
        return low, np.where(np.isnan(high) & ~np.isnan(low), np.inf, high)

    def where(self, test: Callable[..., bool], *columns: Any) -> Mask:
        """Return for which records a test of their values holds; it runs once a distinct combination."""
        places, combinations = distinct_combinations(*columns)
        return np.array([test(*values) for values in combinations], dtype=bool)[places]

    def report(self, where: Mask, name: str, rule: str, severity: str, message: str) -> Problems:
        """Return one problem for each record of `where`, at its cell of the column `name`.

        `message` may name columns in braces, for their values; never an identifier or a date.
        """
        records = np.flatnonzero(pd.Series(where).fillna(False).to_numpy(dtype=bool))
        fields = [text for _, text, _, _ in Formatter().parse(message) if text]
        shown = records[: Problems.LIMIT]
        values = {field: self._texts(field, shown) for field in {*fields, name}}
        private = is_private(self.dictionary[name])
        listed = []
        for i, row in enumerate(self.frame[ROW].to_numpy()[shown].tolist()):
            text = message.format_map({field: values[field][i] for field in fields})
            value = None if private else values[name][i] or None
            cell = f"{self.sheet}!{self.letters.get(name, '')}{row}"
            listed.append(Problem(cell, row, name, value, rule, severity, text))
        return Problems(tuple(listed), {(rule, severity): len(records)} if len(records) else {})

    def report_once(self, rule: str, severity: str, message: str, *, name: str | None = None) -> Problems:
        """Return one problem of a whole column, or of the whole sheet."""
        cell = f"{self.sheet}!{self.letters[name]}" if name else self.sheet
        return Problems.of(Problem(cell, None, name, None, rule, severity, message))

    def _texts(self, name: str, records: Places) -> list[str]:
        """Return the values of some records as a message shows them."""
        values = self.frame[name].iloc[records]
        if not pd.api.types.is_float_dtype(values.dtype):
            return [
                "" if value is None or pd.isna(value) else str(value).replace("|", ", ") for value in values
            ]
        bounds = zip(*(end[records] for end in self.bounds(name)), strict=True)
        return [_interval(low, high) for low, high in bounds]


def distinct_combinations(*columns: Any) -> tuple[Places, list[tuple[Any, ...]]]:
    """Return for each record the place of its values among their distinct combinations; None is missing."""
    combined = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        codes, distinct = pd.factorize(column)
        combined = combined * (len(distinct) + 1) + codes + 1
    places, _ = pd.factorize(combined)
    firsts = np.flatnonzero(~pd.Series(places).duplicated())
    return places, [*zip(*(_values(column, firsts) for column in columns), strict=True)]


def is_private(variable: Variable) -> bool:
    """Return whether a value may tell who the patient is: identifiers, dates, and free text."""
    return variable.kind in ("identifier", "date", "text") or variable.role == "identifier"


def identity(columns: Collection[str]) -> str | None:
    """Return the column that tells patients apart: patient_id, else national_id, None without either."""
    return next((name for name in (PATIENT, NATIONAL) if name in columns), None)


def repeats(patient: "pd.Series[str]") -> Mask:
    """Return which records are further ones of a patient; a blank identifier repeats nothing."""
    further = patient.duplicated().to_numpy()
    return further & patient.notna().to_numpy() if further.any() else further


_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)|(?<=\d)\.0+$", re.MULTILINE)


def without_zeros(identifier: "pd.Series[str]") -> "pd.Series[str]":
    """Return identifiers without leading zeros and a last ".0", which programs add and take away.

    >>> without_zeros(pd.Series(["003", "3.0", "PT-07", "0", "100"])).tolist()
    ['3', '3', 'PT-7', '0', '100']
    """
    # One search through all of them is many times faster than a replacement in each, and finds mostly none
    if not _ZEROS.search("\n".join(identifier.dropna())):
        return identifier
    return identifier.str.replace(_ZEROS, "", regex=True)


def _interval(low: float, high: float) -> str:
    if np.isnan(low):
        return ""
    if low == high:
        return f"{low:g}"
    return f"{low:g} to {high:g}" if high < np.inf else f"{low:g} or more"


def _values(column: Any, records: Places) -> list[Any]:
    values = pd.Series(column).iloc[records].astype(object)
    return values.where(values.notna(), None).tolist()
