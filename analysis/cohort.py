"""A cohort: typed rows, what each column means, what was doubtful, and who was left out and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import narwhals as nw

from analysis.dictionary import Dictionary
from analysis.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

ROW = "source_row"
"""The frame's column with the row of each record as the spreadsheet shows it, counted from 1."""

DAYS_PER_MONTH = 30.4375
"""A twelfth of 365.25 days; the constant is recorded with every outcome and printed with every result."""


@dataclass(frozen=True)
class Problem:
    """One doubtful cell or record.

    `cell` is an address such as "Sheet1!F17"; `value` is what was found, None where it would identify
    a patient; `severity` is "error" (the value can't be used as it stands) or "warning".
    """

    cell: str
    row: int | None
    variable: str | None
    value: str | None
    rule: str
    severity: str
    message: str


@dataclass(frozen=True)
class Problems:
    """Every problem counted, those up to a limit listed."""

    listed: tuple[Problem, ...] = ()
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(rule, severity) → number of problems, listed or not."""

    LIMIT = 10_000

    def count(self, severity: str | None = None) -> int:
        """Return how many problems there are, of one severity or of all."""
        return sum(n for (_, s), n in self.counts.items() if severity in (None, s))

    def __add__(self, other: "Problems") -> "Problems":
        counts = dict(self.counts)
        for key, n in other.counts.items():
            counts[key] = counts.get(key, 0) + n
        return Problems((self.listed + other.listed)[: self.LIMIT], counts)

    @staticmethod
    def of(*problems: Problem) -> "Problems":
        """Return the problems counted and listed."""
        counts: dict[tuple[str, str], int] = {}
        for problem in problems:
            key = (problem.rule, problem.severity)
            counts[key] = counts.get(key, 0) + 1
        return Problems(problems[: Problems.LIMIT], counts)


@dataclass(frozen=True)
class Source:
    """Where a cohort was read from and how: what provenance prints."""

    name: str
    sha256: str
    sheet: str
    encoding: str | None = None
    delimiter: str | None = None
    decimal_mark: str | None = None
    date_orders: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str | None] = field(default_factory=dict)
    """Heading as read → variable, None where the dictionary knows none."""
    rows: int = 0
    """Records read, without headings, totals and legends."""
    notes: tuple[str, ...] = ()
    """What a reader should know of the reading: hidden sheets, merged forms, codes declared missing."""


@dataclass(frozen=True)
class Step:
    """One line of the attrition: what was asked, how many patients were left and removed."""

    reason: str
    left: int
    removed: int


@dataclass(frozen=True)
class Cohort:
    """Typed records of patients.

    `frame` is a native frame (pandas by default; any that narwhals reads): one row a record, columns
    named by the dictionary's variables, `source_row`, and one Boolean flag column per attrition step.
    Every column but those has its Variable in `dictionary`, inferred where the registry's heading was
    unknown. Numbers and counts are floats with missing as null, dates whole days since 1970-01-01,
    flags, levels, sets and vertebrae texts (a set's members joined by "|", in the dictionary's order).
    """

    frame: Any
    dictionary: Dictionary
    source: Source
    problems: Problems = Problems()
    reasons: tuple[str, ...] = ()
    lesions: Any = None

    def keep(self, condition: nw.Expr, reason: str) -> "Cohort":
        """Return the cohort with one more attrition step; rows are flagged, never dropped.

        A condition that is null for a row does not keep it.
        """
        flag = condition.fill_null(False).alias(_flag(len(self.reasons)))
        frame = nw.from_native(self.frame).with_columns(flag).to_native()
        return replace(self, frame=frame, reasons=(*self.reasons, reason))

    @property
    def steps(self) -> tuple[Step, ...]:
        """The attrition, from the records read to the patients kept; one aggregate, any engine."""
        frame = nw.from_native(self.frame).lazy()
        kept = [self._kept_through(k).cast(nw.Int64).sum().alias(f"n{k}") for k in range(len(self.reasons))]
        counts = frame.select(nw.len().alias("n"), *kept).collect().row(0)
        lines = [Step("records read", int(counts[0]), 0)]
        for reason, left in zip(self.reasons, counts[1:], strict=True):
            lines.append(Step(reason, int(left or 0), lines[-1].left - int(left or 0)))
        return tuple(lines)

    def kept(self) -> Any:
        """Return the native frame of the rows that every step kept, without the flag columns."""
        frame = nw.from_native(self.frame)
        flags = [_flag(k) for k in range(len(self.reasons))]
        if flags:
            frame = frame.filter(self._kept_through(len(flags) - 1))
        return frame.drop(flags).to_native()

    def column(self, name: str) -> str:
        """Return the column of a variable's name, or of a heading as the registry writes it.

        A name that is neither is a DataError.
        """
        columns = nw.from_native(self.frame).collect_schema().names()
        column = name if name in columns else self.source.columns.get(name)
        if column is None or column not in columns:
            known = ", ".join(self.source.columns)
            raise DataError(f"{self.source.name} has no column {name!r}: it has {known}.")
        return column

    def _kept_through(self, step: int) -> nw.Expr:
        return nw.all_horizontal(*(nw.col(_flag(k)) for k in range(step + 1)), ignore_nulls=False)


def row_names(frame: "pd.DataFrame", column: str) -> "pd.Series[str]":
    """Return the identifiers of a pandas frame's rows; the source row stands for one that is missing.

    >>> import pandas as pd
    >>> row_names(pd.DataFrame({"source_row": [2, 3], "patient_id": ["A", None]}), "patient_id").tolist()
    ['A', '3']
    """
    rows = frame[ROW].astype(str)
    return frame[column].astype(object).fillna(rows) if column in frame else rows


def _flag(step: int) -> str:
    return f"_kept_{step}"
