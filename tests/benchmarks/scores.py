"""Every score that is on by default on a million rows, against DuckDB's parsing of the same CSV."""

import resource
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


def engines(path: Path) -> dict[str, Callable[[], object]]:
    """Return how each engine scores the rows it already holds."""
    text = dict.fromkeys((*_LEVELS, "primary_site", "vertebral_levels"), pl.String)
    in_polars = pl.read_csv(path, schema_overrides=text)
    in_pandas = in_polars.to_pandas().astype(dict.fromkeys(text, "category"))
    connection = duckdb.connect()
    in_duckdb = connection.from_arrow(in_polars.to_arrow())
    in_duckdb.create("registry")
    table = connection.table("registry")
    return {
        "polars": lambda: scored(in_polars.lazy()).collect(),
        "pandas": lambda: scored(in_pandas),
        "duckdb": lambda: scored(table).to_arrow_table(),
    }


def parse(path: Path) -> object:
    """Parse the CSV into a DuckDB table."""
    return duckdb.connect().execute("create table registry as select * from read_csv(?)", [str(path)])


def main() -> bool:
    """Print the ratio of each engine, and return whether the quickest meets the target."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry_synthetic.csv"
        synthetic(ROWS).to_csv(path, index=False)
        ratios = {
            name: best_ratio(run, lambda: parse(path), repeats=3) for name, run in engines(path).items()
        }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    for name, ratio in ratios.items():
        report(
            f"{len(default_scores())} scores of 1,000,000 rows in {name} / DuckDB parsing the CSV", ratio, 2
        )
    print(f"peak memory of all three: {peak:.1f} GB")
    return min(ratios.values()) <= 2


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
