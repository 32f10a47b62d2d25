"""The longest names of each kind, in characters: what SQLGetInfo says, and catalog functions take."""

from __future__ import annotations

LONGEST_NAMES = {
    "catalog": 255,
    "schema": 128,
    "table": 128,
    "column": 255,
    "procedure": 128,
    "cursor": 128,
    "user": 255,
}
