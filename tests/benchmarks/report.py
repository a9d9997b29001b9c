"""A whole report: against importing the libraries and drawing its figures, and how it grows with patients."""

import subprocess
import sys
import tempfile
from pathlib import Path

from ratio import command, report, seconds

SERIES = Path(__file__).parents[2] / "analysis" / "cohorts" / "leptomeningeal_reconstructed.csv"
FORMATS = "html,docx,pdf,tex,md,csv"
MOST_OF_IMPORTS_AND_DRAWING, MOST_OF_GROWTH = 3.0, 2.0
SMALL, LARGE = 1_000, 100_000
_REPEATS = 3

_TIMED = """
import sys, time
began = time.perf_counter()
import pandas, scipy.stats, scipy.optimize, matplotlib.figure, matplotlib.backends.backend_agg
needed = time.perf_counter() - began
from analysis.figures import style
encode = style._encoded
def timed(figure, form):
    global needed
    start = time.perf_counter()
    try:
        return encode(figure, form)
    finally:
        needed += time.perf_counter() - start
style._encoded = timed
from analysis.cli import main
main(["report", sys.argv[1], "-o", sys.argv[2], "--format", sys.argv[3]], standalone_mode=False)
print((time.perf_counter() - began) / needed)
"""


def ratio_of_series(folder: Path) -> float:
    """Return the time of the series's report in all formats over that of the imports and the drawing."""
    words = [sys.executable, "-c", _TIMED, str(SERIES), str(folder / "series"), FORMATS]
    runs = [subprocess.run(words, check=True, capture_output=True, text=True) for _ in range(_REPEATS)]
    return min(float(run.stdout.split()[-1]) for run in runs)


def growth(folder: Path) -> float:
    """Return the time of a large registry's report over that of a small one's, the two made in turns."""
    times: dict[int, list[float]] = {SMALL: [], LARGE: []}
    for n in times:
        command("neuromets", "simulate", str(n), "-o", str(folder / f"synthetic_{n}.csv"))()
    for _ in range(_REPEATS - 1):
        for n, found in times.items():
            made = command(
                "neuromets", "report", str(folder / f"synthetic_{n}.csv"), "-o", str(folder / str(n))
            )
            found.append(seconds(made))
    return min(times[LARGE]) / min(times[SMALL])


def main() -> bool:
    """Print both ratios and return whether their targets are met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        series = report(
            "report of 32 patients in all formats / imports and drawing",
            ratio_of_series(folder),
            MOST_OF_IMPORTS_AND_DRAWING,
        )
        grown = report(f"report of {LARGE:,} patients / of {SMALL:,}", growth(folder), MOST_OF_GROWTH)
    return series and grown


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
