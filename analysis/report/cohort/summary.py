"""The first section: who the patients are, how many died, and how long half of them lived."""

from collections.abc import Iterator
from typing import Any

from analysis.report.cohort.setting import Setting
from analysis.report.document import Block, Paragraph
from analysis.survival.estimates import estimate
from analysis.tables.quality import distinct_patients
from analysis.tables.survival import median_table
from analysis.tables.words import word


def section(setting: Setting) -> Iterator[Block]:
    """Yield what was read, how survival is in one sentence, and how many cells are doubtful."""
    cohort = setting.cohort
    counts = {"rows": cohort.source.rows, "patients": distinct_patients(cohort)}
    yield Paragraph(setting.say("summary_patients", file=cohort.source.name, **counts))
    if setting.has_outcome:
        yield Paragraph(_survival(setting))
    problems = cohort.problems
    if problems.count():
        doubtful = {"errors": problems.count("error"), "warnings": problems.count("warning")}
        yield Paragraph(setting.say("summary_doubts", **doubtful))


def _survival(setting: Setting) -> str:
    """Return the sentence on survival, its numbers those of the table of medians."""
    everyone, choice, lang = setting.everyone, setting.choice, setting.lang
    medians = estimate(everyone, None, choice).medians
    how: dict[str, Any] = {
        "unit": everyone.unit,
        "rule": choice.rule,
        "conf_type": choice.conf_type,
        "lang": lang,
    }
    table = setting.without_small(median_table(medians, **how))
    cells = dict(zip(table.header, table.rows[0].cells, strict=True))
    median, unit = cells[word("Median", lang)], word(everyone.unit, lang)
    return setting.say(
        "summary_survival",
        n=cells[word("n", lang)],
        events=cells[word("events", lang)],
        event=setting.event,
        median=f"{median} {unit}" if median[:1].isdigit() else median,
        interval=word("interval_95", lang),
        low_high=cells[word("interval_95", lang)],
    )
