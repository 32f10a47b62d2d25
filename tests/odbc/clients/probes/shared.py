"""What the probes in Python share: the steps on standard input, the answers on standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

UNIT, RECORD, GROUP, NOTHING, FAILED = "\x1f", "\x1e", "\x1d", "\x15", "\x18"

Rows = Iterable[Iterable[Any]]
Steps = Mapping[str, Callable[..., Rows]]


def text(cell: object) -> str:
    if cell is None:
        return NOTHING
    if isinstance(cell, bytes | bytearray):
        return cell.hex()
    return cell.isoformat(" ", "microseconds") if isinstance(cell, datetime) else str(cell)


def parameter(given: str) -> int | str | None:
    kind, _, value = given.partition(":")
    return {"i": int, "s": str, "n": lambda _: None}[kind](value)


def answer(steps: Steps) -> None:
    """Do each step that is asked for."""
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    for line in sys.stdin.buffer.read().decode().rstrip("\n").split("\n"):
        verb, *rest = line.split(UNIT)
        try:
            for row in steps[verb](*rest):
                sys.stdout.write(UNIT.join(map(text, row)) + RECORD)
        except Exception as error:
            sys.stdout.write(f"{FAILED}{error}")
        sys.stdout.write(GROUP)
