"""Runs the benchmarks that are named, or all; prints each as a table."""

from __future__ import annotations

import sys
from importlib import import_module

from bench.environment import prepare

NAMES = ("arrival", "cells", "calls", "catalog", "memory", "planning")


def main(names: list[str]) -> int:
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    prepare()
    for name in names or NAMES:
        print(import_module(f"bench.{name}").run(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
