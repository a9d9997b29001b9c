"""The section on reporting guidelines: item by item, where this report answers STROBE, REMARK and TRIPOD."""

from collections.abc import Collection, Iterator

from analysis.report.cohort.setting import Setting
from analysis.report.document import Block, Paragraph, TableBlock
from analysis.report.guideline import FULL, NOT_APPLICABLE, Guideline, Item
from analysis.report.remark import REMARK
from analysis.report.strobe import STROBE
from analysis.report.tripod import TRIPOD
from analysis.tables.printed import PrintedRow, PrintedTable
from analysis.tables.quality import listed

GUIDELINES = (STROBE, REMARK, TRIPOD)


def section(setting: Setting, present: Collection[str]) -> Iterator[Block]:
    """Yield a table for each guideline; only sections that are present answer an item."""
    yield Paragraph(setting.say("guideline_intro"))
    for guideline in GUIDELINES:
        yield TableBlock(guideline_table(guideline, setting, present))


def guideline_table(guideline: Guideline, setting: Setting, present: Collection[str]) -> PrintedTable:
    """Lay out a guideline: the items, what each asks for, and the sections that answer it."""
    rows = tuple(_row(item, setting, present) for item in guideline.items)
    header = tuple(setting.say(f"guideline_{column}") for column in ("item", "asks", "where"))
    caption = setting.say("guideline_caption", name=guideline.edition)
    note = f"{guideline.source}. {setting.say('guideline_recalled', items=guideline.recalled)}"
    return PrintedTable(guideline.key, caption, header, rows, note)


def _row(item: Item, setting: Setting, present: Collection[str]) -> PrintedRow:
    found = [name for name in item.sections if name in present]
    sections = listed([setting.say(name) for name in found], setting.lang)
    if item.covered == NOT_APPLICABLE:
        where, tone = setting.say("not_applicable"), "muted"
    elif not found:
        where, tone = setting.say("not_covered"), "caution"
    elif item.covered == FULL and len(found) == len(item.sections):
        where, tone = sections, "good"
    else:
        where, tone = setting.say("in_part", sections=sections), ""
    return PrintedRow((item.number, item.asks[setting.lang], where), tones={2: tone} if tone else {})
