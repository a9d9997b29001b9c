"""The patients of a block on the day of diagnosis: who they are, how they are, what the laboratory says."""

from collections.abc import Mapping

import numpy as np

from analysis.synthetic import parameters as given
from analysis.synthetic.draws import Column, Draws, Floats, Integers, categories, counts, flags
from analysis.synthetic.primaries import primaries


def person(draws: Draws, primary: Integers) -> Mapping[str, Column]:
    """Draw age and sex, and what the primary brings with it; `primary` is the position among the primaries.

    What is asked of breast, prostate or non-small cell lung cancers only is missing elsewhere.
    """
    n, table = len(primary), primaries()
    key = table.keys[primary]
    age = np.rint(given.MEAN_AGE + given.SD_AGE * draws.normal("age_years", n))
    male = draws.happens("sex", table.share_of_men[primary], n)
    triple = draws.happens("triple_negative", given.TRIPLE_NEGATIVE, n)
    targeted = draws.happens("targeted_therapy", given.TARGETED_THERAPY, n)
    hormone = np.select([key == "breast_hr_neg", key == "breast_hr_pos"], [0, 1], -1)
    candidates = ["|".join(keys) for keys in given.ORGANS.values()]
    return {
        "age_years": counts(np.clip(age, given.YOUNGEST, given.OLDEST).astype(np.int64)),
        "sex": categories(male.astype(np.int64), ("female", "male")),
        "primary_site": categories(primary, [*table.keys, *candidates]),
        "hormone_receptor": categories(hormone, ("negative", "positive")),
        "triple_negative": flags(triple, asked=key == "breast_hr_neg"),
        "castration_resistant": flags(key == "prostate_cr", asked=table.organ[primary] == "prostate"),
        "targeted_therapy": flags(targeted, asked=key == "lung_nsclc"),
    }


def condition(draws: Draws, burden: Floats) -> Mapping[str, Column]:
    """Draw the general condition and the palsy; ECOG is Karnofsky converted."""
    kps = draws.numbers(given.KPS, burden)
    ecog = np.array([given.ECOG_OF_KPS[10 * decade] for decade in range(11)])[kps // 10]
    frankel = draws.column(given.FRANKEL, burden)
    walks = frankel.isin(("D", "E")) & (kps >= given.LOWEST_KPS_WALKING)
    return {
        "kps": counts(kps),
        "ecog": counts(ecog),
        "frankel_grade": frankel,
        "asia_grade": frankel,
        "ambulatory": flags(walks),
        **{item.variable: draws.column(item, burden) for item in given.FLAGS},
    }


def metastases(draws: Draws, burden: Floats, points: Integers) -> Mapping[str, Column]:
    """Draw the metastases outside the spine; `points` are the primary's in Tokuhashi 2005."""
    n = len(burden)
    visceral = np.where(
        points <= given.AGGRESSIVE_UP_TO,
        draws.item(given.VISCERAL_OF_AGGRESSIVE, burden),
        draws.item(given.VISCERAL, burden),
    )
    removable = (visceral == 1) & draws.happens("removable", given.REMOVABLE, n)
    brain = (visceral > 0) & draws.happens("brain_metastasis", given.BRAIN, n)
    organ = np.select([visceral == 0, removable], [0, 1], 2)
    return {
        "extraspinal_bone_metastases": counts(draws.numbers(given.EXTRASPINAL, burden)),
        "visceral_metastasis": categories(visceral, tuple(given.VISCERAL.shares)),
        "organ_metastasis": categories(organ, ("none", "removable", "unremovable")),
        "brain_metastasis": flags(brain),
    }


def laboratory(draws: Draws, burden: Floats) -> Mapping[str, Column]:
    """Draw the laboratory values, rounded as they are written."""
    values = {}
    for measure in given.LABORATORY:
        spread = measure.spread * draws.loaded(measure.variable, measure.loading, burden)
        value = measure.centre * np.exp(spread) if measure.logarithmic else measure.centre + spread
        values[measure.variable] = np.round(value, measure.digits)
    return values
