"""What several tests share: where data to develop against lies, if it is there."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data, or skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED.name} folder of real data is not beside the project")
    return SHARED


@pytest.fixture(scope="module")
def without_pictures():
    """Put a tiny picture in the place of a cohort report's figures, at which a test doesn't look."""
    from analysis.figures.style import figure_files, new_figure
    from analysis.report import scores
    from analysis.report.cohort import calibration, flow, regression, survival

    tiny = figure_files(new_figure(0.1, 0.1), "tiny")

    def blank(figure: object, stem: str) -> dict[str, bytes]:
        return {name.replace("tiny", stem): content for name, content in tiny.items()}

    with pytest.MonkeyPatch.context() as patch:
        for module in (calibration, flow, regression, scores, survival):
            patch.setattr(module, "figure_files", blank)
        yield
