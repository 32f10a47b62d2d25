"""What Microsoft Query, Access, Power BI and Tableau call, as far as their public traces and documentation tell."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from jsdodbc.model.tables import TABLES
from jsdodbc.sandbox.server import Sandbox
from tests.conformance.odbc import MANAGER, Odbc
from tests.odbc.clients import DRIVER, LISTED, Client
from tests.odbc.replay import FOLDER, Line, Replay, read

APPLICATIONS = sorted(path.stem for path in FOLDER.glob("*.calls"))
DESKS = "SELECT Id, ProjectKey, ProjectName FROM ServiceDesks ORDER BY Id"


@pytest.fixture
def known(client: Client, site: Sandbox) -> dict[str, list[str]]:
    """What the sequences name in braces: of the model and, through another application, of the site."""
    (columns,) = (table.columns for table in TABLES if table.name == "ServiceDesks")
    host = urlsplit(site.url).hostname or ""
    desks = client.isql_rows(DESKS)
    ids, keys, names = ([row[index] for row in desks] for index in range(3))
    return {
        "product": ["Jira"],
        "catalog": [host],
        "catalogs": [host],
        "schemas": sorted({table.schema for table in TABLES}),
        "tables": [name for _, _, name in LISTED],
        "base tables": [name for kind, _, name in LISTED if kind == "TABLE"],
        "schemas of tables": [schema for _, schema, _ in LISTED],
        "tables of service desks": [name for _, schema, name in LISTED if schema == "JiraServiceDesk"],
        "columns": [column.name for column in columns],
        "number of columns": [str(len(columns))],
        "desk ids": ids,
        "first two desk ids": ids[:2],
        "project keys": keys,
        "first project key": keys[:1],
        "project keys sorted": sorted(keys),
        "project names": names,
        "first project name": names[:1],
        "ones": ["1"] * len(keys),
    }


@pytest.mark.parametrize("application", APPLICATIONS)
def test_sequence(application: str, client: Client, known: dict[str, list[str]]) -> None:
    Replay(Odbc(MANAGER), DRIVER + client.string, known).run(read(application))


def test_another_answer_is_a_failure(client: Client, known: dict[str, list[str]]) -> None:
    until = [line for line in read("power_bi") if "SQLDriverConnectW" not in line.words][:5]
    for wrong in (
        Line(["SQLSetConnectAttrW", "SQL_ATTR_LOGIN_TIMEOUT", "15"], "!HY092"),
        Line(["SQLGetInfoW", "180", "4"], None),
        Line(["while", "SQLDisconnect"], None),
    ):
        with pytest.raises(AssertionError):
            Replay(Odbc(MANAGER), DRIVER + client.string, known).run([*until, wrong])


def test_the_four_are_there() -> None:
    assert {"access", "microsoft_query", "power_bi", "tableau"} <= set(APPLICATIONS)
