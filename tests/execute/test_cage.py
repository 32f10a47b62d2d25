"""The second wall: what DuckDB itself refuses in a cage, should a statement ever get past sql/guard.py."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from jsdodbc.errors import Error
from jsdodbc.execute import cage as cages
from jsdodbc.execute.cage import Cage
from tests.execute.site import rows, site

secret_in_scope = pa.table({"a": [1]})


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    made = Cage()
    yield made
    made.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "secret.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    return path


WAYS_IN = [
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM read_blob('{file}')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM read_json('{file}')",
    "SELECT * FROM read_parquet('{file}')",
    "SELECT * FROM sniff_csv('{file}')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "ATTACH '{folder}/x.db'",
    "EXPORT DATABASE '{folder}/x'",
    "IMPORT DATABASE '{folder}'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET threads = 1",
    "SET enable_external_access = true",
    "RESET enable_external_access",
    "SET lock_configuration = false",
    "SET python_enable_replacements = true",
    "SET temp_directory = '/'",
    "PRAGMA threads = 1",
    "SELECT * FROM secret_in_scope",
    "SET streaming_buffer_size = '1GB'",
    "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
]


@pytest.mark.parametrize("sql", WAYS_IN)
def test_duckdb_refuses(cage: Cage, file: Path, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        cage.rows(sql.format(file=file, folder=file.parent))


@pytest.mark.parametrize("sql", WAYS_IN)
def test_the_whole_way_refuses(file: Path, sql: str) -> None:
    with pytest.raises(Error) as caught:
        rows(site().connect(), sql.format(file=file, folder=file.parent))
    assert caught.value.sqlstate in ("42000", "42S02", "HYC00")
    assert "duckdb" not in caught.value.message.lower().replace("duckdb_", "")


NAMES = [
    "information_schema.views",
    "duckdb_tables",
    "duckdb_settings",
    "sqlite_master",
    "pg_catalog.pg_class",
    "pragma_database_list",
    "memory.main.x",
    "system.information_schema.tables",
    '"scan 1"',
    "secret_in_scope",
    "temp.x",
    "(SHOW TABLES)",
    "(PRAGMA version)",
    "duckdb_secrets",
    "pg_tables",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_inside_duckdb_are_unknown(name: str) -> None:
    with pytest.raises(Error) as caught:
        rows(site().connect(), f"SELECT * FROM {name}")
    assert caught.value.sqlstate == "42S02"


def test_the_spill_folder_is_private() -> None:
    assert stat.S_IMODE(Path(cages._spill_folder()).stat().st_mode) == 0o700


def test_a_sort_beyond_the_memory_spills(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cages, "_memory_limit", lambda: "64MiB")
    cage = Cage()
    try:
        numbers = "SELECT hash(i) AS r, i::VARCHAR || repeat('x', 60) AS t FROM range(1000000) t(i)"
        sql = f"SELECT count(*), max(n) FROM (SELECT t, row_number() OVER (ORDER BY r, t) AS n FROM ({numbers}))"
        assert cage.rows(sql)[0][0] == 1_000_000
    finally:
        cage.close()


def test_nothing_of_a_statement_stays_in_a_cage() -> None:
    connection = site().connect()
    assert len(rows(connection, "SELECT IssueKey FROM Requests")) == 100
    with pytest.raises(duckdb.Error):
        cage = cages.POOL.take()
        cage.rows('SELECT * FROM "scan 1"')
