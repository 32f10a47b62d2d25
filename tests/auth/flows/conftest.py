"""Sign-ins through the built driver and unixODBC, at servers of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.peers import SECRET, WRITE, Machine, Peer, free_port
from tests.auth.peers.crowd import APPLICATION, Crowd, connection
from tests.auth.peers.mellon import ServiceProvider
from tests.odbc.conftest import odbc

__all__ = ["odbc"]

COUNT = "SELECT COUNT(*) FROM Issues"


@pytest.fixture
def callback() -> str:
    return f"http://localhost:{free_port()}"


@pytest.fixture
def start_peer() -> Iterator[Callable[..., Peer]]:
    started: list[Peer] = []

    def start(script: str, **options: object) -> Peer:
        started.append(Peer(script, **options))
        return started[-1]

    yield start
    for peer in started:
        peer.stop()


@pytest.fixture
def provider(start_peer: Callable[..., Peer], callback: str) -> Peer:
    return start_peer("provider.mjs", secret=SECRET, callbacks=[callback], scope=WRITE)


@pytest.fixture
def machine(tmp_path: Path, callback: str) -> Machine:
    return Machine(tmp_path, callback)


@pytest.fixture
def desk(provider: Peer) -> Iterator[Sandbox]:
    """A Cloud site whose gateway takes the tokens of `provider`."""
    with Sandbox("cloud", 30, 3, bulky=False, introspection=introspection(provider)) as site:
        yield site


def introspection(provider: Peer) -> str:
    return f"{provider.url}/introspect?client_id=desk&client_secret={SECRET}"


@pytest.fixture
def string(desk: Sandbox, provider: Peer, callback: str) -> str:
    return oauth(desk, provider, callback)


def oauth(desk: Sandbox, provider: Peer, callback: str) -> str:
    """A connection string for `desk` with tokens of `provider`, without InitiateOAuth."""
    other = f"AuthorizationURL={provider.url}/authorize;TokenURL={provider.url}/oauth/token;RetryDelay=0.01"
    return (
        f"Driver=jsdodbc;URL={desk.url};AuthScheme=OAuth;OAuthVersion=2.0;OAuthClientId=desk;OAuthClientSecret={SECRET};"
        f"CallbackURL={callback};Other='{other}';"
    )


@pytest.fixture(scope="module")
def data_center() -> Iterator[Sandbox]:
    """900 issues, 20 a page."""
    with Sandbox("dc", 900, 3, bulky=False, clamp=20) as site:
        yield site


@pytest.fixture
def service(data_center: Sandbox) -> Iterator[ServiceProvider]:
    with ServiceProvider(data_center) as service:
        yield service


@pytest.fixture
def crowd(service: ServiceProvider) -> Iterator[Crowd]:
    with Crowd(service) as crowd:
        service.start(crowd.metadata)
        yield crowd


@pytest.fixture
def crowd_string(service: ServiceProvider, crowd: Crowd) -> str:
    return connection(service, crowd.login_url, APPLICATION)
