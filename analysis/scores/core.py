"""Evaluate a score on every row of a cohort, in whatever engine the rows are.

There is one mechanism for not knowing: every item gives the fewest and the most points that its row leaves
possible. A total is given where both ends agree, a band where both ends fall in one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from typing import Any

import narwhals as nw

from analysis.cohort import Cohort
from analysis.dictionary import Level as DictionaryLevel
from analysis.dictionary import Variable
from analysis.scores.columns import Columns
from analysis.scores.definition import (
    HIGHER_IS_BETTER,
    HIGHER_IS_WORSE,
    Band,
    Defect,
    Item,
    Level,
    Range,
    Score,
)
from analysis.scores.derived import claims
from analysis.scores.plan import Plan, plan, result_columns

__all__ = [
    "HIGHER_IS_BETTER",
    "HIGHER_IS_WORSE",
    "Band",
    "Defect",
    "Item",
    "Level",
    "Range",
    "Score",
    "evaluate",
    "evaluate_all",
]


def evaluate(score: Score, cohort: Cohort) -> Cohort:
    """Return the cohort with a score's columns, each named by `score.column`.

    Of every item its fewest and most points (`…_low`, `…_high`), and of the total (`low`, `high`); `total`,
    null where the two differ; `band`, null where the two fall in different ones or none; `missing`, the
    variables that leave the total open, joined by "|"; `notes`, joined by "; ". Missing is never 0: an item
    of which nothing is known runs from its fewest to its most points. Runs where the rows are: on pandas,
    Polars (lazy or not) and DuckDB, with the same results.

    >>> from analysis.cohort import Source
    >>> from analysis.dictionary import load_dictionary
    >>> from analysis.scores import scores
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"tumour_growth": ["slow"], "bone_metastasis": ["solitary"]})
    >>> cohort = Cohort(frame, load_dictionary(), Source("registry", "", "Sheet1"))
    >>> found = evaluate(scores()["tomita_2001"], cohort).frame
    >>> found[["tomita_2001_low", "tomita_2001_high", "tomita_2001_missing"]].values.tolist()
    [[2, 6, 'visceral_metastasis']]
    """
    return evaluate_all((score,), cohort)


def evaluate_all(scores: Iterable[Score], cohort: Cohort) -> Cohort:
    """Return the cohort with the columns of several scores, as `evaluate` adds them."""
    scores = tuple(scores)
    frame = nw.from_native(cohort.frame)
    if frame.implementation.is_pandas():
        from analysis.scores.distinct import with_results_of_distinct

        native = with_results_of_distinct(cohort.frame, [partial(plan, scores)])
    else:
        columns = Columns(frame.collect_schema(), _texts_in(frame))
        native = _with_results(frame, plan(scores, columns)).to_native()
    variables = [variable for score in scores for variable in result_variables(score)]
    return replace(cohort, frame=native, dictionary=cohort.dictionary.with_variables(variables))


def _with_results(frame: Any, how: Plan) -> Any:
    """Return a narwhals frame with the results of a plan, stage by stage, without its scaffolding."""
    columns = [name for name in frame.collect_schema().names() if name not in how.results]
    for layer in how.layers:
        for stage in zip_longest(*(step.stages for step in layer), fillvalue=()):
            expressions = [expression for part in stage for expression in part]
            frame = frame.with_columns(*expressions) if expressions else frame
    results = (nw.col(column).alias(name) for name, column in how.results.items())
    return frame.select(*columns, *results)


def _texts_in(frame: Any) -> Callable[[str], list[str]]:
    def texts(name: str) -> list[str]:
        found = frame.lazy().select(nw.col(name).cast(nw.String)).unique().collect()
        return sorted(text for text in found.get_column(name).to_list() if text is not None)

    return texts


def reads(score: Score, frame: Any) -> tuple[str, ...]:
    """Return which columns of a native frame say anything of a score's items."""
    columns = Columns(nw.from_native(frame).collect_schema(), lambda name: ())
    for item in score.items:
        claims(columns, item)
    return tuple(columns.used)


def result_variables(score: Score) -> Iterator[Variable]:
    """Return what the added columns are: points are counts, the band a level, the rest text."""
    bands = tuple(DictionaryLevel(band.name, {"en": band.name}) for band in score.bands)
    for name in result_columns(score):
        what = name.removeprefix(f"{score.key}_")
        kind = {"band": "level", "missing": "text", "notes": "text"}.get(what, "count")
        yield Variable(
            name,
            kind,
            {"en": f"{score.title}: {what.replace('_', ' ')}"},
            levels=bands if what == "band" else (),
            ordered=what == "band",
            form="scores",
            source=score.source,
        )
