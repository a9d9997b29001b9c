"""The section on stated indications, for description and not for deciding."""

from collections.abc import Iterator

from analysis.calibration.adherence import adherence
from analysis.indications.evaluate import find_indications
from analysis.report.cohort.setting import LeftOut, Setting
from analysis.report.document import Block, Paragraph, TableBlock
from analysis.tables.indication_words import phrase
from analysis.tables.indications import indication_tables
from analysis.tables.suppress import suppressed_lines


def section(setting: Setting) -> Iterator[Block]:
    """Yield the tables of verdicts, of what decided them, and of agreement with the treatment given."""
    findings = find_indications(setting.cohort)
    if not findings.rules:
        raise LeftOut(setting.say("no_indications"))
    yield Paragraph(phrase("purpose", setting.lang))
    for table in indication_tables(findings, adherence(findings), lang=setting.lang):
        if table.rows:
            yield TableBlock(suppressed_lines(table, setting.below, lang=setting.lang))
