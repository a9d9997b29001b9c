"""Loading and typing a CSV of a million rows against pandas reading the same file as text."""

import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from ratio import best_ratio, report

from analysis.dictionary import load_dictionary
from analysis.loaders.read import read

ROWS = 1_000_000


def decimal_comma(values: np.ndarray, digits: int) -> pd.Series:
    """Return numbers as texts with a decimal comma."""
    return pd.Series(values.round(digits).astype(str)).str.replace(".", ",", regex=False)


def synthetic(rows: int, seed: int = 20160131) -> pd.DataFrame:
    """Return a synthetic registry of 20 columns, as a hospital writes it."""
    draw = np.random.default_rng(seed)
    start = np.datetime64("2010-01-01") + draw.integers(0, 3650, rows)
    end = start + draw.integers(1, 2000, rows)
    texts = {
        "Hasta No": np.char.add("S", np.arange(rows).astype(str)),
        "Yaş": draw.integers(20, 90, rows).astype(str),
        "Cinsiyet": draw.choice(["K", "E"], rows),
        "Tanı tarihi": pd.Series(start).dt.strftime("%d.%m.%Y"),
        "Son takip tarihi": pd.Series(end).dt.strftime("%d.%m.%Y"),
        "Son durum": draw.choice(["Eksitus", "Sağ"], rows),
        "Primer": draw.choice(["akciğer", "meme", "prostat", "böbrek"], rows),
        "KPS": (draw.integers(1, 11, rows) * 10).astype(str),
        "ECOG": draw.integers(0, 5, rows).astype(str),
        "Albumin": decimal_comma(draw.normal(3.8, 0.5, rows), 2),
        "LDH": draw.integers(100, 900, rows).astype(str),
        "CRP": decimal_comma(draw.gamma(2, 2, rows), 1),
    }
    flags = ("Baş ağrısı", "Bulantı-Kusma", "Hidrosefali", "Kemoterapi")
    flags += ("Sigara", "Diyabet", "Obezite", "Epileptik nöbet")
    return pd.DataFrame(texts | {flag: draw.choice(["Var", "Yok"], rows) for flag in flags})


def main() -> bool:
    """Print the ratio and return whether the target is met."""
    dictionary = load_dictionary()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry_synthetic.csv"
        synthetic(ROWS).to_csv(path, sep=";", index=False)
        ratio = best_ratio(
            lambda: read(path, dictionary=dictionary),
            lambda: pd.read_csv(path, sep=";", dtype=str),
            repeats=3,
        )
    return report("read and type 1,000,000 x 20 / pandas.read_csv(dtype=str)", ratio, 3)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
