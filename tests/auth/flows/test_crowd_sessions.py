"""Sessions that Crowd opened, and that end."""

from __future__ import annotations

from pathlib import Path

import pyodbc
import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.peers.crowd import APPLICATION, Crowd, connection
from tests.auth.peers.mellon import ServiceProvider


def slowly(data_center: Sandbox) -> None:
    """Most of a query's requests are still to come when its first row is there."""
    data_center.set(latency=0.4)


@pytest.mark.parametrize("shows_as", [401, 303, 200], ids=["401", "login page", "answers to nobody"])
def test_session_that_ends_in_mid_query(data_center: Sandbox, odbc: Path, shows_as: int) -> None:
    """One silent sign-in for all requests that were under way; the statement goes on."""
    data_center.set(anonymous=shows_as == 200)
    with ServiceProvider(data_center, strict=shows_as == 303) as service, Crowd(service) as crowd:
        service.start(crowd.metadata)
        rows = pyodbc.connect(connection(service, crowd.login_url, f"{APPLICATION}MaxThreads=4;"), autocommit=True)
        slowly(data_center)
        cursor = rows.execute("SELECT IssueKey, Summary FROM Issues")
        keys = [cursor.fetchone()[0]]
        service.forget_sessions()
        data_center.set(latency=0)
        keys += [key for key, _ in cursor.fetchall()]
        assert service.strangers.count(f"POST /rest/api/2/search {shows_as}") > 1
        assert len(keys) == len(set(keys)) == 900
        assert crowd.test()["rest"] == 2
        rows.close()
    data_center.set(anonymous=False)


@pytest.mark.parametrize("strict", [False, True], ids=["401", "login page"])
def test_change_after_the_session_ended_is_made_once(strict: bool) -> None:
    with (
        Sandbox("dc", 9, 1, bulky=False) as desk,
        ServiceProvider(desk, strict=strict) as service,
        Crowd(service) as crowd,
    ):
        service.start(crowd.metadata)
        string = connection(service, crowd.login_url, f"{APPLICATION}Readonly=false;")
        rows = pyodbc.connect(string, autocommit=True)
        service.forget_sessions()
        assert rows.execute("INSERT INTO Organizations (Name) VALUES ('Once')").rowcount == 1
        assert rows.execute("SELECT COUNT(*) FROM Organizations WHERE Name = 'Once'").fetchval() == 1
        assert crowd.test()["rest"] == 2
        assert "POST /rest/servicedeskapi/organization" in " ".join(service.strangers)
        rows.close()


def test_password_that_changed_meanwhile_is_sent_once(
    service: ServiceProvider, crowd: Crowd, crowd_string: str
) -> None:
    rows = pyodbc.connect(f"{crowd_string}MaxThreads=4;", autocommit=True)
    assert rows.execute(COUNT).fetchval() == 900
    crowd.set(users={"ann": {"password": "new", "active": True}})
    service.forget_sessions()
    for statement in ("SELECT IssueKey, Summary FROM Issues", COUNT):
        with pytest.raises(pyodbc.Error, match="Check User and Password") as raised:
            rows.execute(statement).fetchall()
        assert raised.value.args[0] == "28000"
    assert crowd.test()["rest"] == 2
    rows.close()
