"""Run every benchmark and exit 1 if one misses its target."""

import sys

import cox
import discrimination
import loading
import report
import scores
import startup
import survival

BENCHMARKS = (startup, loading, scores, survival, discrimination, cox, report)

if __name__ == "__main__":
    met = [benchmark.main() for benchmark in BENCHMARKS]
    sys.exit(0 if all(met) else 1)
