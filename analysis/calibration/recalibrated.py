"""What a score should predict here: the cohort's own survival by band, a recalibrated table."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import landmarks
from analysis.survival.quantiles import survival_quantile


@dataclass(frozen=True, eq=False)
class RecalibratedTable:
    """The median and the survival at each horizon of each band, with their intervals.

    `medians` has the columns of `survival_quantile`, its `quantile` named median; `survival` those of
    `landmarks`; in both the groups are named by the column band, "all" first.
    """

    medians: pd.DataFrame
    survival: pd.DataFrame
    unit: str
    rule: str
    conf_type: str
    level: float


def recalibrated_table(
    table: EventTable,
    at: Sequence[float],
    *,
    rule: str = "r",
    conf_type: str = "log-log",
    level: float = 0.95,
) -> RecalibratedTable:
    """Return each band's own median and survival at horizons, in the table's unit, over all and by band.

    The table has one stratum, the band. Bands that hold no patient are not in it. Rules and edges are those
    of `survival_quantile` and `landmarks`.
    """
    tables = (table.margin(), table)
    medians = [survival_quantile(t, rule=rule, conf_type=conf_type, level=level).frame for t in tables]
    survival = [landmarks(t, at, conf_type=conf_type, level=level).frame for t in tables]
    return RecalibratedTable(
        pd.concat(medians, ignore_index=True).rename(columns={"group": "band", "quantile": "median"}),
        pd.concat(survival, ignore_index=True).rename(columns={"group": "band"}),
        table.unit,
        rule,
        conf_type,
        level,
    )
