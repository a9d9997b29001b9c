"""The section on the flow of patients: STROBE's diagram from the recorded steps."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.figures.flow import draw_flow
from analysis.figures.style import figure_files
from analysis.report.cohort.setting import Setting
from analysis.report.document import Block, FigureBlock, Paragraph, TableBlock
from analysis.tables.flow import flow_table, joined_steps, step_label


def section(setting: Setting) -> Iterator[Block]:
    """Yield the flow diagram and its table, to those analysed or, without an outcome, to those kept."""
    cohort = setting.observed.cohort if setting.has_outcome else setting.cohort
    lang = setting.lang
    named = (replace(step, reason=step_label(step.reason, cohort.dictionary, lang)) for step in cohort.steps)
    steps = joined_steps(tuple(named), setting.below, lang)
    table = flow_table(steps, lang=lang)
    figure = draw_flow(steps, lang=lang, title=setting.notice or None)
    alt = setting.say("flow_alt", first=steps[0].left, last=steps[-1].left)
    yield FigureBlock("flow_diagram", table.caption, alt, figure_files(figure, "flow_diagram"))
    yield TableBlock(table)
    if not setting.has_outcome:
        yield Paragraph(setting.say("flow_no_outcome"))
