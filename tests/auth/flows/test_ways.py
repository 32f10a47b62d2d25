"""Proxies, firewalls and certificates: tokens and data go the way that is configured, and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.flows.test_headless import code_by_browser
from tests.auth.flows.test_service_accounts import client
from tests.auth.peers import SECRET, Machine, Peer
from tests.site.machines import (
    AWAY,
    CERT_PASSWORD,
    PASSWORD,
    USER,
    Authority,
    danted,
    nginx,
    squid,
    stunnel,
    tinyproxy,
)

OFF, REFRESH = "InitiateOAuth=OFF;", "InitiateOAuth=REFRESH;"
Front = Callable[[Path, str], AbstractContextManager[int]]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def shown(authority: Authority) -> tuple[Path, x509.Certificate]:
    return authority.issue("site")


@pytest.fixture(scope="module")
def own(authority: Authority) -> str:
    """The certificate that this machine shows, as properties."""
    file = authority.issue("client")[0].with_suffix(".p12")
    return f"SSLClientCert={file};SSLClientCertPassword={CERT_PASSWORD};"


@dataclass(frozen=True, slots=True)
class Behind:
    """A site and its tokens' server over TLS. `string`: connects there; the folders hold what each has logged."""

    string: str
    desk: str
    tokens: str
    folders: tuple[Path, Path]

    def visitors(self) -> tuple[set[str], set[str]]:
        """From which addresses each was asked."""
        at_desk, at_tokens = ((folder / "access.log").read_text().splitlines() for folder in self.folders)
        assert any(" /oauth/token" in line for line in at_tokens)
        return {line.split()[0] for line in at_desk}, {line.split()[0] for line in at_tokens}


@contextmanager
def behind(desk: Sandbox, provider: Peer, callback: str, folder: Path, front: Front) -> Iterator[Behind]:
    folders = folder / "site", folder / "tokens"
    for each in folders:
        each.mkdir()
    with front(folders[0], desk.url) as site, front(folders[1], provider.url) as tokens:
        other = f"GatewayURL=https://127.0.0.1:{site};AuthorizationURL={provider.url}/authorize"
        other += f";TokenURL=https://127.0.0.1:{tokens}/oauth/token;RetryDelay=0.01"
        string = (
            f"Driver=jsdodbc;URL=https://127.0.0.1:{site};AuthScheme=OAuth;OAuthClientId=desk;"
            f"OAuthClientSecret={SECRET};CallbackURL={callback};Other='{other}';"
        )
        yield Behind(string, f"127.0.0.1:{site}", f"127.0.0.1:{tokens}", folders)


@pytest.fixture
def plain(desk: Sandbox, provider: Peer, callback: str, tmp_path: Path, shown: tuple[Path, object]) -> Iterator[Behind]:
    """Behind nginx, which keeps account of who came."""
    with behind(desk, provider, callback, tmp_path, lambda folder, url: nginx(folder, url, shown[0])) as found:
        yield found


def sign_in(machine: Machine, provider: Peer, string: str) -> None:
    """Every flow of tokens without a browser, each followed by a query."""
    [[url, *_]] = machine.ask(string + OFF, "EXEC GetOAuthAuthorizationURL").rows
    code = code_by_browser(url)
    for given in (f"{string}{REFRESH}OAuthVerifier={code};", string + REFRESH, client(string)):
        done = machine.ask(given, COUNT)
        assert done.rows == [["30"]], done.message
        provider.test("end=AccessToken")
    assert provider.test() == {"token": 3, "refresh": 1, "failed": 0}


def proxied(port: int) -> str:
    return f"ProxyServer=127.0.0.1;ProxyPort={port};ProxyUser={USER};ProxyPassword={PASSWORD};"


def tunnelled(port: int) -> str:
    return (
        f"FirewallType=TUNNEL;FirewallServer=127.0.0.1;FirewallPort={port};FirewallUser={USER};"
        f"FirewallPassword={PASSWORD};"
    )


def by_socks(port: int) -> str:
    return f"FirewallType=SOCKS5;FirewallServer=127.0.0.1;FirewallPort={port};"


@contextmanager
def socks(folder: Path) -> Iterator[int]:
    with danted(folder, signed_in=False) as port:
        yield port


@pytest.mark.parametrize(
    ("machinery", "way"),
    [(squid, proxied), (tinyproxy, proxied), (squid, tunnelled), (socks, by_socks)],
    ids=["squid", "tinyproxy", "squid as firewall", "dante"],
)
def test_tokens_and_data_go_through(
    machine: Machine,
    provider: Peer,
    plain: Behind,
    authority: Authority,
    tmp_path: Path,
    machinery: Callable[[Path], AbstractContextManager[int]],
    way: Callable[[int], str],
) -> None:
    with machinery(tmp_path) as port:
        sign_in(machine, provider, f"{plain.string}SSLServerCert={authority.file};{way(port)}")
    log = (tmp_path / "proxy.log").read_text()
    assert all(target in log or target.replace(":", ".") in log for target in (plain.desk, plain.tokens)), log
    assert PASSWORD not in log
    assert plain.visitors() == ({AWAY}, {AWAY})


def test_proxy_that_refuses_is_told_for_tokens(
    machine: Machine, provider: Peer, plain: Behind, authority: Authority, tmp_path: Path
) -> None:
    with squid(tmp_path) as port:
        wrong = proxied(port).replace(PASSWORD, "canary-wrong")
        string = f"{plain.string}SSLServerCert={authority.file};{wrong}"
        failed = machine.ask(f"{string}{REFRESH}OAuthRefreshToken=x;", COUNT)
    assert failed.state == "08001" and "ProxyPassword" in failed.message and "canary" not in failed.message
    assert provider.test()["token"] == 0


def test_certificates_of_both_sides_at_nginx_and_stunnel(
    machine: Machine,
    provider: Peer,
    desk: Sandbox,
    callback: str,
    authority: Authority,
    shown: tuple[Path, x509.Certificate],
    own: str,
    tmp_path: Path,
) -> None:
    def front(folder: Path, url: str) -> AbstractContextManager[int]:
        make = nginx if folder.name == "site" else stunnel
        return make(folder, url, shown[0], authority.file)

    with behind(desk, provider, callback, tmp_path, front) as found:
        string = f"{found.string}SSLServerCert={authority.file};"
        sign_in(machine, provider, string + own)
        provider.test("reset=1")
        for asked_first in (string, string.replace(f"https://{found.desk}", desk.url)):
            failed = machine.ask(client(asked_first), COUNT)
            assert failed.state == "08001" and "SSLClientCert" in failed.message
        log = (found.folders[1] / "proxy.log").read_text()
    assert "CN=client" in log
    assert provider.test()["token"] == 0


def test_pinned_certificate_holds_for_tokens(
    machine: Machine, provider: Peer, plain: Behind, shown: tuple[Path, x509.Certificate], authority: Authority
) -> None:
    """The tokens' server has the pinned certificate too; with another, or with none, it is asked nothing."""
    sign_in(machine, provider, f"{plain.string}SSLServerCert={shown[1].fingerprint(hashes.SHA256()).hex()};")
    provider.test("reset=1")
    other = authority.issue("other")[1].fingerprint(hashes.SHA256()).hex()
    for pin in (f"SSLServerCert={other};", ""):
        failed = machine.ask(client(plain.string) + pin, COUNT)
        assert failed.state == "08001" and "not trusted" in failed.message
    assert provider.test()["token"] == 0
