"""Pairs of lines from a text file that a person can read."""

from __future__ import annotations

from pathlib import Path


def pairs(name: str) -> list[tuple[str, str]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    blocks = [block.splitlines() for block in text.split("\n\n")]
    kept = [[line for line in block if line and not line.startswith("#")] for block in blocks]
    found = [(block[0], block[1]) for block in kept if block]
    assert all(len(block) in (0, 2) for block in kept), "a case is two lines"
    return found
