"""The section that compares groups: tests, pairs of groups, and differences with their intervals."""

from collections.abc import Iterator

from analysis.errors import DataError
from analysis.report.cohort.setting import Grouping, LeftOut, Setting
from analysis.report.cohort.survival import keyed
from analysis.report.document import Block, Heading, Paragraph, TableBlock
from analysis.survival.compared import Comparing, compare_groups
from analysis.survival.estimates import estimate
from analysis.tables import comparison as tables
from analysis.tables.printed import PrintedTable
from analysis.tables.survival import test_table


def section(setting: Setting) -> Iterator[Block]:
    """Yield the comparison of the groups asked for, and of the bands of each score that predicts survival."""
    found, reason = [*setting.groupings()], _why_not(setting)
    if not found:
        raise LeftOut(reason or setting.say("no_groups"))
    if reason:
        yield Paragraph(reason)
    for grouping in found:
        yield Heading(2, grouping.title[:1].upper() + grouping.title[1:])
        try:
            compared = [*_tables(setting, grouping)]
        except DataError as error:
            yield Paragraph(setting.say("without_score", score=grouping.title, reason=error))
            continue
        yield from (TableBlock(keyed(table, grouping, setting.lang)) for table in compared)


def _why_not(setting: Setting) -> str:
    """Return why the groups asked for can't be compared, "" where they can or none were asked for."""
    try:
        found = setting.grouping
    except LeftOut as reason:
        return str(reason)
    return "" if found or not setting.by else setting.say("no_groups")


def _tables(setting: Setting, grouping: Grouping) -> Iterator[PrintedTable]:
    lang, name = setting.lang, grouping.name
    asked = Comparing(None, (), (), None, None)
    means = estimate(setting.everyone, grouping.table, setting.choice).means
    tau = float(means["tau"].iloc[-1]) or "shared"
    found = compare_groups(setting.observed, grouping.table, asked, at=setting.horizons, tau=tau)
    yield test_table(found.tests, lang=lang)
    if found.pairs:
        yield tables.pairs_table(found.pairs, lang=lang, names=name)
    if found.means and len(found.means.frame):
        yield tables.contrasts_table(found.means, found.landmarks, lang=lang, names=name)
