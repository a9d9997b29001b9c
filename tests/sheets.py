"""Raw tables written by hand, for the tests of what loaders make of them."""

from string import ascii_uppercase

import numpy as np

from analysis.loaders.table import RawTable


def sheet(*lines, name="Sheet1", **more):
    """Return the raw table of a heading line and records, the headings on row 1."""
    headings, *records = lines
    columns = tuple(np.array([*cells], dtype=object) for cells in zip(*records, strict=True))
    return RawTable(
        sheet=name,
        headings=tuple(headings),
        columns=columns,
        rows=np.arange(2, len(records) + 2),
        letters=tuple(ascii_uppercase[: len(headings)]),
        **more,
    )
