"""Machines without a browser, step by step as the documentation of authentication tells it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.peers import HERE, SECRET, Machine, Peer

OFF, GET, REFRESH = "InitiateOAuth=OFF;", "InitiateOAuth=GETANDREFRESH;", "InitiateOAuth=REFRESH;"
URL = "EXEC GetOAuthAuthorizationURL"


@pytest.fixture
def headless(tmp_path: Path, callback: str) -> Machine:
    home = tmp_path / "headless"
    home.mkdir()
    return Machine(home, callback, browser=False)


def code_by_browser(url: str) -> str:
    """What a person elsewhere notes down: the code in the address that the browser can't reach."""
    command = [sys.executable, str(HERE / "browser.py"), url, "--no-callback"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    said = parse_qs(urlsplit(done.stdout.strip()).query)
    return (said.get("code") or said["oauth_verifier"])[0]


def test_option_1_a_code_from_elsewhere(headless: Machine, provider: Peer, string: str) -> None:
    asked = headless.ask(string + OFF, URL)
    code = code_by_browser(asked.rows[0][0])
    kept = headless.home / "OAuthSettings.txt"
    located = f"{string}{REFRESH}OAuthSettingsLocation={kept};"
    assert headless.ask(f"{located}OAuthVerifier={code};", COUNT).rows == [["30"]]
    assert kept.exists()
    assert headless.ask(located, COUNT).rows == [["30"]]
    assert headless.ask(f"{located}OAuthVerifier={code};", COUNT).rows == [["30"]]  # a code that is left there
    assert provider.test() == {"token": 1, "refresh": 0, "failed": 0}


def test_option_1_a_code_that_is_none(headless: Machine, string: str) -> None:
    failed = headless.ask(f"{string}{REFRESH}OAuthVerifier=nonsense;", COUNT)
    assert failed.state == "28000" and "code (OAuthVerifier)" in failed.message
    failed = headless.ask(string + REFRESH, COUNT)
    assert failed.state == "28000" and "There are no tokens yet" in failed.message


def test_option_2_the_settings_file_from_elsewhere(
    machine: Machine, headless: Machine, provider: Peer, string: str
) -> None:
    kept, copied = machine.home / "OAuthSettings.txt", headless.home / "OAuthSettings.txt"
    assert machine.ask(f"{string}{GET}OAuthSettingsLocation={kept};", COUNT).rows == [["30"]]
    shutil.copy(kept, copied)
    located = f"{string}{REFRESH}OAuthSettingsLocation={copied};"
    assert headless.ask(located, COUNT).rows == [["30"]]
    provider.test("end=AccessToken")
    assert headless.ask(located, COUNT).rows == [["30"]]
    before = copied.read_bytes()
    failed = headless.ask(located.replace(SECRET, "an-0ther"), COUNT)
    assert failed.state == "28000" and "another OAuthClientSecret" in failed.message
    copied.chmod(0o644)
    failed = headless.ask(located, COUNT)
    assert failed.state == "28000" and f"chmod 600 {copied}" in failed.message
    assert copied.read_bytes() == before


def test_connection_without_tokens_has_procedures_only(headless: Machine, string: str) -> None:
    failed = headless.ask(string + OFF, COUNT)
    assert failed.state == "28000" and "InitiateOAuth=OFF" in failed.message


@pytest.mark.parametrize(
    "call",
    [
        "EXEC GetOAuthAuthorizationURL @CallbackURL = '{}', @Scope = 'read:jira-work', @State = 'it''s'",
        "EXECUTE GetOAuthAuthorizationURL '{}', 'read:jira-work', 'it''s'",
        "{{call GetOAuthAuthorizationURL('{}', 'read:jira-work', 'it''s')}}",
        "CALL GetOAuthAuthorizationURL(CallbackURL => '{}', State => 'it''s', Scope => 'read:jira-work')",
    ],
)
def test_ways_to_call(headless: Machine, string: str, callback: str, call: str) -> None:
    [[url, *_]] = headless.ask(string + OFF, call.format(callback)).rows
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert asked == {
        "response_type": "code",
        "client_id": "desk",
        "redirect_uri": callback,
        "scope": "read:jira-work",
        "state": "it's",
        "audience": "api.atlassian.com",
        "prompt": "consent",
    }


def test_scope_is_the_least_that_readonly_needs(headless: Machine, string: str) -> None:
    def scope(more: str) -> str:
        [[url, *_]] = headless.ask(string + OFF + more, URL).rows
        return parse_qs(urlsplit(url).query)["scope"][0]

    read = "read:jira-work read:jira-user read:servicedesk-request"
    write = "write:jira-work write:servicedesk-request manage:servicedesk-customer"
    assert scope("") == f"{read} offline_access"
    assert scope("Readonly=false;") == f"{read} {write} offline_access"


def test_tokens_by_procedures(headless: Machine, provider: Peer, string: str, desk: Sandbox) -> None:
    code = code_by_browser(headless.ask(string + OFF, URL).rows[0][0])
    [[access, refresh, seconds, _]] = headless.ask(string + OFF, f"EXEC GetOAuthAccessToken @Verifier = '{code}'").rows
    assert seconds == "3600"
    assert headless.ask(f"{string}{OFF}OAuthAccessToken={access};", COUNT).rows == [["30"]]
    call = f"EXEC RefreshOAuthAccessToken @OAuthRefreshToken = '{refresh}'"
    [[newer, next_refresh, *_]] = headless.ask(string + OFF, call).rows
    assert newer != access and next_refresh != refresh
    failed = headless.ask(string + OFF, call)
    assert failed.state == "28000" and "used already" in failed.message


def test_procedure_that_is_of_no_use(headless: Machine, desk: Sandbox) -> None:
    failed = headless.ask(f"Driver=jsdodbc;{desk.connection_string}", URL)
    assert failed.state == "HYC00" and "AuthScheme=OAuth" in failed.message
