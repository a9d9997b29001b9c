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
