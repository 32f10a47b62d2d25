"""Repeatable chance: every generated value is a pure function of (seed, index, salt)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")
_MASK = (1 << 64) - 1


def roll(seed: int, index: int, salt: int) -> int:
    """62 well-mixed bits."""
    x = (
        seed * 0x9E3779B97F4A7C15 + index * 0xD1B54A32D192ED03 + salt * 0xA24BAED4963EE407 + 0x632BE59BD9B4E019
    ) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return (x ^ (x >> 31)) >> 2


def salt(name: str) -> int:
    return crc32(name.encode())


def pick(choices: Sequence[T], bits: int) -> T:
    return choices[bits % len(choices)]


def some(choices: Sequence[T], bits: int, most: int) -> tuple[T, ...]:
    """0 to `most` different choices, in the order of `choices`."""
    count = bits % (most + 1)
    bits >>= 5
    chosen = set()
    for _ in range(count):
        chosen.add(bits % len(choices))
        bits >>= 7
    return tuple(choices[at] for at in sorted(chosen))
