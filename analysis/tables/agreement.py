"""Agreement of raters and accuracy of cut-offs laid out as printed tables in a language."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.calibration.accuracy import Accuracy
from analysis.calibration.raters import Agreement
from analysis.tables.format import STYLES, Style, interval, number
from analysis.tables.printed import PrintedRow, PrintedTable
from analysis.tables.words import word, words

DIGITS = 3


@dataclass(frozen=True)
class Rated:
    """What two columns say of two raters' agreement."""

    first: str
    second: str
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True)
class CutOff:
    """What a cut-off of a score, such as "sins_2010_total >= 7", tells of a reference, and how well."""

    rule: str
    reference: str
    accuracy: Accuracy


def raters_table(rated: Sequence[Rated], *, lang: str = "en") -> PrintedTable:
    """Lay out the agreement of raters, a heading a pair of columns.

    lang: "en", "tr" or "zh". Statistics that can't be had are named in the note with the reason.
    """
    header = ("statistic", "n", "Missing", "estimate", "std_error", "interval_95")
    rows: list[PrintedRow] = []
    for pair in rated:
        rows.append(PrintedRow((f"{pair.first} – {pair.second}", *[""] * 5), heading=True))
        rows += [PrintedRow(_agreement_cells(one, STYLES[lang]), indent=1) for one in pair.agreements]
    reasons = _each(one.note for pair in rated for one in pair.agreements)
    note = " ".join((word("note_raters", lang), *reasons))
    return PrintedTable("raters", word("raters_caption", lang), words(header, lang), tuple(rows), note)


def accuracy_table(cut_offs: Sequence[CutOff], *, lang: str = "en") -> PrintedTable:
    """Lay out the accuracy of cut-offs, a heading a cut-off; lang as in `raters_table`."""
    header = ("statistic", "fraction", "estimate", "interval_95")
    rows: list[PrintedRow] = []
    for one in cut_offs:
        rows.append(PrintedRow((f"{one.rule} → {one.reference}", *[""] * 3), heading=True))
        lines = one.accuracy.frame.to_dict("records")
        rows += [PrintedRow(_measure_cells(line, STYLES[lang]), indent=1) for line in lines]
        missing = (word("Missing", lang), str(one.accuracy.n_missing), "", "")
        rows.append(PrintedRow(missing, indent=1))
    reasons = _each(str(note) for one in cut_offs for note in one.accuracy.frame["note"])
    note = " ".join((word("note_accuracy", lang), *reasons))
    return PrintedTable("accuracy", word("accuracy_caption", lang), words(header, lang), tuple(rows), note)


def _agreement_cells(one: Agreement, style: Style) -> tuple[str, ...]:
    low, high, error = (number(x, DIGITS, style) for x in (one.conf_low, one.conf_high, one.std_error))
    estimate = number(one.estimate, DIGITS, style, absent="not_estimable")
    limits = interval(low, high, style)
    name = word(one.statistic, style.lang)
    return (name, str(one.n), str(one.n_missing), estimate, error, limits)


def _measure_cells(line: Mapping[Hashable, Any], style: Style) -> tuple[str, ...]:
    low, high = (number(line[name], DIGITS, style) for name in ("conf_low", "conf_high"))
    estimate = number(line["estimate"], DIGITS, style, absent="not_estimable")
    fraction = f"{line['numerator']}/{line['denominator']}"
    return (word(line["measure"], style.lang), fraction, estimate, interval(low, high, style))


def _each(notes: Iterable[str]) -> list[str]:
    return [*dict.fromkeys(note for note in notes if note)]
