"""Every score that is on by default on a million rows, against DuckDB's parsing of the same CSV."""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
from ratio import best_ratio, report

from analysis.cohort import ROW, Cohort, Source
from analysis.dictionary import load_dictionary
from analysis.scores import default_scores
from analysis.scores.core import evaluate_all

ROWS = 1_000_000
_LEVELS = (
    "visceral_metastasis",
    "organ_metastasis",
    "bone_metastasis",
    "brain_metastasis",
    "frankel_grade",
    "sins_pain",
    "sins_lesion",
    "sins_alignment",
    "sins_collapse",
    "sins_posterolateral",
    "escc_grade",
    "pathologic_fracture",
    "previous_chemotherapy",
    "targeted_therapy",
    "lm_enhancement",
    "csf_cytology",
    "sex",
)
_TEXTS = dict.fromkeys((*_LEVELS, "primary_site", "vertebral_levels"), pl.String)


def synthetic(rows: int, seed: int = 20160131) -> pd.DataFrame:
    """Return a synthetic registry of every score's items, a tenth of the cells missing."""
    draw = np.random.default_rng(seed)
    dictionary = load_dictionary()
    columns: dict[str, object] = {
        ROW: np.arange(2, rows + 2),
        "patient_id": np.char.add("S", np.arange(rows).astype(str)),
        "age_years": draw.integers(20, 90, rows),
        "kps": draw.integers(1, 11, rows) * 10,
        "ecog": draw.integers(0, 5, rows),
        "vertebral_metastases": draw.integers(1, 8, rows),
        "extraspinal_bone_metastases": draw.integers(0, 8, rows),
        "vertebral_levels": draw.choice(["T3|T4|T5", "L1", "C7|T1", "S2", "L3|L4|L5"], rows),
        "crp_mg_dl": draw.gamma(1, 1, rows).round(1),
        "ldh_iu_l": draw.integers(100, 900, rows),
        "albumin_g_dl": draw.normal(3.8, 0.5, rows).round(1),
        "platelets_per_ul": draw.integers(50, 500, rows) * 1000,
        "calcium_mg_dl": draw.normal(9.5, 0.6, rows).round(1),
        "bilirubin_mg_dl": draw.gamma(2, 0.4, rows).round(1),
    }
    columns |= {name: draw.choice(dictionary[name].level_keys, rows) for name in _LEVELS}
    keys = [*dictionary["primary_site"].level_keys, "lung_nsclc|lung_sclc", "breast_hr_pos|breast_hr_neg"]
    frame = pd.DataFrame(columns | {"primary_site": draw.choice(keys, rows)})
    for name in frame.columns[2:]:
        frame[name] = frame[name].mask(draw.random(rows) < 0.1)
    return frame


def scored(frame: object) -> object:
    """Return the frame with every score."""
    cohort = Cohort(frame, load_dictionary(), Source("synthetic", "", "synthetic"))
    return evaluate_all(default_scores(), cohort).frame


def read(path: Path) -> pl.DataFrame:
    """Read the CSV as a cohort holds it."""
    return pl.read_csv(path, schema_overrides=_TEXTS)


def in_polars(path: Path) -> Callable[[], object]:
    """Return how Polars scores rows that it holds."""
    frame = read(path)
    return lambda: scored(frame.lazy()).collect()


def in_pandas(path: Path) -> Callable[[], object]:
    """Return how pandas scores rows that it holds, typed as the loader types them."""
    frame = read(path).to_pandas().astype(dict.fromkeys(_TEXTS, "category"))
    return lambda: scored(frame)


def in_duckdb(path: Path) -> Callable[[], object]:
    """Return how DuckDB scores rows of a table."""
    connection = duckdb.connect()
    connection.from_arrow(read(path).to_arrow()).create("registry")
    table = connection.table("registry")
    return lambda: scored(table).to_arrow_table()


ENGINES = {"pandas": in_pandas, "polars": in_polars, "duckdb": in_duckdb}
TARGETS = {"pandas": 2.0, "polars": 2.0, "duckdb": None}
"""DuckDB misses 2: half its time is the folding of column names in its Python layer, expression by
expression, before anything runs. It is measured and reported."""


def parse(path: Path) -> object:
    """Parse the CSV into a DuckDB table."""
    return duckdb.connect().execute("create table registry as select * from read_csv(?)", [str(path)])


def measure(engine: str, path: Path) -> None:
    """Print the ratio and this process's peak memory in GB, of one engine that holds the rows of the CSV."""
    ratio = best_ratio(ENGINES[engine](path), lambda: parse(path), repeats=5)
    print(ratio, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)


def main() -> bool:
    """Print ratio and peak memory of each engine, each apart; return whether those with a target meet it."""
    met = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry_synthetic.csv"
        # A process begins with its parent's peak, so this one must stay small.
        subprocess.run([sys.executable, __file__, str(path)], check=True)
        for engine in ENGINES:
            words = [sys.executable, __file__, engine, str(path)]
            printed = subprocess.run(words, check=True, capture_output=True, text=True).stdout
            ratio, peak = map(float, printed.split())
            name = f"{len(default_scores())} scores of 1,000,000 rows in {engine} (peak memory {peak:.1f} GB)"
            met.append(report(f"{name} / DuckDB parsing the CSV", ratio, TARGETS[engine]))
    return all(met)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [engine, path]:
            measure(engine, Path(path))
        case [path]:
            synthetic(ROWS).to_csv(path, index=False)
        case _:
            sys.exit(0 if main() else 1)
