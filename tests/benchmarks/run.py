"""Run every benchmark and exit 1 if one misses its target."""

import sys

import loading
import startup
import survival

if __name__ == "__main__":
    met = [benchmark.main() for benchmark in (startup, loading, survival)]
    sys.exit(0 if all(met) else 1)
