"""The notes under tables: denominators, rules and exceptions, one sentence each."""

from collections.abc import Iterator, Sequence

from analysis.dictionary import Variable
from analysis.tables.baseline import Baseline
from analysis.tables.columns import ALL, MANY, NUMBERS
from analysis.tables.compare import TOO_MANY_TABLES, Comparisons
from analysis.tables.format import observed
from analysis.tables.frequency import NORMALITY_SIZES, QUANTILE_RULES, Statistics
from analysis.tables.page import Page
from analysis.tables.words import word

_SOFTWARE = {"r": "R", "spss": "SPSS", "stata": "Stata", "sas": "SAS"}
_HYNDMAN_FAN_TYPE = {"linear": 7, "weibull": 6, "averaged_inverted_cdf": 2}


def under_frequencies(variables: Sequence[Variable], lang: str) -> str:
    """Return the note under a frequency table."""
    return _joined([word("note_percents", lang), *_of_many(variables, lang)], lang)


def under_summaries(statistics: Statistics, variables: Sequence[Variable], lang: str) -> str:
    """Return the note under a table of summaries of numbers."""
    fewest, most = NORMALITY_SIZES
    normality = word("note_normality", lang).format(fewest=fewest, most=most)
    sentences = [_of_numbers(statistics, lang), normality, *_of_ranges(statistics, variables, lang)]
    return _joined(sentences, lang)


def under_baseline(baseline: Baseline, page: Page) -> str:
    """Return the note under a baseline table."""
    statistics, variables, lang = baseline.statistics, page.variables, page.style.lang
    sentences = [word("note_levels", lang), *_of_many(variables, lang)]
    if any(variable.kind in NUMBERS for variable in variables):
        sentences += [_of_numbers(statistics, lang), *_of_ranges(statistics, variables, lang)]
    if baseline.comparisons is not None:
        sentences += [*_of_groups(page), *_of_tests(baseline.comparisons, page)]
    return _joined(sentences, lang)


def _of_many(variables: Sequence[Variable], lang: str) -> Iterator[str]:
    several = [variable for variable in variables if variable.kind in MANY]
    if several:
        yield word("note_many", lang).format(variables=_labels(several, lang))


def _of_numbers(statistics: Statistics, lang: str) -> str:
    rule = QUANTILE_RULES[statistics.quantiles]
    software = _SOFTWARE[statistics.quantiles]
    return word("note_numbers", lang).format(software=software, type=_HYNDMAN_FAN_TYPE[rule])


def _of_ranges(statistics: Statistics, variables: Sequence[Variable], lang: str) -> Iterator[str]:
    frame = statistics.frame
    noted = set(frame.loc[(frame["statistic"] == "n") & frame["note"].notna(), "variable"])
    ranged = [variable for variable in variables if variable.kind in NUMBERS and variable.name in noted]
    if ranged:
        yield word("note_ranges", lang).format(variables=_labels(ranged, lang))


def _of_groups(page: Page) -> Iterator[str]:
    groups, by = page.statistics.groups, page.statistics.by
    without = groups[ALL] - sum(n for group, n in groups.items() if group != ALL)
    if without and by is not None:
        label = page.dictionary[by].label(page.style.lang)
        yield word("note_no_group", page.style.lang).format(n=without, variable=label)


def _of_tests(comparisons: Comparisons, page: Page) -> Iterator[str]:
    lang, rules, two = page.style.lang, comparisons.rules, len(page.groups) == 3
    means = ("Welch ANOVA", "one-way ANOVA") if not two else ("Welch t", "Student t")
    yield word("note_rule_means", lang).format(
        by_means=word(means[rules.equal_variances], lang),
        by_ranks=word("Mann-Whitney U" if two else "Kruskal-Wallis", lang),
        alpha=observed([rules.alpha], 3, page.style)[0],
    )
    chi_squared = word("chi-squared (Yates)" if rules.yates and two else "chi-squared", lang)
    yield word("note_rule_counts", lang).format(chi_squared=chi_squared)
    infeasible = set(comparisons.frame.loc[comparisons.frame["reason"] == TOO_MANY_TABLES, "variable"])
    if infeasible:
        doubtful = [variable for variable in page.variables if variable.name in infeasible]
        yield word("note_small_expected", lang).format(variables=_labels(doubtful, lang))
    yield word("note_smd" if two else "note_smd_pairs", lang)


def _labels(variables: Sequence[Variable], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(variable.label(lang) for variable in variables)


def _joined(sentences: Sequence[str], lang: str) -> str:
    return ("" if lang == "zh" else " ").join(sentences)
