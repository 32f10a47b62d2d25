"""The real entry point in a process of its own, over the fake backend: `python -I fake_engine.py <folders>`."""

from __future__ import annotations

import sys

sys.path[:0] = sys.argv[1:]

from jsdodbc import engine  # noqa: E402
from tests.odbc_seam.fakes import FakeBackend  # noqa: E402

if __name__ == "__main__":
    engine.main(FakeBackend())
