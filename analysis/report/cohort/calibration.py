"""The section on calibration: what each score predicts beside the survival observed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.calibration.judgement import Judgement, judge_score
from analysis.calibration.outcome_by_value import outcome_by_value
from analysis.calibration.published import MEDIAN, SURVIVAL
from analysis.errors import DataError
from analysis.figures.calibration import draw_calibration
from analysis.figures.forest import draw_forest, published_rows
from analysis.figures.score_outcome import draw_score_outcome
from analysis.figures.style import figure_files
from analysis.figures.time_dependent import draw_over_time
from analysis.report.cohort.setting import LEAST_BANDED, Grouping, LeftOut, Setting
from analysis.report.document import Block, FigureBlock, Heading, Paragraph, TableBlock
from analysis.scores.definition import Score
from analysis.survival.event_table import count_observed
from analysis.tables.calibration import judgement_tables
from analysis.tables.calibration_cells import known_word, time_cell
from analysis.tables.columns import ALL
from analysis.tables.format import bracketed
from analysis.tables.printed import PrintedTable, lines_of
from analysis.tables.quality import listed
from analysis.tables.score_labels import colon
from analysis.tables.suppress import is_small, withheld
from analysis.tables.words import word

_OWN_SURVIVAL = ("median_survival", "landmarks")
"""Tables of the cohort's own survival by band: the section on survival has them."""


def section(setting: Setting) -> Iterator[Block]:
    """Yield for each score that predicts survival its tables and figures, or why it has none."""
    if not setting.everyone.counts["kind"].any():
        raise LeftOut(setting.say("no_events"))
    left_out: list[Block] = []
    judged = 0
    for score in setting.predicting:
        try:
            blocks = [*_score(setting, score)]
        except DataError as error:
            left_out.append(Paragraph(setting.say("without_score", score=score.title, reason=error)))
            continue
        judged += 1
        yield from blocks
    if not judged:
        raise LeftOut(setting.say("no_calibrated_score", least=LEAST_BANDED))
    yield from left_out


def _score(setting: Setting, score: Score) -> Iterator[Block]:
    grouping, choice, lang = setting.by_band(score), setting.choice, setting.lang
    judged = judge_score(setting.observed, score, setting.horizons, rule=choice.rule, conf_type=choice.band)
    yield Heading(2, score.title)
    if setting.below:
        judged = _without_small(judged, grouping, setting.below)
    yield from map(Paragraph, judged.notes)
    for table in judgement_tables(judged, conf_type=choice.band, rule=choice.rule, lang=lang):
        if table.key not in _OWN_SURVIVAL:
            columns = {"n": 2, "events": 3} if table.header[1:2] == (word("horizon", lang),) else {}
            yield TableBlock(_keyed(setting.without_small(table, **columns), score, lang))
    yield from _figures(setting, judged, grouping, score)


def _without_small(judged: Judgement, grouping: Grouping, below: int) -> Judgement:
    """Return a judgement without the bands that are withheld, nor a count of so few patients.

    At each horizon those bands go too of which few had the event by then, or few had not.
    """
    shown, told = judged.bands, []
    for _, part in shown[~shown["band"].isin(grouping.hidden)].groupby("horizon", sort=False):
        bands = part[part["band"] != ALL]
        counts = {row["band"]: [row["events"], row["n"] - row["events"]] for row in lines_of(bands)}
        told.append(part[~part["band"].isin(withheld(counts, below))])
    agreement = judged.agreement
    if len(agreement):
        agreement = agreement[~agreement["band"].isin(grouping.hidden)]
        counted = agreement[["n", "naive_n"]].map(lambda n: is_small(n, below)).any(axis=1)
        agreement = agreement[~counted]
    score = judged.score
    if score is not None:
        published = score.published[~score.published["band"].isin(grouping.hidden)]
        score = replace(score, published=published)
    bands = pd.concat(told, ignore_index=True) if told else shown.iloc[:0]
    return replace(judged, bands=bands, agreement=agreement, score=score, notes=())


