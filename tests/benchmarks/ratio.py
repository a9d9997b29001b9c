"""How a benchmark measures: the best of several runs, taken in turns, as a ratio."""

import subprocess
import sys
import time
from collections.abc import Callable


def seconds(run: Callable[[], object]) -> float:
    """Return the wall-clock seconds of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def best_ratio(ours: Callable[[], object], reference: Callable[[], object], repeats: int = 5) -> float:
    """Return best time of ours over best time of the reference, the two measured in turns."""
    times = [(seconds(ours), seconds(reference)) for _ in range(repeats)]
    return min(ours for ours, _ in times) / min(reference for _, reference in times)


def command(*words: str) -> Callable[[], object]:
    """Return a run of a command that must succeed."""
    return lambda: subprocess.run(words, check=True, capture_output=True)


def python(code: str) -> Callable[[], object]:
    """Return a run of Python code in a process of its own."""
    return command(sys.executable, "-c", code)


def report(name: str, ratio: float, target: float | None) -> bool:
    """Print a ratio beside its target, the most it may be or None, and return whether it is met."""
    met = target is None or ratio <= target
    verdict = "no target" if target is None else f"at most {target:g}: {'met' if met else 'MISSED'}"
    print(f"{name}: {ratio:.3g} ({verdict})", flush=True)
    return met
