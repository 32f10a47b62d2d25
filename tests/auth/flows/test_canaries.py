"""Secrets that are looked for after every flow at the highest Verbosity: they must be nowhere but where they belong."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.flows.test_headless import code_by_browser
from tests.auth.flows.test_service_accounts import client
from tests.auth.peers import SECRET, Machine, Outcome, Peer


class Journal:
    """Runs statements with a log, and keeps all that could hold a secret."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._log = machine.home / "driver.log"
        self._said: list[str] = []

    def ask(self, string: str, statement: str = COUNT) -> Outcome:
        done = self._machine.ask(f"{string}Logfile={self._log};Verbosity=5;", statement)
        self._said.append(done.message)
        return done

    def found(self, secrets: list[str]) -> set[str]:
        """Those of `secrets` that stand in a message, a log, a file or the arguments of a process."""
        files = [each for each in self._machine.home.rglob("*") if each.is_file()]
        text = "\n".join((*self._said, *(each.read_text("utf-8", "replace") for each in files)))
        assert "GET /rest/api/2/" in text and self._log.exists()
        return {secret for secret in secrets if secret in text or quote(secret, safe="") in text}


@pytest.fixture
def journal(machine: Machine) -> Journal:
    return Journal(machine)


def issued(provider: Peer) -> list[str]:
    found = provider.test("issued=1")["issued"]
    assert len(found) > 2
    return [str(each) for each in found]


def test_consent_refresh_and_failures(journal: Journal, machine: Machine, provider: Peer, string: str) -> None:
    assert journal.ask(f"{string}InitiateOAuth=GETANDREFRESH;").rows
    provider.test("end=AccessToken")
    assert journal.ask(f"{string}InitiateOAuth=REFRESH;").rows
    provider.test("end=AccessToken")
    provider.test("end=RefreshToken")
    assert journal.ask(f"{string}InitiateOAuth=REFRESH;").state == "28000"
    assert (machine.home / "browser.processes").read_bytes()
    assert journal.found([SECRET, *issued(provider)]) == set()


def test_code_tokens_given_and_procedures(journal: Journal, provider: Peer, string: str) -> None:
    off, given = f"{string}InitiateOAuth=OFF;", f"{string}InitiateOAuth=REFRESH;"
    code = code_by_browser(journal.ask(off, "EXEC GetOAuthAuthorizationURL").rows[0][0])
    assert journal.ask(f"{given}OAuthVerifier={code};").rows
    other = code_by_browser(journal.ask(off, "EXEC GetOAuthAuthorizationURL").rows[0][0])
    [[access, refresh, *_]] = journal.ask(f"{off}OAuthVerifier={other};", "EXEC GetOAuthAccessToken").rows
    assert journal.ask(f"{off}OAuthAccessToken={access};").rows
    assert journal.ask(f"{off}OAuthAccessToken=wr0ng-access-token;").state == "28000"
    assert journal.ask(f"{given}OAuthVerifier=wr0ng-verifier;OAuthSettingsLocation=memory://a;").state == "28000"
    assert journal.ask(f"{given}OAuthRefreshToken=wr0ng-refresh;OAuthSettingsLocation=memory://b;").state == "28000"
    canaries = [SECRET, code, other, access, refresh, "wr0ng-access-token", "wr0ng-verifier", "wr0ng-refresh"]
    assert journal.found(canaries + issued(provider)) == set()


def test_client_credentials_and_tokens(journal: Journal, provider: Peer, string: str) -> None:
    assert journal.ask(client(string)).rows
    assert journal.ask(client(string).replace(SECRET, "wr0ng-client-secret")).state == "28000"
    with Sandbox("cloud", 12, 1, bulky=False, scoped=True) as cloud, Sandbox("dc", 12, 1, bulky=False) as server:
        assert journal.ask(f"Driver=jsdodbc;{cloud.connection_string}").rows
        assert journal.ask(f"Driver=jsdodbc;{server.connection_string}").rows
        assert journal.ask(f"Driver=jsdodbc;URL={server.url};AuthScheme=PAT;APIToken={server.pat};").rows
        assert journal.ask(f"Driver=jsdodbc;URL={server.url};AuthScheme=PAT;APIToken=wr0ng-pat;").state == "28000"
        canaries = [SECRET, "wr0ng-client-secret", cloud.token, server.password, server.pat, "wr0ng-pat"]
    assert journal.found(canaries) == set()


def test_address_for_the_browser_holds_no_secret(journal: Journal, string: str) -> None:
    [[url, *_]] = journal.ask(f"{string}InitiateOAuth=OFF;", "EXEC GetOAuthAuthorizationURL").rows
    assert SECRET not in url and "client_secret" not in parse_qs(urlsplit(url).query)
    assert Path(urlsplit(url).path).name == "authorize"
