"""The section on limitations: those that the data themselves show."""

from collections.abc import Iterator

from analysis.report.cohort.setting import LEAST_BANDED, LeftOut, Setting
from analysis.report.document import Block, Paragraph
from analysis.report.methods_words import LIMITATIONS
from analysis.scores.definition import Score
from analysis.survival.cox import EVENTS_PER_COEFFICIENT
from analysis.survival.cox_models import cox_model
from analysis.survival.kaplan_meier import landmarks
from analysis.survival.quantiles import follow_up
from analysis.tables.calibration_cells import time_cell
from analysis.tables.format import number, percent
from analysis.tables.quality import listed, missing_counts
from analysis.tables.score_labels import colon
from analysis.tables.suppress import is_small
from analysis.tables.words import word

SMALL = 100
"""Below so many patients a cohort is called small."""
MUCH_MISSING = 0.2


def section(setting: Setting) -> Iterator[Block]:
    """Yield a paragraph for each limitation."""
    yield from map(Paragraph, (*_of_data(setting), *_of_scores(setting), *_of_outcome(setting)))


def _of_data(setting: Setting) -> Iterator[str]:
    cohort, lang = setting.cohort, setting.lang
    n = cohort.steps[-1].left
    if setting.notices:
        yield _say(setting, "not_real")
    yield _say(setting, "retrospective")
    if n < SMALL:
        yield _say(setting, "small", n=n)
    if errors := cohort.problems.count("error"):
        yield _say(setting, "errors", n=errors)
    lacking = [
        cohort.dictionary[name].label(lang)
        for name, (known, missing) in missing_counts(cohort).items()
        if missing > MUCH_MISSING * (known + missing)
    ]
    if lacking:
        much = percent(round(100 * MUCH_MISSING), 100, setting.style, digits=0)
        yield _say(setting, "missing", percent=much, variables=listed(lacking, lang))


def _of_scores(setting: Setting) -> Iterator[str]:
    mark = colon(setting.lang)
    still_open = [
        found.score.title if setting.below else f"{found.score.title}{mark}{found.open}/{found.n}"
        for found in setting.distributions.values()
        if found.open
    ]
    if still_open:
        yield _say(setting, "open_totals", scores=listed(still_open, setting.lang))
    small = [name for score in setting.predicting if setting.has_outcome for name in _small(setting, score)]
    if small and not setting.below:
        yield _say(setting, "small_bands", least=LEAST_BANDED, bands=listed(small, setting.lang))


def _small(setting: Setting, score: Score) -> Iterator[str]:
    try:
        grouping = setting.by_band(score)
    except LeftOut:
        return
    sizes = grouping.table.counts.groupby(grouping.table.group_codes())["n"].sum()
    for group, n in zip(grouping.table.groups, sizes, strict=True):
        if n < LEAST_BANDED:
            yield f"{score.title}, {grouping.name(group)} (n = {n})"


def _of_outcome(setting: Setting) -> Iterator[str]:
    if not setting.has_outcome:
        return
    everyone, unit = setting.everyone, word(setting.everyone.unit, setting.lang)
    missing = sum(step.removed for step in setting.observed.steps)
    if missing and not is_small(missing, setting.below):
        yield _say(setting, "no_outcome", n=missing, of=everyone.n + missing)
    at = landmarks(everyone, setting.horizons).frame
    ended = [time_cell(t, setting.style) for t in at.loc[at["status"] == "follow-up ended", "time"]]
    if ended:
        yield _say(setting, "short_follow_up", horizons=listed(ended, setting.lang), unit=unit)
    median = float(follow_up(everyone).frame["quantile"].iloc[0])
    if median < setting.horizons[-1]:
        longest = time_cell(setting.horizons[-1], setting.style)
        followed = number(median, 1, setting.style)
        yield _say(setting, "median_follow_up", median=followed, unit=unit, horizon=longest)
    yield from _of_model(setting)
    yield _say(setting, "many_tests")
    yield _say(setting, "no_validation")


def _of_model(setting: Setting) -> Iterator[str]:
    """Say how many events there are for each coefficient of the model asked for."""
    asked = list(dict.fromkeys(filter(None, (setting.by, *map(setting.cohort.column, setting.asked.adjust)))))
    if len(asked) < 2:
        return
    model = cox_model(setting.observed, asked)
    terms = len(model.coefficients)
    if terms and model.events < EVENTS_PER_COEFFICIENT * terms:
        ratio = number(model.events / terms, 1, setting.style)
        counts = {"events": model.events, "terms": terms, "least": EVENTS_PER_COEFFICIENT}
        yield _say(setting, "events_per_variable", ratio=ratio, **counts)


def _say(setting: Setting, key: str, **filled: object) -> str:
    return LIMITATIONS[key][setting.lang].format(**filled)
