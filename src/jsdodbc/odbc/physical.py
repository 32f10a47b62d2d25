"""The physical layouts of docs/wire-protocol.md."""

from __future__ import annotations

BOOL, INT16, INT32, INT64, FLOAT64, DECIMAL128, UTF8, BINARY, DATE32, TIME64_US, TIMESTAMP_US, NULLS = range(1, 13)

WIDTHS = {INT16: 2, INT32: 4, INT64: 8, FLOAT64: 8, DECIMAL128: 16, DATE32: 4, TIME64_US: 8, TIMESTAMP_US: 8}
"""Bytes a row of the layouts that have a fixed number of whole bytes."""