def _keyed(table: PrintedTable, score: Score, lang: str) -> PrintedTable:
    return replace(
        table, key=f"{table.key}_{score.key}", caption=f"{table.caption}{colon(lang)}{score.title}"
    )


def _figures(setting: Setting, judged: Judgement, grouping: Grouping, score: Score) -> Iterator[FigureBlock]:
    drawn: dict[str, Any] = {"unit": judged.unit, "lang": setting.lang, "title": setting.notice or None}
    for number, bands in enumerate(_predicted(judged.bands), start=1):
        figure = draw_calibration(bands, labels=grouping.labels, **drawn)
        times = listed(
            [time_cell(time, setting.style) for time in sorted(bands["horizon"].unique())], setting.lang
        )
        told = {"times": times, "unit": word(judged.unit, setting.lang)}
        yield _block(setting, "calibration", score, figure, suffix=f"_{number}" if number > 1 else "", **told)
    metrics = judged.metrics
    auc = metrics[metrics["metric"] == "auc"]
    is_told = not any(is_small(n, setting.below) for n in (*auc["events"], *(auc["n"] - auc["events"])))
    if auc["estimate"].notna().any() and is_told:
        figure = draw_over_time(metrics, metric="auc", labels={"": score.title}, **drawn)
        yield _block(setting, "auc", score, figure)
    if not setting.below:
        yield from _outcome(setting, score, drawn)
    if judged.score is not None:
        yield from _published(setting, judged.score.published, grouping, score)


def _predicted(bands: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the bands by two times, the most that a page shows in a readable size.

    A time at which nothing is predicted is left out, as its plot would be empty.
    """
    if bands.empty:
        return
    times = sorted(bands.loc[bands["predicted"].notna(), "horizon"].unique())
    for first in range(0, len(times), 2):
        yield bands[bands["horizon"].isin(times[first : first + 2])]


def _outcome(setting: Setting, score: Score, drawn: dict[str, Any]) -> Iterator[FigureBlock]:
    """Yield the outcome at each total by the first horizon of a year or else the last one."""
    table = count_observed(setting.observed, [score.column("total")])
    if not table.n:
        return
    horizon = setting.horizons[min(2, len(setting.horizons) - 1)]
    values = outcome_by_value(table, horizon, conf_type=setting.choice.band)
    figure = draw_score_outcome(values, horizon=horizon, **drawn)
    time, unit = time_cell(horizon, setting.style), word(table.unit, setting.lang)
    yield _block(setting, "outcome", score, figure, time=time, unit=unit)


def _published(
    setting: Setting, published: pd.DataFrame, grouping: Grouping, score: Score
) -> Iterator[FigureBlock]:
    """Yield a forest of each kind of number that others printed and this cohort has too."""
    for kind in (MEDIAN, SURVIVAL):
        own = published[(published["kind"] == kind) & published["estimate"].notna()]
        if own.empty:
            continue
        what = known_word(kind, setting.lang)
        months = bracketed(what, word("months", setting.lang), setting.style)
        limits = (0.0, None) if kind == MEDIAN else (0.0, 1.0)
        figure = draw_forest(
            published_rows(own, grouping.labels, lang=setting.lang),
            measure=months if kind == MEDIAN else what,
            limits=limits,
            lang=setting.lang,
            title=setting.notice or None,
        )
        yield _block(setting, "published", score, figure, of=what, suffix=f"_{kind}")


def _block(
    setting: Setting, kind: str, score: Score, figure: Figure, *, suffix: str = "", **filled: object
) -> FigureBlock:
    key = f"{kind}_figure_{score.key}{suffix}".replace(" ", "_")
    caption = "published_figure_caption" if kind == "published" else f"{kind}_caption"
    text = setting.say(caption, score=score.title, **filled)
    return FigureBlock(key, text, setting.say(f"{kind}_alt"), figure_files(figure, key))
