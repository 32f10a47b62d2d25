from __future__ import annotations

import csv
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from jsdodbc.cli.output import writer

SCHEMA = pa.schema(
    [
        ("Key", pa.string()), ("Votes", pa.int64()), ("Price", pa.decimal128(10, 2)), ("Due", pa.date32()),
        ("At", pa.timestamp("us")), ("Done", pa.bool_()), ("Key", pa.string()),
    ]
)  # fmt: skip
ROWS = [
    ("A-1", 3, Decimal("1.50"), date(2026, 1, 2), datetime(2026, 1, 2, 3, 4, 5, 6000), True, 'x,"y"\n東京 😀'),
    (None, None, None, None, None, None, None),
]


def batches() -> list[pa.RecordBatch]:
    columns = [pa.array(values, field.type) for values, field in zip(zip(*ROWS, strict=True), SCHEMA, strict=True)]
    whole = pa.RecordBatch.from_arrays(columns, schema=SCHEMA)
    return [whole.slice(0, 1), whole.slice(1, 1)]


def written(form: str, path: Path, parts: list[pa.RecordBatch]) -> bytes:
    with writer(form, path, SCHEMA, quiet=lambda: None) as write:
        for batch in parts:
            write(batch)
    return path.read_bytes()


def test_csv_has_a_header_once_and_quotes_what_needs_it(tmp_path: Path) -> None:
    rows = list(csv.reader(written("csv", tmp_path / "x.csv", batches()).decode().splitlines(keepends=True)))
    assert rows[0] == SCHEMA.names
    assert rows[1][0] == "A-1" and rows[1][2] == "1.50" and rows[1][6] == 'x,"y"\n東京 😀'
    assert rows[1][4].startswith("2026-01-02 03:04:05.006")
    assert rows[2] == [""] * 7


def test_json_is_one_array_with_distinct_names_and_utc_times(tmp_path: Path) -> None:
    rows = json.loads(written("json", tmp_path / "x.json", batches()))
    assert rows[0] == {
        "Key": "A-1", "Votes": 3, "Price": "1.50", "Due": "2026-01-02", "At": "2026-01-02T03:04:05.006000Z",
        "Done": True, "Key_2": 'x,"y"\n東京 😀',
    }  # fmt: skip
    assert set(rows[1].values()) == {None}


def test_json_lines_are_the_same_objects_a_line_each(tmp_path: Path) -> None:
    lines = written("jsonl", tmp_path / "x.jsonl", batches()).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(written("json", tmp_path / "x.json", batches()))


def test_parquet_keeps_the_types(tmp_path: Path) -> None:
    written("parquet", tmp_path / "x.parquet", batches())
    table = pyarrow.parquet.ParquetFile(tmp_path / "x.parquet").read()
    assert table.schema.types == SCHEMA.types
    assert [tuple(column[row].as_py() for column in table.columns) for row in range(2)] == ROWS


def test_table_shows_null_apart_from_text_and_counts(tmp_path: Path) -> None:
    text = written("table", tmp_path / "x.txt", batches()).decode()
    assert "2026-01-02 03:04:05.006" in text and "NULL" in text and "2 rows" in text


@pytest.mark.parametrize(
    ("form", "expected"),
    [("json", b"[]\n"), ("jsonl", b""), ("csv", b'"Key","Votes","Price","Due","At","Done","Key"\n')],
)
def test_no_rows(form: str, expected: bytes, tmp_path: Path) -> None:
    assert written(form, tmp_path / "x", []) == expected


def test_table_without_rows_still_names_its_columns(tmp_path: Path) -> None:
    text = written("table", tmp_path / "x.txt", []).decode()
    assert "Votes" in text and "0 rows" in text


def test_file_is_still_open_for_nobody_afterwards(tmp_path: Path) -> None:
    first = written("table", tmp_path / "x.txt", batches())
    assert written("table", tmp_path / "x.txt", batches()) == first
