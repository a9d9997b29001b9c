"""Tests between groups and standardised differences, each chosen by a stated rule and named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.dictionary import Dictionary, Variable
from analysis.tables.columns import ALL, MANY, NUMBERS, Floats, Mask, answers, numbers, select
from analysis.tables.fisher import fisher_exact
from analysis.tables.frequency import NORMALITY_SIZES, shapiro_wilk

Counts = npt.NDArray[np.int64]

SMD = "standardised difference"
"""The test name under which a standardised difference stands; it has no p."""

NOT_TESTED = "not tested"

TOO_MANY_TABLES = "expected counts are small, but there are too many tables for an exact test"
"""The reason of a χ² test that stands where an exact one should."""

LARGEST_EXACT_GROUP = 50
"""Below how many values in each group, and without ties, the Mann-Whitney test is exact, as in R."""


@dataclass(frozen=True)
class Rules:
    """The choices by which a test is picked; all of them are printed in a table's note."""

    alpha: float = 0.05
    """Below this Shapiro-Wilk p, in any group, a number is compared by ranks."""
    equal_variances: bool = False
    """Student's t and the classical ANOVA instead of Welch's."""
    yates: bool = False
    """Yates's correction of a 2 × 2 χ²."""
    continuity: bool = True
    """The continuity correction of the Mann-Whitney test's normal approximation."""


DEFAULT_RULES = Rules()


@dataclass(frozen=True)
class Comparisons:
    """The tests of a table.

    `frame` has one row a test, with the columns variable, level (the member of a set, otherwise None),
    test, statistic, df, df_within (of an analysis of variance), p_value and reason (why this test).
    What a test does not have is NaN.
    """

    frame: pd.DataFrame
    by: str
    rules: Rules


class Outcome(NamedTuple):
    """A test's name, its numbers, and why it was chosen."""

    test: str
    statistic: float = np.nan
    df: float = np.nan
    df_within: float = np.nan
    p_value: float = np.nan
    reason: str = ""


def compare(
    frame: Any,
    dictionary: Dictionary,
    variables: Sequence[str] | None = None,
    *,
    by: str,
    rules: Rules = DEFAULT_RULES,
) -> Comparisons:
    """Test each variable between the groups of another, and give its standardised difference.

    Levels: χ² without Yates's correction, or Fisher's exact test where the expected counts are too
    small for it (2 × 2: any below 5; larger: any below 1, or more than a fifth below 5, after Cochran).
    A set is tested member by member. Numbers: Welch's t test or ANOVA where every group passes
    Shapiro-Wilk, or is too large for it; otherwise Mann-Whitney or Kruskal-Wallis. Records without the
    answer or without a group take no part. The standardised difference of more than two groups is
    the mean over all pairs.

    Raises DataError as `frequency` does.
    Source: Cochran WG. Biometrics 1954;10:417-51. doi:10.2307/3001616; Yang D, Dalton JE. SAS Global
    Forum 2012, paper 335.
    """
    selection = select(frame, dictionary, variables, by=by)
    masks = [among for group, among in selection.groups.items() if group != ALL]
    lines = [
        (variable.name, level, *outcome)
        for variable in selection.variables
        for level, outcome in _outcomes(selection.data[variable.name], variable, masks, rules)
    ]
    columns = pd.Index(["variable", "level", *Outcome._fields])
    numeric = ["statistic", "df", "df_within", "p_value"]
    return Comparisons(pd.DataFrame(lines, columns=columns).astype(dict.fromkeys(numeric, float)), by, rules)


def compare_counts(table: Counts, rules: Rules = DEFAULT_RULES) -> Outcome:
    """Test whether the levels (rows) are distributed alike in the groups (columns)."""
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape, default=0) < 2:
        return Outcome(NOT_TESTED, reason="fewer than two levels or groups were observed")
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    if not _too_small(expected):
        return _chi_squared(table, rules, "the expected counts are large enough")
    p = fisher_exact(table.tolist())
    if p is None:
        return _chi_squared(table, rules, TOO_MANY_TABLES)
    return Outcome("Fisher exact", p_value=p, reason="expected counts are small")


def compare_numbers(samples: Sequence[Floats], rules: Rules = DEFAULT_RULES) -> Outcome:
    """Test whether a number has the same mean, or the same distribution of ranks, in the groups."""
    samples = [sample for sample in samples if len(sample)]
    if len(samples) < 2:
        return Outcome(NOT_TESTED, reason="fewer than two groups have a value")
    if len(np.unique(np.concatenate(samples))) < 2:
        return Outcome(NOT_TESTED, reason="all values are equal")
    doubt = next(filter(None, (_not_normal(sample, rules.alpha) for sample in samples)), None)
    if doubt:
        return _by_ranks(samples, rules)._replace(reason=doubt)
    return _by_means(samples, rules)._replace(reason="no group departs from the normal distribution")


def difference_of_numbers(first: Floats, second: Floats) -> float:
    """Return the standardised difference of two means, over the root of the mean of the variances.

    NaN where a group has fewer than two values or neither has a spread.

    >>> difference_of_numbers(np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0]))
    1.0
    """
    if min(len(first), len(second)) < 2:
        return np.nan
    variance = (first.var(ddof=1) + second.var(ddof=1)) / 2
    return float(abs(first.mean() - second.mean()) / np.sqrt(variance)) if variance else np.nan


