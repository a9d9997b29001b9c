"""What became of the patients of a block: prognosis, treatment, dates and outcome."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from analysis.cohort import DAYS_PER_MONTH
from analysis.synthetic import parameters as given
from analysis.synthetic.draws import Column, Draws, Floats, Integers, Mask, categories, flags


def prognosis(patients: Mapping[str, Column], vertebrae: Integers, points: Integers) -> Integers:
    """Return the position in BANDS of each patient's Tokuhashi 2005 total.

    `vertebrae` counts the vertebrae involved, `points` are the primary's. Nothing may be missing. The
    points are stated here once more because scores are among what the registry is for trying out.
    """
    kps = patients["kps"].to_numpy(dtype=np.int64)
    extraspinal = patients["extraspinal_bone_metastases"].to_numpy(dtype=np.int64)
    palsy = patients["frankel_grade"]
    items = (
        (kps >= 50, kps >= 80),
        (extraspinal < 3, extraspinal < 1),
        (vertebrae < 3, vertebrae < 2),
        (patients["organ_metastasis"] != "unremovable", patients["organ_metastasis"] == "none"),
        (~palsy.isin(("A", "B")), palsy == "E"),
    )
    total = points + sum(np.add(one, two, dtype=np.int64) for one, two in items)
    return np.searchsorted([band.low for band in given.BANDS], total, side="right") - 1


def treatment(draws: Draws, burden: Floats, band: Integers) -> Mapping[str, Column]:
    """Draw the treatment; the type of surgery depends on the band."""
    types = list(dict.fromkeys(level for each in given.BANDS for level in each.surgery.shares))
    by_band = [
        np.array([types.index(level) for level in each.surgery.shares])[draws.item(each.surgery, burden)]
        for each in given.BANDS
    ]
    surgery = np.choose(band, by_band)
    embolised = draws.happens("embolisation", given.EMBOLISED, len(band))
    return {
        "surgery_type": categories(surgery, types),
        "embolisation": flags(embolised & (surgery != types.index("none"))),
        "radiotherapy": draws.column(given.RADIOTHERAPY, burden),
    }


def follow_up(draws: Draws, band: Integers, operated: Mask) -> Mapping[str, Column]:
    """Draw dates and outcome: death, loss to follow-up or the closing date, whichever came first.

    Time is counted from the start of treatment; who is lost or dies on the closing date is counted so.
    """
    n = len(band)
    span = (given.LAST_DIAGNOSIS - given.FIRST_DIAGNOSIS).days + 1
    diagnosis = np.datetime64(given.FIRST_DIAGNOSIS) + _whole(draws.uniform("diagnosis", n) * span)
    start = diagnosis + _whole(draws.uniform("treatment", n) * (given.MOST_DAYS_TO_TREATMENT + 1))
    medians = np.array([each.median_months for each in given.BANDS]) * DAYS_PER_MONTH
    death = draws.days("death", medians[band], n)
    loss = draws.days("loss", given.MEDIAN_MONTHS_TO_LOSS * DAYS_PER_MONTH, n)
    closing = (np.datetime64(given.CLOSING_DATE) - start).astype(np.int64)
    end = start + _whole(np.minimum(np.minimum(death, loss), closing))
    died = (death <= loss) & (death <= closing)
    never = np.datetime64("NaT", "D")
    dates = {
        "diagnosis_date": diagnosis,
        "treatment_start_date": start,
        "surgery_date": np.where(operated, start, never),
        "last_follow_up_date": end,
        "death_date": np.where(died, end, never),
    }
    return {
        **{name: days.astype("datetime64[s]") for name, days in dates.items()},
        "died": flags(died),
        "lost_to_follow_up": flags(~died & (loss <= closing)),
    }


def _whole(days: Floats) -> npt.NDArray[np.timedelta64]:
    return np.floor(days).astype("timedelta64[D]")
