"""Three databases with the rows of the cells benchmark, each behind its own ODBC driver."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from bench.environment import FOLDER

NULL = r"\N"


@contextlib.contextmanager
def peers(query: str, columns: Sequence[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Connection strings by driver; each database has a table `cells` of the query's rows, `columns`: name and type."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/var/tmp")))
        folder.chmod(0o755)
        rows = duckdb.sql(f"SELECT * REPLACE (CAST(flag AS INTEGER) AS flag) FROM ({query})")
        rows.write_csv(str(folder / "cells.csv"), header=False, na_rep=NULL)
        yield {
            "libsqliteodbc": _sqlite(query, columns),
            "odbc-postgresql": stack.enter_context(_postgresql(folder, columns)),
            "odbc-mariadb": stack.enter_context(_mariadb(folder, columns)),
        }


def _sqlite(query: str, columns: Sequence[tuple[str, str]]) -> str:
    path = FOLDER / "cells.db"
    path.unlink(missing_ok=True)
    marks = ", ".join("?" * len(columns))
    with sqlite3.connect(path) as target:
        target.execute(_table(columns))
        rows = duckdb.sql(query).fetchall()
        target.executemany(f"INSERT INTO cells VALUES ({marks})", [[_plain(value) for value in row] for row in rows])
    return f"Driver={{libsqliteodbc}};Database={path};"


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | str) else str(value)[:23]


@contextlib.contextmanager
def _postgresql(folder: Path, columns: Sequence[tuple[str, str]]) -> Iterator[str]:
    home = _own_folder(folder / "postgresql", "postgres")
    commands = max(Path("/usr/lib/postgresql").glob("*/bin"))
    data, port = home / "data", _free_port()
    _run("postgres", commands / "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={home}"
    control = commands / "pg_ctl"
    _run("postgres", control, "-D", data, "-w", "-l", home / "log", "-o", options, "start")
    try:
        psql = [commands / "psql", "-q", "-h", home, "-p", str(port), "postgres", "-c"]
        _run("postgres", *psql, _table(columns))
        _run("postgres", *psql, f"COPY cells FROM '{folder / 'cells.csv'}' (FORMAT csv, NULL '{NULL}')")
        _run("postgres", *psql, "VACUUM ANALYZE cells")
        yield f"Driver={{odbc-postgresql}};Servername=127.0.0.1;Port={port};Database=postgres;Username=postgres;"
    finally:
        _run("postgres", control, "-D", data, "-m", "immediate", "stop")


@contextlib.contextmanager
def _mariadb(folder: Path, columns: Sequence[tuple[str, str]]) -> Iterator[str]:
    home = _own_folder(folder / "mariadb", "mysql")
    data, port, end = home / "data", _free_port(), home / "socket"
    _run(
        "mysql", "mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"
    )
    server = subprocess.Popen(
        ["mariadbd", "--no-defaults", f"--datadir={data}", f"--port={port}", f"--socket={end}",
         "--bind-address=127.0.0.1", "--character-set-server=utf8mb4", f"--pid-file={home / 'pid'}"],
        user="mysql", stdout=subprocess.DEVNULL, stderr=(home / "log").open("wb"),
    )  # fmt: skip
    try:
        client = ["mariadb", "--no-defaults", "-u", "root", f"--socket={end}"]
        _run("mysql", "mariadb-admin", *client[1:], "--wait=60", "--connect-timeout=60", "ping")
        form = """FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"'"""
        load = f"LOAD DATA INFILE '{folder / 'cells.csv'}' INTO TABLE cells {form}"
        _run("mysql", *client, "-e", "CREATE DATABASE bench CHARACTER SET utf8mb4")
        _run("mysql", *client, "bench", "-e", _table(columns).replace("TIMESTAMP", "DATETIME(3)"))
        _run("mysql", *client, "bench", "-e", load)
        yield f"Driver={{odbc-mariadb}};Server=127.0.0.1;Port={port};Database=bench;UID=root;CHARSET=utf8mb4;"
    finally:
        server.kill()
        server.wait()


def _table(columns: Sequence[tuple[str, str]]) -> str:
    return f"CREATE TABLE cells ({', '.join(f'{name} {kind}' for name, kind in columns)})"


def _own_folder(path: Path, user: str) -> Path:
    path.mkdir()
    shutil.chown(path, user)
    return path


def _run(user: str, *command: object) -> None:
    """As `user`: neither server starts as root."""
    other = user if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    done = subprocess.run(
        [str(part) for part in command], user=other, cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
