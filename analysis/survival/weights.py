"""The weights that tests of survival give to event times: one family, and the names of its members."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from math import inf
from types import MappingProxyType

from analysis.errors import DataError
from analysis.survival.risk_set import Floats, Integers


@dataclass(frozen=True)
class Weight:
    """How much an event time counts: n^power · S^rho · (1 − S)^gamma.

    n is the number at risk just before the time and S the survival of all groups together just before it,
    S(t−), each within its stratum. `Weight(rho=1, gamma=1)` is Fleming and Harrington's of that rho and
    gamma. An exponent that is negative or endless is a DataError.
    """

    power: float = 0
    rho: float = 0
    gamma: float = 0

    def __post_init__(self) -> None:
        if not all(0 <= exponent < inf for exponent in astuple(self)):
            raise DataError(
                f"The exponents of a weight (power, rho, gamma) are numbers from 0 on, and found "
                f"{self.power:g}, {self.rho:g} and {self.gamma:g}."
            )

    @property
    def name(self) -> str:
        """The name of the test with this weight."""
        named = {weight: name for name, weight in WEIGHTS.items()}
        exponents = f"rho {self.rho:g}, gamma {self.gamma:g}"
        if self.power:
            return named.get(self, f"weighted log-rank (power {self.power:g}, {exponents})")
        return named.get(self, f"Fleming-Harrington ({exponents})")

    def at(self, n_risk: Integers, survival: Floats) -> Floats:
        """Return the weight of each event time, of n and S just before it."""
        weight: Floats = (
            n_risk.astype(float) ** self.power * survival**self.rho * (1 - survival) ** self.gamma
        )
        return weight


WEIGHTS: Mapping[str, Weight] = MappingProxyType(
    {
        "log-rank": Weight(),
        "Gehan-Breslow": Weight(power=1),
        "Tarone-Ware": Weight(power=0.5),
        "Peto-Peto": Weight(rho=1),
    }
)
"""The tests that have a name of their own. Peto-Peto is that of R's survdiff with rho = 1."""


def weight_of(weight: "str | Weight") -> Weight:
    """Return a weight by its name, or as it is; an unknown name is a DataError.

    >>> weight_of("Tarone-Ware")
    Weight(power=0.5, rho=0, gamma=0)
    """
    if isinstance(weight, Weight):
        return weight
    if weight not in WEIGHTS:
        raise DataError(
            f"The weight {weight!r} is not known: choose one of {', '.join(WEIGHTS)}, or give a Weight of "
            "rho and gamma."
        )
    return WEIGHTS[weight]
