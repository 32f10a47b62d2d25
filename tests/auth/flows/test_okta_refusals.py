"""AuthScheme=Okta: what organizations refuse, what is sent nowhere else, and sessions that end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyodbc
import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.peers import Machine
from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.okta import API_TOKEN, CLASSIC, IDENTITY, Okta


@pytest.fixture(params=[CLASSIC, IDENTITY], ids=["classic", "identity"])
def pipeline(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def okta(service: ServiceProvider, pipeline: str) -> Iterator[Okta]:
    with Okta(service, pipeline) as okta:
        yield okta


@pytest.mark.parametrize("status", ["LOCKED_OUT", "PASSWORD_EXPIRED", "MFA_ENROLL"])
def test_accounts_that_need_a_person(machine: Machine, service: ServiceProvider, okta: Okta, status: str) -> None:
    okta.set_user(status=status)
    failed = machine.ask(okta.string(service))
    words = {"LOCKED_OUT": "lock", "PASSWORD_EXPIRED": "expired", "MFA_ENROLL": "factor"}[status]
    assert failed.state in ("28000", "08004") and words in failed.message.casefold(), failed
    assert okta.test()["passwords"] == 1


def test_answer_is_not_sent_to_a_foreign_address(machine: Machine, service: ServiceProvider, okta: Okta) -> None:
    with Sandbox("dc", 1, 1, bulky=False) as thief:
        okta.set(post=f"{thief.url}/plugins/servlet/samlconsumer")
        failed = machine.ask(okta.string(service))
        assert failed.state == "28000" and "it was not sent" in failed.message and thief.url in failed.message, failed
        assert not thief.requests


def test_trusted_application(machine: Machine, service: ServiceProvider, okta: Okta) -> None:
    assert machine.ask(okta.string(service, f"APIToken={API_TOKEN}"), COUNT).rows == [["900"]]
    failed = machine.ask(okta.string(service, "APIToken=wr0ng-token"))
    assert failed.state == "28000" and "APIToken" in failed.message and "wr0ng" not in failed.message, failed


def test_person_to_whom_the_app_is_not_assigned(machine: Machine, service: ServiceProvider, okta: Okta) -> None:
    okta.set(unassigned=True)
    failed = machine.ask(okta.string(service))
    assert failed.state in ("28000", "08004") and "assigned" in failed.message, failed


def test_session_that_ends_in_mid_query(
    data_center: Sandbox, service: ServiceProvider, okta: Okta, odbc: Path
) -> None:
    """One silent sign-in for all requests that were under way; the statement goes on."""
    rows = pyodbc.connect(f"{okta.string(service)}MaxThreads=4;", autocommit=True)
    data_center.set(latency=0.4)
    cursor = rows.execute("SELECT IssueKey, Summary FROM Issues")
    keys = [cursor.fetchone()[0]]
    service.forget_sessions()
    data_center.set(latency=0)
    keys += [key for key, _ in cursor.fetchall()]
    assert len(keys) == len(set(keys)) == 900
    assert len(service.strangers) > 1 and okta.test()["answers"] == 2
    rows.close()
