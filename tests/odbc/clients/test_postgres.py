"""PostgreSQL's ogr_fdw: a service desk as foreign tables of a server of one's own."""

from __future__ import annotations

import csv
import os
import pwd
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.odbc.clients import DRIVER, LISTED, Client

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
EXTENSION = Path("/usr/lib/postgresql/15/lib/ogr_fdw.so")
SERVER = """
SET client_min_messages TO warning;
CREATE EXTENSION IF NOT EXISTS ogr_fdw;
DROP SERVER IF EXISTS desk CASCADE;
CREATE SERVER desk FOREIGN DATA WRAPPER ogr_fdw OPTIONS (datasource 'ODBC:{}', format 'ODBC');
IMPORT FOREIGN SCHEMA ogr_all FROM SERVER desk INTO public;
"""
CELLS = "IssueKey, Summary, Resolution, LEFT(CAST(Created AS VARCHAR), 19), Watches, DueDate"

pytestmark = pytest.mark.xdist_group("postgres")


class Server:
    """A running PostgreSQL."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, sql: str) -> tuple[list[list[str]], str]:
        """The rows that COPY … TO STDOUT writes, and what went wrong."""
        command = [PROGRAMS / "psql", "-h", self._folder, "-U", "me", "-X", "-q", "postgres"]
        done = subprocess.run(command, input=sql, text=True, capture_output=True, check=False)
        return list(csv.reader(done.stdout.splitlines())), done.stderr


@pytest.fixture(scope="module")
def server(odbc: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not EXTENSION.exists():
        missing = "ogr_fdw is not installed: apt-get install postgresql-15-ogr-fdw (make test does it)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    folder = tmp_path_factory.mktemp("pg")
    # PostgreSQL refuses to be root: inside a user namespace it isn't, though files see no difference.
    user = pwd.getpwnam("postgres").pw_uid
    outside = ["unshare", "--user", f"--map-user={user}"] if os.getuid() == 0 else []
    if subprocess.run([*outside, "true"], check=False).returncode:
        pytest.skip("PostgreSQL refuses root, and this machine refuses root a user namespace: run the tests as a user")
    data, options = folder / "data", f"-c listen_addresses= -c fsync=off -k {folder}"
    made = ["-D", data, "-U", "me", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([*outside, PROGRAMS / "initdb", *made], check=True, capture_output=True)
    control = [*outside, PROGRAMS / "pg_ctl", "-w", "-s", "-D", data]
    environment = {**os.environ, "JSDODBC_ENGINE_PYTHON": sys.executable}
    subprocess.run([*control, "-l", folder / "log", "-o", options, "start"], check=True, env=environment)
    yield Server(folder)
    subprocess.run([*control, "-m", "fast", "stop"], check=True)


@pytest.fixture
def desk(server: Server, client: Client) -> Server:
    source = client.data_source("Foreign")
    assert server.ask(SERVER.format(f"DSN={source};MapToWVarchar=false")) == ([], "")
    return server


def test_tables_are_imported(desk: Server) -> None:
    rows, _ = desk.ask("COPY (SELECT foreign_table_name FROM information_schema.foreign_tables) TO STDOUT CSV;")
    laundered = (re.sub(r"[^a-z0-9_]", "_", f"{schema}_{name}".lower()) for _, schema, name in LISTED)
    assert sorted(name for (name,) in rows) == sorted(laundered)


def test_rows_are_the_same(desk: Server, client: Client) -> None:
    rows, problem = desk.ask(f"COPY (SELECT {CELLS} FROM jira_issues) TO STDOUT CSV;")
    expected = client.command_line_rows(f"SELECT {CELLS} FROM Issues")
    assert problem == ""
    assert sorted(rows) == sorted(expected)


def test_filter_with_a_parameter(desk: Server, client: Client) -> None:
    sql = "SELECT projectname FROM jiraservicedesk_servicedesks WHERE projectkey = $1"
    rows, problem = desk.ask(f"\\pset format csv\n\\pset tuples_only\nPREPARE p(text) AS {sql}; EXECUTE p('SUP');")
    assert rows[-1:] == client.command_line_rows("SELECT ProjectName FROM ServiceDesks WHERE ProjectKey = 'SUP'")
    assert problem == ""


def test_by_connection_string(server: Server, odbc: Path) -> None:
    """Of Data Center: GDAL reads a user before an @, and cuts at the last colon: one stands at the end."""
    counted = "COPY (SELECT count(*) FROM jiraservicedesk_servicedesks) TO STDOUT CSV;"
    with Sandbox("dc", 20, 1, bulky=False) as site:
        client = Client.of(site, odbc)
        rows, problem = server.ask(SERVER.format(f"{DRIVER}{client.string};:") + counted)
        assert rows == client.command_line_rows("SELECT COUNT(*) FROM ServiceDesks"), problem


def test_a_wrong_source_says_why(server: Server) -> None:
    _, problem = server.ask(SERVER.format("DSN=NowhereToBeFound"))
    assert "ERROR" in problem
