"""The section on data quality: what was read, what is missing, what is doubtful."""

from collections.abc import Iterator

from analysis.report.cohort.setting import Setting
from analysis.report.document import Block, Paragraph, TableBlock
from analysis.tables.quality import missing_table, problem_table, reading_table
from analysis.tables.suppress import withheld_variables


def section(setting: Setting) -> Iterator[Block]:
    """Yield the tables of what was read, of missing answers and of doubtful cells."""
    cohort, lang = setting.cohort, setting.lang
    yield TableBlock(reading_table(cohort, lang=lang))
    hidden = withheld_variables(setting.statistics) if setting.below else ()
    yield TableBlock(missing_table(cohort, lang=lang, below=setting.below, hidden=hidden))
    if cohort.problems.count():
        yield TableBlock(problem_table(cohort, lang=lang))
    else:
        yield Paragraph(setting.say("summary_sound"))
