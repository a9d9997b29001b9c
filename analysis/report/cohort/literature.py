"""The section that sets the cohort beside what the literature prints."""

from collections.abc import Iterator

import pandas as pd

from analysis.papers.literature.compare import NO_DATA, compare_with_literature
from analysis.papers.literature.table import literature_table
from analysis.report.cohort.setting import LeftOut, Setting
from analysis.report.document import Block, TableBlock
from analysis.tables.suppress import is_small


def section(setting: Setting) -> Iterator[Block]:
    """Yield the published figures that the cohort has a number for, each beside its own."""
    outcome = {name: value for name, value in setting.asked.outcome.items() if name != "unit"}
    compared = compare_with_literature(setting.cohort, lang=setting.lang, **outcome)
    own = compared[compared["verdict"] != NO_DATA]
    counts = pd.concat([own["n"], own["denominator"], own["denominator"] - own["n"]], axis=1).fillna(0)
    own = own[~counts.map(lambda n: is_small(n, setting.below)).any(axis=1)].reset_index(drop=True)
    if own.empty:
        raise LeftOut(setting.say("no_literature"))
    yield TableBlock(literature_table(own, lang=setting.lang))
