"""A cut-off, two scores on the same patients, and a score by group, laid out as printed tables."""

from collections.abc import Iterator, Sequence
from typing import Any

from analysis.calibration.change import OF_THE_COHORT, Change
from analysis.calibration.cut_off import CutOffAccuracy
from analysis.calibration.influence import Metrics
from analysis.dictionary import Variable
from analysis.tables.calibration import method_in
from analysis.tables.calibration_cells import (
    DIGITS,
    METRIC_HEADER,
    estimate_cells,
    known_word,
    metric_cells,
    metric_name,
    time_cell,
    with_interval,
    with_notes,
)
from analysis.tables.format import STYLES, Style, number, p_value
from analysis.tables.printed import PrintedRow, PrintedTable, lines_of
from analysis.tables.words import word, words


def cut_off_table(found: Sequence[CutOffAccuracy], *, lang: str = "en") -> PrintedTable:
    """Lay out sensitivity and specificity of a cut-off at each horizon."""
    style, first = STYLES[lang], found[0]
    rows = []
    for one in found:
        heading = f"{word('horizon', lang)}: < {time_cell(one.horizon, style)} {word(one.unit, lang)}"
        rows.append(PrintedRow((heading, "", ""), heading=True))
        for line in lines_of(one.frame):
            limits = with_interval(line, ("estimate", "conf_low", "conf_high"), style)
            rows.append(PrintedRow((known_word(line["measure"], lang), str(line["n"]), limits), indent=1))
    sign = ("≥ " if first.higher_is == "worse" else "≤ ") + f"{first.cut_off:g}"
    caption = word("cut_off_caption", lang).format(cut_off=sign)
    left_out = [f"{n} left out: {reason}." for reason, n in first.excluded.items()]
    timed = [f"At {one.horizon:g} {one.unit}: {note}" for one in found for note in one.frame["note"] if note]
    note = with_notes(word("note_cut_off", lang), [*left_out, *timed], style)
    return PrintedTable("cut_off", caption, words(("measure", "n", "estimate"), lang), tuple(rows), note)


def difference_table(found: Metrics, scores: tuple[str, str], *, lang: str = "en") -> PrintedTable:
    """Lay out the paired differences of two scores' metrics, the first of the scores less the second."""
    style = STYLES[lang]
    rows = [
        PrintedRow((*metric_cells(line, style), p_value(line["p_value"], style)))
        for line in lines_of(found.frame)
    ]
    method = method_in(found.method, lang)
    note = word("note_difference", lang).format(unit=word(found.unit, lang), method=method)
    caption = word("difference_caption", lang).format(first=scores[0], second=scores[1])
    notes = with_notes(note, found.frame["note"], style)
    return PrintedTable("difference", caption, words((*METRIC_HEADER, "p"), lang), tuple(rows), notes)


def change_tables(
    change: Change, variable: Variable, *, unit: str, lang: str = "en"
) -> Iterator[PrintedTable]:
    """Lay out each metric by the groups that a variable makes, and the tests of whether they differ."""
    style, by = STYLES[lang], variable.label(lang)
    given = change.frame[change.frame["estimate"].notna() & ~change.frame["metric"].isin(OF_THE_COHORT)]
    rows = []
    for (metric, horizon), part in given.groupby(["metric", "horizon"], sort=False, dropna=False):
        rows.append(PrintedRow((_heading(metric, horizon, unit, style), *[""] * 5), heading=True))
        for line in lines_of(part):
            group = variable.level_label(line["group"], lang)
            rows.append(PrintedRow((group, *estimate_cells(line, style)), indent=1))
    header = words(("group", "n", "events", "estimate", "std_error", "interval_95"), lang)
    caption = word("change_caption", lang).format(by=by)
    yield PrintedTable("metrics_by_group", caption, header, tuple(rows))
    tests = [
        PrintedRow(
            (
                _heading(line["metric"], line["horizon"], unit, style),
                known_word(line["test"], lang),
                str(line["groups"]),
                number(line["statistic"], DIGITS, style),
                str(int(line["df"])),
                p_value(line["p_value"], style),
            )
        )
        for line in lines_of(change.tests)
        if line["test"] != "trend" or line["groups"] > 2  # of two groups it is the difference
    ]
    heads = words(("metric", "test", "groups", "chi_squared", "df", "p"), lang)
    caption = word("change_tests_caption", lang).format(by=by)
    note = with_notes(word("note_change", lang), change.not_tested, style)
    yield PrintedTable("metrics_by_group_tests", caption, heads, tuple(tests), note)


def _heading(metric: Any, horizon: Any, unit: str, style: Style) -> str:
    """Return a metric and the time it is of."""
    when = time_cell(horizon, style)
    name = metric_name(metric, style.lang)
    return f"{name}, {when} {word(unit, style.lang)}" if when else name
