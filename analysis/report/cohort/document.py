"""The whole report of a cohort: its sections in order, and what was left out and why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from analysis.cohort import Cohort
from analysis.errors import DataError
from analysis.report.cohort import (
    baseline,
    calibration,
    comparison,
    flow,
    guidelines,
    indications,
    limitations,
    literature,
    methods,
    quality,
    regression,
    scores,
    summary,
    survival,
)
from analysis.report.cohort.setting import Asked, LeftOut, Setting
from analysis.report.document import Block, Document, Heading, Paragraph, TableBlock
from analysis.report.note_words import translated
from analysis.report.provenance import trace
from analysis.report.scores import not_real
from analysis.tables.quality import listed

SECTIONS: Mapping[str, Callable[[Setting], Iterator[Block]]] = {
    "summary": summary.section,
    "flow": flow.section,
    "quality": quality.section,
    "baseline": baseline.section,
    "scores": scores.section,
    "survival": survival.section,
    "comparison": comparison.section,
    "regression": regression.section,
    "calibration": calibration.section,
    "indications": indications.section,
    "literature": literature.section,
    "methods": methods.section,
    "limitations": limitations.section,
}
"""Section → what yields its blocks; the reporting guidelines and what was left out come after them."""

Progress = Callable[[str], None]


def cohort_document(
    cohort: Cohort,
    asked: Asked | None = None,
    *,
    lang: str = "en",
    options: Mapping[str, Any] | None = None,
    progress: Progress = lambda section: None,
) -> Document:
    """Return the publishable report of a cohort.

    A section that the data do not allow is left out, and the last one says why. options: what was chosen,
    for the provenance. progress: told the title of each section before it is made. A variable asked for
    that isn't there is a DataError.
    """
    setting = Setting(cohort, lang, asked or Asked(), not_real(cohort, lang=lang))
    for name in filter(None, (setting.asked.by, *setting.asked.adjust)):
        cohort.column(name)
    found: dict[str, tuple[Block, ...]] = {}
    left_out: dict[str, str] = {}
    for name, make in SECTIONS.items():
        progress(setting.say(name))
        try:
            found[name] = tuple(make(setting))
        except LeftOut as reason:
            left_out[name] = str(reason)
        except DataError as error:
            left_out[name] = str(error)
    found["guidelines"] = tuple(guidelines.section(setting, {*found, "provenance"}))
    if left_out:
        found["left_out"] = tuple(_reasons(setting, left_out))
    return Document(
        title=setting.say("title", file=cohort.source.name),
        lang=lang,
        blocks=tuple(
            _in_language(setting, block)
            for name, blocks in found.items()
            for block in (Heading(1, setting.say(name)), *blocks)
        ),
        provenance=trace([cohort.source], dictionary=cohort.dictionary, options=options or {}),
        notices=setting.notices,
    )


def _in_language(setting: Setting, block: Block) -> Block:
    """Return a block with what estimators say in English said in the report's language."""
    titles = {score.key: score.title for score in setting.predicting}
    say = partial(translated, lang=setting.lang, label=lambda name: titles.get(name) or setting.label(name))
    if isinstance(block, Paragraph):
        return replace(block, text=say(block.text))
    if isinstance(block, TableBlock):
        note = say(block.table.note)
        return replace(block, table=replace(block.table, note=note))
    return block


def _reasons(setting: Setting, left_out: Mapping[str, str]) -> Iterator[Block]:
    """Yield each reason once, after the sections that it holds for."""
    for reason in dict.fromkeys(left_out.values()):
        names = [setting.say(name) for name, own in left_out.items() if own == reason]
        sections = listed(names, setting.lang)
        yield Paragraph(setting.say("left_out_of", sections=sections, reason=reason))
