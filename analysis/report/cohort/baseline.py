"""The section on the patients: frequencies, summaries of numbers, and both by group."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.report.cohort.setting import LeftOut, Setting
from analysis.report.cohort.tabulated import tabulated
from analysis.report.document import Block, Paragraph, TableBlock
from analysis.tables.baseline import Baseline
from analysis.tables.columns import ALL
from analysis.tables.compare import compare
from analysis.tables.frequency import Statistics, frequency
from analysis.tables.layout import baseline_table, frequency_table, summary_table
from analysis.tables.printed import PrintedTable
from analysis.tables.quality import listed
from analysis.tables.suppress import is_small, suppressed_statistics, withheld_note, withheld_variables
from analysis.tables.words import word


def section(setting: Setting) -> Iterator[Block]:
    """Yield the tables of all patients and, where groups were asked for, the table by group."""
    shown, hidden = tabulated(setting.cohort)
    if not shown:
        raise LeftOut(setting.say("nothing_tabulated"))
    dictionary, lang = setting.cohort.dictionary, setting.lang
    names = listed([dictionary[name].label(lang) for name in hidden], lang)
    yield Paragraph(setting.say("hidden_columns", columns=names) if hidden else setting.say("none_hidden"))
    for lay_out in (frequency_table, summary_table):
        table = lay_out(setting.statistics, dictionary, lang=lang)
        if table.rows:
            yield TableBlock(_noted(setting, table))
    if setting.by:
        yield from _by_group(setting, setting.by, [name for name in shown if name != setting.by])


def _by_group(setting: Setting, by: str, names: Sequence[str]) -> Iterator[Block]:
    """Yield the table by group; a variable of which a count would be withheld is left out of it whole.

    What the table of all patients withholds could otherwise be had from the groups, or the reverse.
    """
    cohort, label = setting.cohort, setting.cohort.dictionary[by].label(setting.lang)
    rows = cohort.kept()
    numbers = suppressed_statistics(frequency(rows, cohort.dictionary, names, by=by), setting.below)
    hidden = withheld_variables(numbers) if setting.below else frozenset()
    told = [name for name in names if name not in hidden]
    if not told or any(is_small(n, setting.below) for n in _sizes(numbers)):
        yield Paragraph(setting.say("small_groups", variable=label, below=setting.below))
        return
    shown = replace(numbers, frame=numbers.frame[numbers.frame["variable"].isin(told)])
    compared = Baseline(shown, compare(rows, cohort.dictionary, told, by=by))
    table = baseline_table(compared, cohort.dictionary, lang=setting.lang)
    caption = setting.say("baseline_by", variable=label)
    yield TableBlock(_noted(setting, replace(table, caption=caption)))
    if hidden:
        labels = listed(
            [cohort.dictionary[name].label(setting.lang) for name in names if name in hidden], setting.lang
        )
        yield Paragraph(setting.say("not_by_group", variables=labels, below=setting.below))


def _sizes(statistics: Statistics) -> list[int]:
    """Return how many patients each group has, and how many have none."""
    groups = [n for group, n in statistics.groups.items() if group != ALL]
    return [*groups, statistics.groups[ALL] - sum(groups)]


def _noted(setting: Setting, table: PrintedTable) -> PrintedTable:
    if not setting.below:
        return table
    notes = (
        table.note,
        withheld_note(setting.below, setting.lang),
        word("note_withheld_range", setting.lang),
    )
    return replace(table, note=("" if setting.lang == "zh" else " ").join(notes))
