"""The command's start, and a whole paper, against the imports that they can't do without."""

import sys
import tempfile
from pathlib import Path

from ratio import best_ratio, command, python, report


def main() -> bool:
    """Print both ratios and return whether both targets are met."""
    neuromets = str(Path(sys.executable).with_name("neuromets"))
    start = best_ratio(command(neuromets, "--help"), python("import click, rich"), repeats=15)
    with tempfile.TemporaryDirectory() as folder:
        paper = best_ratio(
            command(neuromets, "paper", "leptomeningeal", "-o", folder),
            python("import pandas, scipy.stats, matplotlib.pyplot"),
        )
    return all(
        [
            report("neuromets --help / import click, rich", start, 2),
            report("neuromets paper / import pandas, scipy.stats, matplotlib.pyplot", paper, 3),
        ]
    )


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
