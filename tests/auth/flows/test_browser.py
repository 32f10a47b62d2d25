"""OAuth 2.0 with InitiateOAuth=GETANDREFRESH: consent in a browser, against npm's oidc-provider."""

from __future__ import annotations

import socket
import stat

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT, introspection
from tests.auth.peers import SECRET, Machine, Peer, outcome

GET = "InitiateOAuth=GETANDREFRESH;"


def test_first_connect_asks_for_consent_the_next_does_not(
    machine: Machine, provider: Peer, desk: Sandbox, string: str
) -> None:
    assert machine.ask(string + GET, COUNT).rows == [["30"]]
    assert machine.opened == 1
    assert all(one.path.startswith(("/rest/", "/oauth/token/acc")) for one in desk.requests)
    kept = machine.home / "state" / "jsdodbc" / "OAuthSettings.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert SECRET not in kept.read_text() and "desk" not in kept.read_text()
    assert machine.ask(string + GET, COUNT).rows == [["30"]]
    assert machine.ask(string + "InitiateOAuth=REFRESH;", COUNT).rows == [["30"]]
    assert machine.opened == 1
    assert provider.test()["token"] == 1


def test_applications_that_start_at_once_share_one_consent(machine: Machine, string: str) -> None:
    started = [machine.start(string + GET, COUNT) for _ in range(4)]
    assert [outcome(one).rows for one in started] == [[["30"]]] * 4
    assert machine.opened == 1


def test_application_that_a_packager_filled_in(machine: Machine, string: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = machine.home / "application.ini"
    slot.write_text(f"[oauth_app]\nclient_id = desk\nclient_secret = {SECRET}\ncallback_url = {machine.callback}\n")
    monkeypatch.setenv("JSDODBC_OAUTH_APPLICATION", str(slot))
    for given in ("OAuthClientId=desk;", f"OAuthClientSecret={SECRET};", f"CallbackURL={machine.callback};"):
        string = string.replace(given, "")
    assert machine.ask(string + GET, COUNT).rows == [["30"]]


def test_answer_with_a_foreign_state_is_refused_and_the_right_one_awaited(machine: Machine, string: str) -> None:
    machine.does = "foreign"
    assert machine.ask(string + GET, COUNT).rows == [["30"]]


def test_declined(machine: Machine, string: str) -> None:
    machine.does = "decline"
    failed = machine.ask(string + GET, COUNT)
    assert failed.state == "28000" and "declined" in failed.message


def test_nobody_consents(machine: Machine, string: str) -> None:
    machine.does = "nothing"
    failed = machine.ask(string.replace("RetryDelay", "BrowserTimeout=1;RetryDelay") + GET, COUNT)
    assert failed.state == "28000" and "within 1 s" in failed.message and machine.callback in failed.message


def test_busy_port(machine: Machine, string: str) -> None:
    port = int(machine.callback.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)):
        failed = machine.ask(string + GET, COUNT)
    assert failed.state == "HY000" and f"Port {port} of CallbackURL" in failed.message
    assert machine.opened == 0


def test_machine_without_a_browser(machine: Machine, string: str) -> None:
    machine.browser = False
    failed = machine.ask(string + GET, COUNT)
    assert failed.state == "28000" and "GetOAuthAuthorizationURL" in failed.message


def test_wrong_client_secret_opens_no_second_browser(machine: Machine, string: str) -> None:
    failed = machine.ask(string.replace(SECRET, "wrong") + GET, COUNT)
    assert failed.state == "28000" and "OAuthClientSecret" in failed.message
    assert machine.opened == 1  # consent comes before the secret is needed; it is not asked for again


def test_callback_of_another_machine_is_no_listener(machine: Machine, string: str) -> None:
    failed = machine.ask(string.replace("CallbackURL=http://localhost", "CallbackURL=http://jira.example.com") + GET)
    assert failed.state == "HY024" and "http://localhost:PORT" in failed.message


def test_data_center_has_a_provider_of_its_own(machine: Machine, provider: Peer, string: str, desk: Sandbox) -> None:
    """Its tokens go to the site itself, and no gateway is asked."""
    with Sandbox("dc", 12, 1, bulky=False, introspection=introspection(provider)) as server:
        there = string.replace(desk.url, server.url, 1) + "Scope=read:jira-work;"
        assert machine.ask(there + GET, COUNT).rows == [["12"]]
        provider.test("end=AccessToken")
        assert machine.ask(there + "InitiateOAuth=REFRESH;", COUNT).rows == [["12"]]
        assert machine.opened == 1
        assert all(one.path.startswith("/rest/") for one in server.requests)
