"""The measured questions, beside their peers in one run: `make bench`. Bars: docs/benchmarks.md."""
