"""AuthScheme=OAuthClient, tokens with scopes and personal access tokens: machines that nobody consents for."""

from __future__ import annotations

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.peers import SECRET, Machine, Peer


def client(string: str) -> str:
    return string.replace("AuthScheme=OAuth;", "AuthScheme=OAuthClient;").replace("ClientId=desk", "ClientId=robot")


def test_client_credentials(machine: Machine, provider: Peer, desk: Sandbox, string: str) -> None:
    assert machine.ask(client(string), COUNT).rows == [["30"]]
    desk.faults.add("status", "/rest/api/2/search/jql", status=401, times=1)
    provider.test("reset=1")
    assert machine.ask(client(string), COUNT).rows == [["30"]]
    assert provider.test()["token"] == 2  # one to connect, one in the middle of the query


def test_wrong_credential(machine: Machine, string: str) -> None:
    failed = machine.ask(client(string).replace(SECRET, "wr0ng"), COUNT)
    assert failed.state == "28000" and "OAuthClientSecret" in failed.message


def test_token_with_scopes_finds_the_gateway(machine: Machine) -> None:
    with Sandbox("cloud", 12, 1, bulky=False, scoped=True) as desk:
        assert machine.ask(f"Driver=jsdodbc;{desk.connection_string}", COUNT).rows == [["12"]]
        paths = [one.path for one in desk.requests]
        assert "/_edge/tenant_info" in paths
        failed = machine.ask(f"Driver=jsdodbc;APIToken=wr0ng;{desk.connection_string}", COUNT)
        assert failed.state == "28000" and "gateway" in failed.message


def test_personal_access_token(machine: Machine) -> None:
    with Sandbox("dc", 12, 1, bulky=False) as desk:
        string = f"Driver=jsdodbc;URL={desk.url};AuthScheme=PAT;"
        assert machine.ask(f"{string}APIToken={desk.pat}", COUNT).rows == [["12"]]
        failed = machine.ask(f"{string}APIToken=wr0ng", COUNT)
        assert failed.state == "28000" and "Personal Access Tokens" in failed.message


def test_site_that_tells_strangers_nothing(machine: Machine) -> None:
    """Cloud always tells what it is, so this is none."""
    with Sandbox("dc", 12, 1, bulky=False) as desk:
        desk.faults.add("status", "/rest/api/2/serverInfo", status=401, times=1)
        assert machine.ask(f"Driver=jsdodbc;URL={desk.url};AuthScheme=PAT;APIToken={desk.pat};", COUNT).rows == [["12"]]
