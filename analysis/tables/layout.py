"""Frames of numbers laid out as printed tables in a language."""

from collections.abc import Iterator
from itertools import accumulate
from math import isnan

from analysis.dictionary import Dictionary, Variable
from analysis.tables import notes
from analysis.tables.baseline import Baseline
from analysis.tables.columns import ALL, MANY, NUMBERS
from analysis.tables.format import (
    STYLES,
    Style,
    bracketed,
    decimals_for,
    interval,
    mean_sd,
    number,
    observed,
    p_value,
    share,
)
from analysis.tables.frequency import Statistics
from analysis.tables.page import Page, Tested
from analysis.tables.printed import PrintedRow, PrintedTable
from analysis.tables.words import word, words


def frequency_table(
    statistics: Statistics, dictionary: Dictionary, *, lang: str = "en", style: Style | None = None
) -> PrintedTable:
    """Lay out the frequencies of the variables of levels, over all records.

    n, % of all, % of those with an answer, and that cumulated. lang: "en", "tr" or "zh". style: how
    numbers are written, by default as the language does.
    """
    page = Page(statistics, dictionary, style or STYLES[lang])
    variables = [variable for variable in page.variables if variable.kind not in NUMBERS]
    columns = ("variable", "n", "percent", "valid_percent", "cumulative_percent")
    return PrintedTable(
        "frequency",
        word("frequency_caption", lang),
        words(columns, lang),
        tuple(row for variable in variables for row in _frequency_rows(page, variable)),
        notes.under_frequencies(variables, lang),
    )


def summary_table(
    statistics: Statistics, dictionary: Dictionary, *, lang: str = "en", style: Style | None = None
) -> PrintedTable:
    """Lay out the summaries of the numbers: a row a variable or, with groups, a row a group under it.

    lang and style as in `frequency_table`.
    """
    page = Page(statistics, dictionary, style or STYLES[lang])
    variables = [variable for variable in page.variables if variable.kind in NUMBERS]
    columns = ("variable", "n", "Missing", "mean_sd", "range", "median_iqr", "shapiro_wilk", "shapiro_wilk_p")
    return PrintedTable(
        "summary",
        word("summary_caption", lang),
        words(columns, lang),
        tuple(row for variable in variables for row in _summary_rows(page, variable)),
        notes.under_summaries(statistics, variables, lang),
    )


def baseline_table(
    baseline: Baseline, dictionary: Dictionary, *, lang: str = "en", style: Style | None = None
) -> PrintedTable:
    """Lay out a baseline table: a column for all patients and each group, then p, its test and the SMD.

    A flag takes one line, that of "yes"; a line of missing answers stands where there are any. lang
    and style as in `frequency_table`.
    """
    page = Page(baseline.statistics, dictionary, style or STYLES[lang])
    tested = Tested(baseline.comparisons, page.style)
    return PrintedTable(
        "baseline",
        word("baseline_caption", lang),
        (word("variable", lang), *map(page.group_heading, page.groups), *tested.header),
        tuple(row for variable in page.variables for row in _baseline_rows(page, tested, variable)),
        notes.under_baseline(baseline, page),
    )


def _frequency_rows(page: Page, variable: Variable) -> Iterator[PrintedRow]:
    lang, total = page.style.lang, page.statistics.groups[ALL]
    missing = page.missing[variable.name, ALL]
    known = total - missing
    counts = [page.cells[variable.name, level, ALL, "n"].value for level in page.levels[variable.name]]
    yield PrintedRow((page.heading(variable), "", "", "", ""), heading=True)
    for level, n, up_to in zip(page.levels[variable.name], counts, accumulate(counts), strict=True):
        cumulative = "" if variable.kind in MANY else _share(page, up_to, known)
        shares = _share(page, n, total), _share(page, n, known), cumulative
        yield PrintedRow((page.level_label(variable, level), page.count(n), *shares), indent=1)
    if missing:
        cells = (word("Missing", lang), page.count(missing), _share(page, missing, total), "", "")
        yield PrintedRow(cells, indent=1)
    cells = (word("total", lang), str(total), share(total, total, page.style), "", "")
    yield PrintedRow(cells, indent=1)


