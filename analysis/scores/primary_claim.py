"""What a primary says of an item: the classes of all the keys that it may be."""

from collections.abc import Iterable

import narwhals as nw

from analysis.scores.claim import Claim
from analysis.scores.columns import Columns, any_of
from analysis.scores.definition import Item
from analysis.scores.primary_classes import CONVENTION, SOME_REPRODUCTIONS, primary_classes


def of_primary(columns: Columns, item: Item) -> Claim | None:
    """The classes of all the keys that a primary may be; a key without a class leaves every class."""
    if "primary_site" not in columns:
        return None
    classes = primary_classes(item)
    narrowed = _Primary(columns)
    targeted, untargeted = (columns.is_level("targeted_therapy", answer) for answer in ("yes", "no"))
    settled = ~narrowed.has(classes.classless)
    may = {}
    for level, keys in classes.keys.items():
        given = [key for key, of in classes.when_targeted.items() if of == level]
        withheld = [key for key, of in classes.when_not_targeted.items() if of == level]
        possible = narrowed.has(keys)
        if given or withheld:
            possible = possible | (narrowed.has(given) & ~untargeted) | (narrowed.has(withheld) & ~targeted)
        may[level] = possible & settled
    remarks = (
        (
            narrowed.has(classes.keys_with(CONVENTION)),
            f"{item.name}: the class of this primary is assigned by convention",
        ),
        (
            narrowed.has(classes.keys_with(SOME_REPRODUCTIONS)),
            f"{item.name}: the class of this primary is stated in some reproductions only",
        ),
    )
    return Claim("primary_site", may, columns.known("primary_site"), remarks)


class _Primary:
    """Which keys a primary may be, once receptors and castration have narrowed them."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        negative = columns.is_level("hormone_receptor", "negative") | columns.is_level(
            "triple_negative", "yes"
        )
        positive = columns.is_level("hormone_receptor", "positive") & ~negative
        resistant, sensitive = (columns.is_level("castration_resistant", answer) for answer in ("yes", "no"))
        breast = columns.is_level("primary_site", "breast_hr_pos|breast_hr_neg", "breast_unknown")
        prostate = columns.is_level("primary_site", "prostate_hs|prostate_cr")
        self.narrowed = {
            "breast_hr_neg": breast & negative,
            "breast_hr_pos": breast & positive,
            "prostate_cr": prostate & resistant,
            "prostate_hs": prostate & sensitive,
        }
        narrows = {"hormone_receptor", "triple_negative", "castration_resistant"}
        self.is_narrowed = any_of(self.narrowed.values()) if narrows & columns.schema.keys() else None

    def has(self, keys: Iterable[str]) -> nw.Expr:
        """Return whether the primary may be one of the keys."""
        keys = tuple(keys)
        if not keys:
            return nw.lit(False)
        written = self.columns.contains("primary_site", keys)
        if self.is_narrowed is None:
            return written
        return (written & ~self.is_narrowed) | any_of(self.narrowed[k] for k in keys if k in self.narrowed)