def difference_of_counts(first: Counts, second: Counts) -> float:
    """Return the standardised difference of two distributions over the same levels.

    The Mahalanobis distance of the proportions of all levels but one; for two levels the difference of
    the proportions over the root of their mean variance. NaN where a group is empty or the distance
    has no bound, as between groups without a level in common.

    Source: Yang D, Dalton JE. SAS Global Forum 2012, paper 335.

    >>> round(difference_of_counts(np.array([5, 5]), np.array([8, 2])), 6)  # 0.3 / sqrt((0.25 + 0.16) / 2)
    0.662589
    """
    if not (first.sum() and second.sum()):
        return np.nan
    held = (first + second) > 0
    shares = first[held] / first.sum(), second[held] / second.sum()
    p, q = (share[1:] for share in shares)
    if np.allclose(p, q, rtol=0, atol=1e-15):
        return 0.0
    covariance = (np.diag(p) - np.outer(p, p) + np.diag(q) - np.outer(q, q)) / 2
    if np.linalg.matrix_rank(covariance) < len(p):
        return np.nan
    return float(np.sqrt((p - q) @ np.linalg.solve(covariance, p - q)))


def _outcomes(
    column: "pd.Series[Any]", variable: Variable, masks: Sequence[Mask], rules: Rules
) -> Iterator[tuple[str | None, Outcome]]:
    if variable.kind in NUMBERS:
        values = numbers(column)
        samples = [values[among & np.isfinite(values)] for among in masks]
        yield None, compare_numbers(samples, rules)
        yield None, _mean_difference([difference_of_numbers(a, b) for a, b in combinations(samples, 2)])
        return
    found = answers(column, variable)
    table = np.column_stack([found.counts(among) for among in masks])
    known = np.array([int((among & found.known).sum()) for among in masks])
    if variable.kind in MANY:
        for level, having in zip(found.levels, table, strict=True):
            yield from (
                (level, outcome) for outcome in _of_levels(np.vstack([having, known - having]), rules)
            )
    else:
        yield from ((None, outcome) for outcome in _of_levels(table, rules))


def _of_levels(table: Counts, rules: Rules) -> Iterator[Outcome]:
    yield compare_counts(table, rules)
    yield _mean_difference([difference_of_counts(a, b) for a, b in combinations(table.T, 2)])


def _mean_difference(pairs: Sequence[float]) -> Outcome:
    reason = "two groups" if len(pairs) == 1 else "mean over all pairs of groups"
    return Outcome(SMD, float(np.mean(pairs)) if pairs else np.nan, reason=reason)


def _too_small(expected: Floats) -> bool:
    if expected.shape == (2, 2):
        return bool((expected < 5).any())
    return bool((expected < 1).any() or (expected < 5).mean() > 0.2)


def _chi_squared(table: Counts, rules: Rules, reason: str) -> Outcome:
    from scipy.stats import chi2_contingency

    corrected = rules.yates and table.shape == (2, 2)
    result = chi2_contingency(table, correction=corrected)
    name = "chi-squared (Yates)" if corrected else "chi-squared"
    return Outcome(
        name, float(result.statistic), float(result.dof), p_value=float(result.pvalue), reason=reason
    )


def _not_normal(sample: Floats, alpha: float) -> str | None:
    fewest, most = NORMALITY_SIZES
    if len(sample) < fewest:
        return f"a group has fewer than {fewest} values"
    if sample.min() == sample.max():
        return "a group's values are all equal"
    if len(sample) > most:
        return None
    return "a group departs from the normal distribution" if shapiro_wilk(sample)[1] < alpha else None


def _by_ranks(samples: Sequence[Floats], rules: Rules) -> Outcome:
    from scipy.stats import kruskal, mannwhitneyu

    if len(samples) > 2:
        result = kruskal(*samples)
        return Outcome(
            "Kruskal-Wallis", float(result.statistic), len(samples) - 1, p_value=float(result.pvalue)
        )
    values = np.concatenate(samples)
    exact = max(map(len, samples)) < LARGEST_EXACT_GROUP and len(np.unique(values)) == len(values)
    method = "exact" if exact else "asymptotic"
    result = mannwhitneyu(*samples, use_continuity=rules.continuity, method=method)
    name = "Mann-Whitney U (exact)" if exact else "Mann-Whitney U"
    return Outcome(name, float(result.statistic), p_value=float(result.pvalue))


def _by_means(samples: Sequence[Floats], rules: Rules) -> Outcome:
    from scipy.stats import f_oneway, ttest_ind

    if len(samples) == 2:
        result = ttest_ind(*samples, equal_var=rules.equal_variances)
        name = "Student t" if rules.equal_variances else "Welch t"
        return Outcome(name, float(result.statistic), float(result.df), p_value=float(result.pvalue))
    if not rules.equal_variances:
        return _welch_anova(samples)
    result = f_oneway(*samples)
    within = sum(map(len, samples)) - len(samples)
    return Outcome("one-way ANOVA", float(result.statistic), len(samples) - 1, within, float(result.pvalue))


def _welch_anova(samples: Sequence[Floats]) -> Outcome:
    # Welch BL. Biometrika 1951;38:330-6. doi:10.1093/biomet/38.3-4.330
    from scipy.stats import f as f_distribution

    k, n = len(samples), np.array([len(sample) for sample in samples])
    means = np.array([sample.mean() for sample in samples])
    weights = n / np.array([sample.var(ddof=1) for sample in samples])
    grand = weights @ means / weights.sum()
    spread = float((((1 - weights / weights.sum()) ** 2) / (n - 1)).sum()) / (k**2 - 1)
    statistic = float(weights @ (means - grand) ** 2) / (k - 1) / (1 + 2 * (k - 2) * spread)
    within = 1 / (3 * spread)
    p = float(f_distribution.sf(statistic, k - 1, within))
    return Outcome("Welch ANOVA", statistic, k - 1, within, p)
