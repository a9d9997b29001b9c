"""Files of SPSS, Stata and SAS, and Parquet: tables that bear their own variable names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.loaders.grid import MOST_CELLS, Column, check_size, column_letter, whole
from analysis.loaders.heading_rows import distinct_names
from analysis.loaders.table import RawTable

_READERS = {
    "sav": "read_sav",
    "por": "read_por",
    "dta": "read_dta",
    "sas7bdat": "read_sas7bdat",
    "xpt": "read_xport",
}
_WITH_USER_MISSING = ("sav", "dta", "sas7bdat")


def read_statistical(path: Path, kind: str) -> RawTable:
    """Read a file of SPSS, Stata or SAS, its value labels, and which codes it declares missing.

    Headings are the variables' names; their labels are the second names. A code that the file declares
    missing stays in its cell. Raises DataError where the file is larger than the limits.
    """
    import pyreadstat

    read = getattr(pyreadstat, _READERS[kind])
    _, described = _in_its_encoding(read, path, metadataonly=True)
    width = max(1, len(described.column_names))
    check_size(path.name, columns=width, rows=described.number_rows or 0)
    declared = {"user_missing": True} if kind in _WITH_USER_MISSING else {}
    frame, meta = _in_its_encoding(read, path, row_limit=MOST_CELLS // width + 1, **declared)
    check_size(path.name, columns=width, rows=len(frame))
    return replace(
        _raw_table(path.stem, frame),
        labels={name: label for name, label in meta.column_names_to_labels.items() if label},
        value_labels={
            name: {code_text(code): label for code, label in labels.items()}
            for name, labels in meta.variable_value_labels.items()
        },
        user_missing={
            name: frozenset(_declared_missing(frame[name], meta, name)) for name in _names_with_missing(meta)
        },
    )


def read_parquet(path: Path) -> RawTable:
    """Read a Parquet file; a named index is a column like any other.

    Raises DataError where pyarrow isn't installed or the file is larger than the limits.
    """
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise DataError(
            f"{path.name} is Parquet, which needs pyarrow: pip install 'neuromets[scale]', or save it as .csv"
        ) from error
    with ParquetFile(path) as file:
        check_size(path.name, columns=file.metadata.num_columns, rows=file.metadata.num_rows)
    frame = pd.read_parquet(path)
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    return _raw_table(path.stem, frame)


def code_text(code: object) -> str:
    """Return a code as text, as the keys of value labels and of missing codes are written.

    >>> code_text(1.0), code_text(1.5), code_text("a")
    ('1', '1.5', 'a')
    """
    return str(whole(code) if isinstance(code, float) else code).strip()


def _in_its_encoding(read: Callable[..., Any], path: Path, **options: Any) -> Any:
    import pyreadstat

    try:
        return read(str(path), **options)
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as error:
        if "convert" not in str(error) and "decode" not in str(error):
            raise
        return read(str(path), encoding="CP1254", **options)  # older files don't say theirs


def _names_with_missing(meta: Any) -> set[str]:
    return {*meta.missing_ranges, *meta.missing_user_values}


def _declared_missing(column: pd.Series, meta: Any, name: str) -> list[str]:
    codes = column.dropna().unique()
    within = [
        code_text(code)
        for code in codes
        for limits in meta.missing_ranges.get(name, ())
        if isinstance(code, str) == isinstance(limits["lo"], str) and limits["lo"] <= code <= limits["hi"]
    ]
    return within + [code_text(code) for code in meta.missing_user_values.get(name, ())]


def _raw_table(sheet: str, frame: pd.DataFrame) -> RawTable:
    if not len(frame) or not len(frame.columns):
        raise DataError(
            f"{sheet} has {len(frame.columns)} columns and no records: choose a file with patients in it"
        )
    headings, notes = distinct_names([str(name).strip() for name in frame.columns])
    return RawTable(
        sheet=sheet,
        headings=headings,
        columns=tuple(_raw_cells(frame.iloc[:, k]) for k in range(len(headings))),
        rows=np.arange(1, len(frame) + 1, dtype=np.int64),
        letters=tuple(column_letter(k) for k in range(len(headings))),
        notes=notes,
    )


def _raw_cells(series: pd.Series) -> Column:
    if pd.api.types.is_float_dtype(series):
        whole_numbers = series.dropna() % 1 == 0
        series = series.astype("Int64") if len(whole_numbers) and whole_numbers.all() else series
    elif pd.api.types.is_datetime64_any_dtype(series):
        series = series.dt.tz_localize(None)
    cells = series.astype(object).where(series.notna(), None)
    if pd.api.types.infer_dtype(cells, skipna=True) in ("decimal", "mixed", "bytes", "time", "timedelta"):
        cells = cells.map(_plain, na_action="ignore")
    return cells.to_numpy(dtype=object)


def _plain(cell: object) -> object:
    if isinstance(cell, (float, Decimal)):
        return whole(float(cell))
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    if isinstance(cell, (list, tuple, set, np.ndarray)):
        return "; ".join(map(str, cell))
    return str(cell) if isinstance(cell, dict) else cell
