"""`jsdodbc logout` ends what a consent began, and says what it could not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jsdodbc import connection_string
from jsdodbc.cli.data_sources import add
from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT, introspection
from tests.auth.peers import SECRET, Machine, Peer
from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.okta import CLASSIC, Okta

GET, REFRESH = "InitiateOAuth=GETANDREFRESH;", "InitiateOAuth=REFRESH;"


class Logout:
    """`jsdodbc logout` of a data source with the properties of a connection string."""

    def __init__(self, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
        self._machine, self._patch = machine, monkeypatch

    def __call__(self, string: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        ini = self._machine.home / "odbc.ini"
        self._patch.setenv("ODBCINI", str(ini))
        add("user", "Desk", [pair for pair in connection_string.parse(string) if pair[0] != "Driver"])
        return subprocess.run(
            [sys.executable, "-m", "jsdodbc.cli.main", "logout", "Desk", *arguments],
            env={**self._machine.environment, "ODBCINI": str(ini)},
            capture_output=True,
            text=True,
            timeout=60,
        )


@pytest.fixture
def logout(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Logout:
    return Logout(machine, monkeypatch)


def with_revocation(string: str, provider: Peer) -> str:
    return string.replace("Other='", f"Other='RevocationURL={provider.url}/oauth/revoke;")


def test_tokens_are_given_back_and_forgotten(
    machine: Machine, provider: Peer, string: str, logout: Logout
) -> None:
    given = with_revocation(string, provider)
    assert machine.ask(given + GET, COUNT).rows == [["30"]]
    kept = machine.home / "state" / "jsdodbc" / "OAuthSettings.txt"
    copied = machine.home / "copied"
    copied.write_bytes(kept.read_bytes())
    copied.chmod(0o600)
    done = logout(given + REFRESH)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    assert f"{provider.url}/oauth/revoke: gave the refresh token back" in done.stdout
    assert f"{kept}: took the tokens out" in done.stdout and not kept.exists()
    assert "[Desk] still holds OAuthClientSecret" in done.stdout and SECRET not in done.stdout
    assert "There are no tokens yet" in machine.ask(given + REFRESH, COUNT).message
    provider.test("end=AccessToken")
    of_before = machine.ask(f"{given}{REFRESH}OAuthSettingsLocation={copied};", COUNT)
    assert of_before.state == "28000" and "revoked" in of_before.message
    again = logout(given + REFRESH)
    assert again.returncode == 0 and "held no tokens" in again.stdout


@pytest.mark.parametrize("broken", ["closed", "refused"])
def test_tokens_that_are_not_given_back_are_forgotten_all_the_same(
    machine: Machine, provider: Peer, string: str, logout: Logout, broken: str
) -> None:
    url = "http://127.0.0.1:1/revoke" if broken == "closed" else f"{provider.url}/nowhere"
    given = string.replace("Other='", f"Other='RevocationURL={url};")
    assert machine.ask(given + GET, COUNT).rows == [["30"]]
    done = logout(given + REFRESH)
    assert done.returncode == 1 and "[01000]" in done.stderr and "were not given back" in done.stderr
    assert "id.atlassian.com" in done.stderr and "took the tokens out" in done.stdout
    assert not (machine.home / "state" / "jsdodbc" / "OAuthSettings.txt").exists()


def test_data_center_has_no_such_address(
    machine: Machine, provider: Peer, string: str, desk: Sandbox, logout: Logout
) -> None:
    with Sandbox("dc", 12, 1, bulky=False, introspection=introspection(provider)) as server:
        there = string.replace(desk.url, server.url, 1) + "Scope=read:jira-work;"
        assert machine.ask(there + GET, COUNT).rows == [["12"]]
        done = logout(there + REFRESH)
        assert done.returncode == 1 and f"take the consent back at {server.url}/" in done.stderr
    assert "took the tokens out" in done.stdout


def test_ways_that_keep_nothing(machine: Machine, logout: Logout) -> None:
    with Sandbox("dc", 1, 1, bulky=False) as desk:
        done = logout(f"URL={desk.url};AuthScheme=PAT;APIToken={desk.pat};")
    assert done.returncode == 0 and "AuthScheme=PAT keeps nothing between connections" in done.stdout
    assert "still holds APIToken" in done.stdout and desk.pat not in done.stdout


def test_file_that_cannot_be_read_stays(machine: Machine, provider: Peer, string: str, logout: Logout) -> None:
    given = with_revocation(string, provider)
    assert machine.ask(given + GET, COUNT).rows == [["30"]]
    done = logout((given + REFRESH).replace(SECRET, "an-0ther"))
    assert done.returncode == 1 and "another OAuthClientSecret" in done.stderr
    assert (machine.home / "state" / "jsdodbc" / "OAuthSettings.txt").exists()


def test_passphrase_opens_the_file_on_another_machine(machine: Machine, string: str, tmp_path: Path) -> None:
    kept = tmp_path / "settings"
    located = f"{string}OAuthSettingsLocation={kept};OAuthSettingsPassphrase={{open sesame}};"
    assert machine.ask(located + GET, COUNT).rows == [["30"]]
    assert machine.ask(located + REFRESH, COUNT).rows == [["30"]]
    failed = machine.ask(located.replace("sesame", "barley") + REFRESH, COUNT)
    assert failed.state == "28000" and "another OAuthSettingsPassphrase" in failed.message
    assert "barley" not in failed.message


def test_okta_forgets_the_device(machine: Machine, logout: Logout) -> None:
    with (
        Sandbox("dc", 9, 1, bulky=False) as desk,
        ServiceProvider(desk) as service,
        Okta(service, CLASSIC, "email") as org,
    ):
        waiting = machine.ask(org.string(service, "MFAType=Email"), COUNT)
        assert "A code was sent" in waiting.message, waiting
        kept = machine.home / "state" / "jsdodbc" / "SSOSettings.txt"
        done = logout(org.string(service))
        assert done.returncode == 0 and f"{kept}: forgot this device's name" in done.stdout, done.stderr
        assert not kept.exists()
        assert "nothing was kept of User=ann" in logout(org.string(service)).stdout
