"""Fisher's exact test of a table of any size, in whole numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from math import factorial, prod

Margin = tuple[int, ...]
Layer = Mapping[Margin, Sequence[tuple[int, Margin]]]
"""What is left of the rows' totals before a column → the ways to fill it: weight, and what is left then."""

MOST_FILLS, MOST_STEPS = 200_000, 1_500_000
"""After how many fills of a column, or steps along them, the test is called infeasible: a few seconds."""


def fisher_exact(table: Sequence[Sequence[int]]) -> float | None:
    """Return the two-sided p of Fisher's exact test, Freeman and Halton's beyond 2 × 2.

    It is the share, among all tables with these margins, of those no more probable than the one seen.
    table: counts, at least two rows and two columns, none of them empty. None where the search would
    take too long, as with large counts in many levels.

    Tables are built column by column. All that the next columns need to know is what is left of each
    row's total, so equal remainders are carried once; and a branch ends as soon as even its most
    probable table counts, or even its least probable one doesn't. A table's weight, the number of ways
    to deal out the patients, is a whole number: ties are exact.

    Source: Freeman GH, Halton JH. Biometrika 1951;38:141-9. doi:10.1093/biomet/38.1-2.141;
    Mehta CR, Patel NR. J Am Stat Assoc 1983;78:427-34. doi:10.1080/01621459.1983.10477989.

    >>> fisher_exact([[3, 1], [1, 3]])  # (1 + 16 + 16 + 1) / 70
    0.4857142857142857
    """
    turned = list(zip(*table, strict=True))
    columns = turned if len(table) <= len(turned) else table
    start = tuple(sorted(sum(row) for row in zip(*columns, strict=True)))
    layers = _layers(start, [sum(column) for column in columns])
    if layers is None:
        return None
    as_improbable = _weight_up_to(prod(map(_ways, columns)), start, layers)
    return None if as_improbable is None else as_improbable / _ways(start)


def _layers(start: Margin, sizes: Sequence[int]) -> list[Layer] | None:
    layers: list[Layer] = []
    reached, steps = {start}, 0
    for size in sizes:
        layer = {}
        for left in reached:
            layer[left] = list(islice(_fills(size, left), MOST_FILLS - steps + 1))
            steps += len(layer[left])
            if steps > MOST_FILLS:
                return None
        layers.append(layer)
        reached = {rest for fills in layer.values() for _, rest in fills}
    return layers


def _weight_up_to(seen: int, start: Margin, layers: Sequence[Layer]) -> int | None:
    # The total weight of the tables that weigh no more than the one seen
    carried: dict[Margin, Counter[int]] = {start: Counter({1: 1})}
    found = steps = 0
    for layer, extremes in zip([*layers, {}], _extremes(layers), strict=True):
        ahead: dict[Margin, Counter[int]] = defaultdict(Counter)
        for left, weights in carried.items():
            least, most = extremes[left]
            found += _ways(left) * sum(w * tables for w, tables in weights.items() if w * most <= seen)
            undecided = {w: tables for w, tables in weights.items() if w * least <= seen < w * most}
            for ways, rest in layer[left] if undecided else ():
                steps += len(undecided)
                for weight, tables in undecided.items():
                    ahead[rest][weight * ways] += tables
            if steps > MOST_STEPS:
                return None
        carried = ahead
    return found


def _extremes(layers: Sequence[Layer]) -> list[Mapping[Margin, tuple[int, int]]]:
    # The least and the most that the columns still to come can weigh, before each column and at the end
    after: dict[Margin, tuple[int, int]] = defaultdict(lambda: (1, 1))
    found: list[Mapping[Margin, tuple[int, int]]] = [after]
    for layer in reversed(layers):
        here = {
            left: (
                min(ways * after[rest][0] for ways, rest in fills),
                max(ways * after[rest][1] for ways, rest in fills),
            )
            for left, fills in layer.items()
        }
        found.append(here)
        after = here
    return found[::-1]


def _fills(size: int, left: Margin) -> Iterator[tuple[int, Margin]]:
    # Every way to fill a column; what it leaves of the rows can stand in any order
    for fill in _shared_out(size, left):
        yield _ways(fill), tuple(sorted(have - taken for have, taken in zip(left, fill, strict=True)))


def _shared_out(size: int, left: Margin) -> Iterator[Margin]:
    if len(left) == 1:
        yield (size,)
        return
    for taken in range(max(0, size - sum(left[1:])), min(size, left[0]) + 1):
        yield from ((taken, *rest) for rest in _shared_out(size - taken, left[1:]))


def _ways(parts: Sequence[int]) -> int:
    return _factorial(sum(parts)) // prod(map(_factorial, parts))


_factorial = cache(factorial)
