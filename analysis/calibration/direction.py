"""The order of a score: the rank of each row of a table's counts, the worst patients highest."""

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.survival.event_table import EventTable
from analysis.survival.risk_set import Integers


def worse_ranks(table: EventTable, stratum: str | None, higher_is: str | None) -> Integers:
    """Return the rank of each row's score, from 0; a higher rank is worse.

    `stratum` names the score; it may be left out where the table has one stratum. `higher_is` is "worse" or
    "better". A stratum of mere names, without an order, or a direction that is missing is a DataError.
    """
    if higher_is not in ("worse", "better"):
        raise DataError(
            f'A score needs its direction, higher_is="worse" or higher_is="better", and found {higher_is!r}.'
        )
    name = score_stratum(table, stratum)
    levels = table.counts[name].cat
    numbers = pd.api.types.is_numeric_dtype(levels.categories.dtype)
    if not (numbers or levels.ordered):
        raise DataError(
            f"The score {name!r} holds names without an order; give its levels an order or numbers."
        )
    values = levels.categories.to_numpy(float) if numbers else np.arange(len(levels.categories))
    rank = np.unique(values if higher_is == "worse" else -values, return_inverse=True)[1]
    found: Integers = rank[levels.codes.to_numpy()]
    return found


def score_stratum(table: EventTable, stratum: str | None) -> str:
    """Return the stratum that holds the score: the one named, or the only one; else a DataError."""
    if stratum is None and len(table.strata) == 1:
        return table.strata[0]
    if stratum in table.strata:
        return str(stratum)
    known = ", ".join(table.strata) or "none"
    raise DataError(f"The score must be one of the table's strata, {known}, and found {stratum!r}.")
