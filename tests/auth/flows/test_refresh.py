"""Tokens are refreshed by themselves, once however many ask, and what is lost on the way is found again."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.peers import SECRET, WRITE, Machine, Peer, outcome

GET, REFRESH = "InitiateOAuth=GETANDREFRESH;", "InitiateOAuth=REFRESH;"
PROCESSES = 12


@pytest.fixture
def provider(start_peer: Callable[..., Peer], callback: str, request: pytest.FixtureRequest) -> Peer:
    """Parameter: whether a refresh token is taken twice, as Atlassian does for ten minutes."""
    reuse = getattr(request, "param", False)
    return start_peer("provider.mjs", secret=SECRET, callbacks=[callback], scope=WRITE, reuse=reuse)


@pytest.fixture
def signed_in(machine: Machine, provider: Peer, string: str) -> str:
    """A connection string whose settings file is filled."""
    assert machine.ask(string + GET, COUNT).rows == [["30"]]
    provider.test("reset=1")
    return string


def test_token_that_the_site_refuses_is_refreshed_in_the_middle_of_a_query(
    machine: Machine, provider: Peer, desk: Sandbox, signed_in: str
) -> None:
    desk.faults.add("status", "/rest/api/2/search/jql|/rest/api/2/issue/bulkfetch", status=401, times=1)
    assert machine.ask(signed_in + REFRESH, COUNT).rows == [["30"]]
    assert provider.test()["refresh"] == 1


def test_site_that_goes_on_refusing_is_an_error_not_a_loop(
    machine: Machine, provider: Peer, desk: Sandbox, signed_in: str
) -> None:
    desk.set(revoked=True)
    failed = machine.ask(signed_in + REFRESH, COUNT)
    assert failed.state == "28000" and "read:jira-work" in failed.message
    assert provider.test()["refresh"] == 1


def test_many_processes_make_one_refresh(machine: Machine, provider: Peer, signed_in: str) -> None:
    provider.test("end=AccessToken")
    started = [machine.start(signed_in + REFRESH, COUNT) for _ in range(PROCESSES)]
    assert [outcome(one).rows for one in started] == [[["30"]]] * PROCESSES
    assert provider.test() == {"token": 1, "refresh": 1, "failed": 0}


def test_dead_grant_says_so_or_asks_again(machine: Machine, provider: Peer, signed_in: str) -> None:
    provider.test("end=AccessToken")
    provider.test("end=RefreshToken")
    failed = machine.ask(signed_in + REFRESH, COUNT)
    assert failed.state == "28000" and "expired, revoked or used already" in failed.message
    assert "GETANDREFRESH" in failed.message and machine.opened == 1
    assert machine.ask(signed_in + GET, COUNT).rows == [["30"]]
    assert machine.opened == 2


@pytest.mark.parametrize("provider", [True, False], indirect=True, ids=["taken twice", "taken once"])
def test_process_that_dies_between_answer_and_write(
    machine: Machine, provider: Peer, signed_in: str, request: pytest.FixtureRequest
) -> None:
    """The server has a new refresh token, nobody else: Atlassian takes the old one once more."""
    taken_twice = "taken twice" in request.node.name
    provider.test("end=AccessToken")
    provider.test("hold=1")
    dying = machine.start(signed_in + REFRESH, COUNT)
    provider.test("held=1")
    kill_engine_of(dying.pid)
    provider.test("release=1")
    assert outcome(dying).state.startswith("08")
    after = machine.ask(signed_in + REFRESH, COUNT)
    if taken_twice:
        assert after.rows == [["30"]] and machine.opened == 1
        return
    assert after.state == "28000" and "Consent anew" in after.message
    assert machine.ask(signed_in + GET, COUNT).rows == [["30"]]


def kill_engine_of(application: int) -> None:
    """End the driver's process as a crash would."""
    children = Path(f"/proc/{application}/task/{application}/children").read_text().split()
    assert len(children) == 1, children
    os.kill(int(children[0]), signal.SIGKILL)