def _share(page: Page, n: float, of: float) -> str:
    """Return n of so many in percent, "" where either is withheld."""
    return "" if isnan(n) or isnan(of) else share(int(n), int(of), page.style)


def _summary_rows(page: Page, variable: Variable) -> Iterator[PrintedRow]:
    if page.statistics.by is None:
        yield PrintedRow((page.heading(variable), *_summary_cells(page, variable, ALL)))
        return
    yield PrintedRow((page.heading(variable), *[""] * 7), heading=True)
    for group in page.groups:
        yield PrintedRow((page.group_label(group), *_summary_cells(page, variable, group)), indent=1)


def _summary_cells(page: Page, variable: Variable, group: str) -> tuple[str, ...]:
    w, p = (page.cells[variable.name, None, group, name].value for name in ("shapiro_wilk", "shapiro_wilk_p"))
    return (
        page.count(page.cells[variable.name, None, group, "n"].value),
        page.count(page.missing[variable.name, group]),
        _mean_sd(page, variable, group),
        _range(page, variable, group),
        _median_iqr(page, variable, group),
        number(w, 3, page.style),
        p_value(p, page.style),
    )


def _baseline_rows(page: Page, tested: Tested, variable: Variable) -> Iterator[PrintedRow]:
    blank = ("",) * len(page.groups)
    if variable.kind == "flag":
        yield _level_row(page, variable, "yes", page.heading(variable), tested.cells(variable))
    elif variable.kind in NUMBERS:
        yield PrintedRow((page.heading(variable), *blank, *tested.cells(variable)), heading=True)
        yield from _number_rows(page, variable, tested)
    else:
        yield PrintedRow((page.heading(variable), *blank, *tested.cells(variable)), heading=True)
        for level in page.levels[variable.name]:
            label = page.level_label(variable, level)
            last = tested.cells(variable, level) if variable.kind in MANY else ("",) * len(tested.header)
            yield _level_row(page, variable, level, label, last, indent=1)
    if page.missing[variable.name, ALL]:
        counts = (page.count(page.missing[variable.name, group]) for group in page.groups)
        cells = (word("Missing", page.style.lang), *counts, *("",) * len(tested.header))
        yield PrintedRow(cells, indent=1)


def _number_rows(page: Page, variable: Variable, tested: Tested) -> Iterator[PrintedRow]:
    blank = ("",) * len(tested.header)
    means = (
        bracketed(_mean_sd(page, variable, group), _range(page, variable, group), page.style)
        for group in page.groups
    )
    medians = (_median_iqr(page, variable, group) for group in page.groups)
    yield PrintedRow((word("mean_sd_range", page.style.lang), *means, *blank), indent=1)
    yield PrintedRow((word("median_iqr", page.style.lang), *medians, *blank), indent=1)


def _level_row(
    page: Page, variable: Variable, level: str, label: str, last: tuple[str, ...], *, indent: int = 0
) -> PrintedRow:
    found = (page.cells[variable.name, level, group, "n"] for group in page.groups)
    return PrintedRow((label, *map(page.count_percent, found), *last), indent=indent)


def _mean_sd(page: Page, variable: Variable, group: str) -> str:
    mean, sd = (page.cells[variable.name, None, group, name].value for name in ("mean", "sd"))
    return mean_sd(mean, sd, _decimals(page, variable), page.style)


def _range(page: Page, variable: Variable, group: str) -> str:
    low, high = _observed(page, variable, group, "min", "max")
    return interval(low, high, page.style)


def _median_iqr(page: Page, variable: Variable, group: str) -> str:
    q1, median, q3 = _observed(page, variable, group, "q1", "median", "q3")
    return bracketed(median, interval(q1, q3, page.style), page.style)


def _observed(page: Page, variable: Variable, group: str, *statistics: str) -> tuple[str, ...]:
    values = [page.cells[variable.name, None, group, name].value for name in statistics]
    return observed(values, _decimals(page, variable), page.style)


def _decimals(page: Page, variable: Variable) -> int:
    # The same in every group, so that a row reads as one
    return decimals_for(page.cells[variable.name, None, ALL, "sd"].value)
