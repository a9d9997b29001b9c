"""Make all reports from the bundled cohorts again: `python reports/make.py`."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.cli import main

REPORTS = Path(__file__).parent
COHORTS = REPORTS.parent / "analysis" / "cohorts"
SYNTHETIC = (
    str(COHORTS / "spinal_registry_synthetic.csv"),
    "--lesions",
    str(COHORTS / "spinal_lesions_synthetic.csv"),
)

COMMANDS = {
    "leptomeningeal": ("paper", "leptomeningeal"),
    "spinal_registry_synthetic": ("report", *SYNTHETIC, "--format", "md,csv"),
}
"""Folder → the words of the command that fills it, to which -o FOLDER is added."""

KEPT_PICTURES = {
    "flow_diagram.svg",
    "forest_univariable.svg",
    "kaplan_meier.svg",
    "sins_2010_lesions_picture.svg",
    "vertebral_map_patients.svg",
    "tokuhashi_2005_patients_picture.svg",
    "kaplan_meier_tokuhashi_2005.svg",
    "outcome_figure_tokuhashi_2005.svg",
    "calibration_figure_tokuhashi_2005.svg",
    "calibration_figure_tokuhashi_2005_2.svg",
    "auc_figure_tokuhashi_2005.svg",
    "published_figure_tokuhashi_2005_median.svg",
}
"""Of all pictures, in three forms, 15 MB, those of the whole cohort and of one score."""


def make(folder: Path) -> None:
    """Make every report in a folder of its own there, in the place of what was in it."""
    with TemporaryDirectory() as scratch:
        for name, words in COMMANDS.items():
            made = Path(scratch, name)
            main([*words, "-o", str(made)], standalone_mode=False)
            if words[0] == "report":
                _leave_out_pictures(made)
            shutil.rmtree(folder / name, ignore_errors=True)
            shutil.copytree(made, folder / name)


def _leave_out_pictures(folder: Path) -> None:
    for path in folder.iterdir():
        if path.suffix in {".svg", ".png", ".pdf"} and path.name not in KEPT_PICTURES:
            path.unlink()


if __name__ == "__main__":
    make(REPORTS)
