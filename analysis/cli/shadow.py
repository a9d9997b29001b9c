"""A user's own file or folder named `analysis`, which Python would import in place of this package."""

from importlib.machinery import PathFinder
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def shadow() -> Path | None:
    """Return the file that `import analysis` would load in the working directory instead of this package.

    Python itself is asked, and nothing is run. A folder without __init__.py takes no package's place.
    """
    spec = PathFinder.find_spec(PACKAGE.name, [""])
    if spec is None or spec.origin is None:
        return None
    found = Path(spec.origin).resolve()
    return None if found == (PACKAGE / "__init__.py").resolve() else found


def warning(found: Path) -> str:
    """Return the sentence that names what stands in the way, and what to do."""
    return (
        f"Warning: {found} has the name of this package, and a notebook or a Python started in this folder "
        "imports it instead of neuromets: rename it or work in another folder (this command is not affected)."
    )
