"""Real applications, run as a person would: isql, PHP, pyodbc, and the command line to compare them with."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyodbc

from jsdodbc import connection_string
from jsdodbc.cli.ini import IniFile
from jsdodbc.model.tables import TABLES
from jsdodbc.sandbox.server import Sandbox

DRIVER = "Driver={jsdodbc};"
# The views that a sandbox has for its queues.
QUEUE_VIEWS = (*(f"All open ({key})" for key in ("ITH", "NIL", "SET", "SUP")), 'Urgent & "VPN"')
# The views that it has for its object types.
ASSET_VIEWS = ("Hardware", "Laptop", "Objects (PT)", "Phone", "Software")
# Kind, schema and name of all that is listed, in the order of SQLTables.
LISTED = sorted(
    [
        *((table.kind, table.schema, table.name) for table in TABLES),
        *(("VIEW", "JiraServiceDesk", name) for name in QUEUE_VIEWS),
        *(("VIEW", "Assets", name) for name in ASSET_VIEWS),
    ]
)
UNIT = "\x1f"
PHP = """
$link = odbc_connect($argv[1], "", "");
$link or die(odbc_errormsg() . "\\n");
$result = odbc_exec($link, $argv[2]);
$result or die(odbc_errormsg() . "\\n");
while (odbc_fetch_row($result)) {
    $row = [];
    for ($i = 1; $i <= odbc_num_fields($result); $i++) $row[] = odbc_result($result, $i) ?? "";
    echo implode("\\x1f", $row), "\\n";
}
"""

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Client:
    """How to reach one site: by a connection string, or by a data source of odbc.ini."""

    string: str
    folder: Path

    @classmethod
    def of(cls, site: Sandbox, folder: Path) -> Client:
        return cls(site.connection_string.rstrip(";") + ";IncludeCustomFields=true", folder)

    def connect(self, more: str = "", **options: Any) -> pyodbc.Connection:
        """A pyodbc connection; `more` goes before the rest, so that it wins."""
        return pyodbc.connect(DRIVER + more + self.string, autocommit=True, **options)

    def data_source(self, name: str) -> str:
        """Write the site into odbc.ini as `name`."""
        path = self.folder / "odbc.ini"
        ini = IniFile.read(path)
        ini.set(name, {"Driver": "jsdodbc", **dict(connection_string.parse(self.string))})
        ini.write(path)
        return name

    def isql(self, sql: str, *, dsn: str = "", more: str = "") -> subprocess.CompletedProcess[str]:
        target = [dsn] if dsn else ["-k", DRIVER + more + self.string]
        command = ["isql", "-b", "-v", "-x0x1f", *target]
        return subprocess.run(command, input=sql + "\n", text=True, capture_output=True, check=False)

    def isql_rows(self, sql: str, *, dsn: str = "") -> Rows:
        done = self.isql(sql, dsn=dsn)
        assert done.returncode == 0, done.stdout + done.stderr
        return [line.split(UNIT) for line in done.stdout.splitlines() if not line.startswith("SQLRowCount")]

    def php_rows(self, sql: str) -> Rows:
        done = subprocess.run(
            ["php", "-r", PHP, "--", DRIVER + self.string, sql], text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return [line.split(UNIT) for line in done.stdout.splitlines()]

    def pyodbc_rows(self, sql: str) -> Rows:
        connection = self.connect()
        try:
            return [[as_text(value) for value in row] for row in connection.execute(sql)]
        finally:
            connection.close()

    def command_line_rows(self, sql: str) -> Rows:
        done = self.command_line("query", sql, "--format", "csv")
        assert done.returncode == 0, done.stderr
        return list(csv.reader(done.stdout.splitlines()))[1:]

    def command_line(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "JSDODBC_CONNECTION_STRING": self.string}
        command = [sys.executable, "-m", "jsdodbc.cli.main", *arguments]
        return subprocess.run(command, text=True, capture_output=True, env=environment, check=False)


def as_text(value: object) -> str:
    """A value as isql and CSV write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def diagnostics(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The diagnostic records that isql printed."""
    lines = (done.stdout + done.stderr).splitlines()
    return [line for line in lines if line.startswith("[") and not line.startswith("[ISQL]")]
