"""Benchmarks beside peers in the same run: `make bench`, or `make bench ARGS="arrival cells"` for some."""
