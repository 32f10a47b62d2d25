"""What a token endpoint says no with, each answer as it was seen; against npm's oauth2-mock-server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.flows.test_headless import code_by_browser
from tests.auth.peers import SECRET, Machine, Peer, free_port

GET, REFRESH = "InitiateOAuth=GETANDREFRESH;", "InitiateOAuth=REFRESH;OAuthRefreshToken=r3fresh-token;"
DEAD = {"error": "unauthorized_client", "error_description": "refresh_token is invalid"}
UNKNOWN = {"error": "invalid_grant", "error_description": "Unknown or invalid refresh token."}
WRONG_SECRET = {"error": "access_denied", "error_description": "Unauthorized"}


@pytest.fixture
def start(start_peer: Callable[..., Peer], callback: str) -> Iterator[Callable[..., tuple[Peer, str, Sandbox]]]:
    """A mock that refuses first, a connection string for a desk that takes its tokens, and that desk."""
    desks: list[Sandbox] = []

    def started(flavour: str, *refusals: dict[str, Any]) -> tuple[Peer, str, Sandbox]:
        mock = start_peer("mock.mjs", refusals=list(refusals))
        desk = Sandbox(flavour, 20, 1, bulky=False, introspection=f"{mock.url}/introspect?client_id=x").start()
        desks.append(desk)
        other = f"AuthorizationURL={mock.url}/authorize;TokenURL={mock.url}/token;RetryDelay=0.01;Retries=2"
        string = (
            f"Driver=jsdodbc;URL={desk.url};AuthScheme=OAuth;OAuthClientId=desk;OAuthClientSecret={SECRET};"
            f"CallbackURL={callback};OAuthSettingsLocation=memory://x;Other='{other}';"
        )
        return mock, string, desk

    yield started
    for desk in desks:
        desk.stop()


@pytest.mark.parametrize("body", [DEAD, UNKNOWN], ids=["unauthorized_client", "invalid_grant"])
def test_dead_refresh_token(start: Callable[..., Any], machine: Machine, body: dict[str, str]) -> None:
    _, string, _ = start("cloud", {"status": 403, "body": body})
    failed = machine.ask(string + REFRESH, COUNT)
    assert failed.state == "28000" and "Consent anew" in failed.message
    assert body["error_description"].rstrip(".") in failed.message
    assert machine.opened == 0


def test_wrong_client_secret_never_opens_a_browser(start: Callable[..., Any], machine: Machine) -> None:
    mock, string, _ = start("cloud", {"status": 401, "body": WRONG_SECRET})
    failed = machine.ask(string + GET + "OAuthRefreshToken=r3fresh-token;", COUNT)
    assert failed.state == "28000" and "OAuthClientSecret" in failed.message
    assert machine.opened == 0 and mock.test()["token"] == 1


def test_busy_and_broken_servers_are_asked_again(start: Callable[..., Any], machine: Machine) -> None:
    busy = {"status": 429, "body": {"error": "slow_down"}}
    mock, string, _ = start("cloud", busy, {"status": 503, "body": "<html>maintenance</html>"})
    assert machine.ask(string + REFRESH, COUNT).rows == [["20"]]
    assert mock.test()["token"] == 3


def test_page_instead_of_a_token(start: Callable[..., Any], machine: Machine) -> None:
    _, string, _ = start("cloud", *[{"status": 502, "body": "<html>bad gateway</html>"}] * 3)
    failed = machine.ask(string + REFRESH, COUNT)
    assert failed.state == "08S01" and "502" in failed.message


def test_scope_that_is_not_allowed(start: Callable[..., Any], machine: Machine) -> None:
    _, string, _ = start("cloud", {"status": 400, "body": {"error": "invalid_scope"}})
    failed = machine.ask(string + REFRESH, COUNT)
    assert failed.state == "28000" and "Set Scope" in failed.message


def test_data_center_names_the_callback_when_refreshing(
    start: Callable[..., Any], machine: Machine, callback: str
) -> None:
    mock, string, _ = start("dc")
    assert machine.ask(string + REFRESH, COUNT).rows == [["20"]]
    [form] = mock.test()["forms"]
    assert form["redirect_uri"] == callback and form["grant_type"] == "refresh_token"


def test_tokens_of_another_site(start: Callable[..., Any], machine: Machine) -> None:
    _, string, desk = start("cloud")
    with Sandbox("cloud", 1, 1, bulky=False) as other:
        other.serve("GET", "/_edge/tenant_info", {"cloudId": "another"})
        elsewhere = string.replace(desk.url, other.url, 1).replace("Other='", f"Other='GatewayURL={desk.url};")
        failed = machine.ask(elsewhere + REFRESH, COUNT)
    assert failed.state == "28000" and f"They are for: {desk.url}" in failed.message


def test_without_url_the_tokens_tell_the_site(start: Callable[..., Any], machine: Machine) -> None:
    _, string, desk = start("cloud")
    nowhere = string.replace(f"URL={desk.url};", "", 1).replace("Other='", f"Other='GatewayURL={desk.url};")
    assert machine.ask(nowhere + REFRESH, COUNT).rows == [["20"]]


def test_no_application_says_how_to_make_one(start: Callable[..., Any], machine: Machine) -> None:
    _, string, _ = start("cloud")
    without = string.replace("OAuthClientId=desk;", "").replace(f"OAuthClientSecret={SECRET};", "")
    failed = machine.ask(without + GET)
    assert failed.state == "28000"
    assert all(f"({step})" in failed.message for step in range(1, 6)) and "console" in failed.message


def test_callback_that_is_not_registered(machine: Machine, provider: Peer, string: str) -> None:
    """The provider shows a page of its own and sends nobody back."""
    other = f"http://localhost:{free_port()}"
    string = string.replace(machine.callback, other).replace("RetryDelay", "BrowserTimeout=3;RetryDelay")
    failed = machine.ask(string + GET, COUNT)
    assert failed.state == "28000" and "redirect_uri" in failed.message and f"CallbackURL={other}" in failed.message
    assert machine.opened == 1 and provider.test()["token"] == 0


def test_code_for_another_callback(machine: Machine, string: str) -> None:
    [[url, *_]] = machine.ask(f"{string}InitiateOAuth=OFF;", "EXEC GetOAuthAuthorizationURL").rows
    code = code_by_browser(url)
    other = string.replace(machine.callback, f"http://localhost:{free_port()}")
    failed = machine.ask(f"{other}InitiateOAuth=REFRESH;OAuthVerifier={code};", COUNT)
    assert failed.state == "28000" and "with the CallbackURL they were made for" in failed.message


SCOPE = {"code": 401, "message": "Unauthorized; scope does not match"}
NOT_ENABLED = {"code": 403, "message": "OAuth 2.0 is not enabled for method: GET /rest/servicedeskapi/servicedesk"}


def test_scope_that_the_consent_lacks_while_connecting(start: Callable[..., Any], machine: Machine) -> None:
    mock, string, desk = start("cloud")
    desk.serve("GET", "/rest/api/2/myself", SCOPE, 401)
    failed = machine.ask(string + REFRESH, COUNT)
    assert failed.state == "28000" and SCOPE["message"] in failed.message
    assert "read:servicedesk-request" in failed.message and "consent anew" in failed.message
    assert mock.test()["token"] == 2  # one to connect, one because a new token might do


@pytest.mark.parametrize(("body", "status"), [(SCOPE, 401), (NOT_ENABLED, 403)], ids=["scope", "not enabled"])
def test_scope_that_the_consent_lacks_for_a_table(
    start: Callable[..., Any], machine: Machine, body: dict[str, Any], status: int
) -> None:
    mock, string, desk = start("cloud")
    desk.serve("GET", "/rest/servicedeskapi/servicedesk", body, status)
    failed = machine.ask(string + REFRESH, "SELECT * FROM ServiceDesks")
    assert body["message"] in failed.message
    assert failed.state in ("28000", "42000") and "Scope" in failed.message and "consent anew" in failed.message
    assert mock.test()["token"] == (2 if status == 401 else 1)
    assert machine.ask(string + REFRESH, COUNT).rows == [["20"]]
