"""A synthetic registry to try things out on, as a file that is gone when Python ends."""

import atexit
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from analysis.synthetic.write import write_registry


def example_registry(n: int = 300, *, seed: int = 1) -> Path:
    """Return the CSV of n synthetic patients, made for as long as Python runs; its name says what they are.

    The arguments and the errors are those of `write_registry`.

    >>> example_registry(3).name
    'synthetic_registry.csv'
    """
    folder = mkdtemp(prefix="neuromets-")
    atexit.register(rmtree, folder, ignore_errors=True)
    path = Path(folder, "synthetic_registry.csv")
    write_registry(n, seed, path)
    return path
