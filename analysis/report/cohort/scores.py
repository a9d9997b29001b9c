"""The section on scores: how each is distributed, with its picture, and the vertebral map."""

from collections.abc import Iterable, Iterator

from analysis.report.cohort.setting import LeftOut, Setting
from analysis.report.document import Block, FigureBlock, Paragraph, TableBlock
from analysis.report.scores import score_blocks
from analysis.tables.quality import listed
from analysis.tables.suppress import suppressed_counts
from analysis.tables.words import word


def section(setting: Setting) -> Iterator[Block]:
    """Yield a table and a picture of each score that has a band for somebody, then those of the vertebrae."""
    if not setting.scores:
        raise LeftOut(setting.say("no_scores"))
    yield Paragraph(word("scores_purpose", setting.lang))
    silent = [score for score in setting.scores if not setting.banded(score)]
    told = [score for score in setting.scores if score not in silent]
    blocks = score_blocks(told, setting.scored, lang=setting.lang, notice=setting.notice, level=2)
    yield from _without_small(setting, blocks) if setting.below else blocks
    if silent:
        titles = listed([score.title for score in silent], setting.lang)
        yield Paragraph(setting.say("without_band", scores=titles))


def _without_small(setting: Setting, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield tables without small counts, and a sentence instead of a picture that would show them."""
    is_hidden = False
    for block in blocks:
        if isinstance(block, TableBlock):
            sums = not block.key.startswith("vertebrae")
            table = suppressed_counts(block.table, setting.below, lang=setting.lang, sums=sums)
            is_hidden = table is not block.table
            yield TableBlock(table)
        elif isinstance(block, FigureBlock) and is_hidden:
            yield Paragraph(setting.say("figure_withheld"))
        else:
            yield block
