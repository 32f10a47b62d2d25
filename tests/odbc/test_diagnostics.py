"""What goes wrong gives one clear diagnostic in isql, and never a short result."""

from __future__ import annotations

import re

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.odbc.clients import Client, diagnostics

ALL = "SELECT IssueKey, Summary FROM Issues"


def the_one(client: Client, sql: str = ALL, more: str = "") -> str:
    """The only diagnostic of a statement that must fail without a row."""
    done = client.isql(sql, more=more)
    found = diagnostics(done)
    assert len(found) == 1, done.stdout + done.stderr
    assert not re.search(r"\d+ rows? fetched", done.stdout), done.stdout
    assert client.string.partition("APIToken=")[2].partition(";")[0] not in done.stdout + done.stderr
    return found[0]


def test_wrong_token(own_client: Client) -> None:
    message = the_one(own_client, more="APIToken=wrong;")
    assert message.startswith("[28000]") and "APIToken" in message


def test_refused_login_disguised_as_success(own_client: Client, own_site: Sandbox) -> None:
    own_site.set(refused_login="200")
    assert the_one(own_client, more="APIToken=wrong;").startswith("[28000]")


def test_nobody_answers_there(own_client: Client) -> None:
    message = the_one(own_client, more="URL=http://127.0.0.1:9;Other='Retries=0';")
    assert message.startswith("[08001]") and "127.0.0.1:9" in message


def test_address_of_something_else(own_client: Client, own_site: Sandbox) -> None:
    own_site.faults.add("html", ".*", times=None, title="Welcome to nginx")
    assert the_one(own_client).startswith(("[08001]", "[08S01]"))


def test_login_page_in_the_middle_of_a_query(own_client: Client, own_site: Sandbox) -> None:
    own_site.faults.add("html", "bulkfetch", times=None, title="Log in - Jira")
    assert "Log in" in the_one(own_client)


@pytest.mark.parametrize(
    ("sql", "state", "word"),
    [
        ("SELECT * FROM Isues", "S0002", "Issues"),
        ("SELECT Sumary FROM Issues", "S0022", "Summary"),
        ("SELECT FROM WHERE", "37000", ""),
        ("SELECT * FROM read_csv('/etc/passwd')", "", "read_csv"),
    ],
)
def test_what_is_not_there_or_not_sql(own_client: Client, sql: str, state: str, word: str) -> None:
    message = the_one(own_client, sql)
    assert message.startswith(f"[{state}"), message  # isql is an application of ODBC 2
    assert word.casefold() in message.casefold()


def test_storm_of_refusals(own_client: Client, own_site: Sandbox) -> None:
    own_site.faults.add("429", "search|bulkfetch", times=None, retry_after=0)
    message = the_one(own_client, more="Other='Retries=2;RetryDelay=0';")
    assert "429" in message or "busy" in message or "rate" in message.casefold()


@pytest.mark.parametrize("kind", ["mid body", "wrong content-length", "chunked cut", "truncated", "empty", "not json"])
def test_page_that_is_cut(own_client: Client, own_site: Sandbox, kind: str) -> None:
    own_site.faults.add(kind, "bulkfetch", times=None, skip=1)
    done = own_client.isql(ALL, more="Other='Retries=1;RetryDelay=0';")
    assert len(diagnostics(done)) == 1, done.stdout[-2000:]
    assert not re.search(r"\d+ rows? fetched", done.stdout)


def test_page_that_is_cut_once_is_read_again(own_client: Client, own_site: Sandbox) -> None:
    own_site.faults.add("mid body", "bulkfetch", times=1)
    assert len(own_client.isql_rows(ALL)) == 250
