"""The way to the site through the built driver: certificates, a proxy and a firewall of others, queries behind them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyodbc
import pytest

from jsdodbc.cli import register
from jsdodbc.sandbox.server import Sandbox
from tests.site.machines import CERT_PASSWORD, PASSWORD, USER, Authority, danted, nginx, tinyproxy

REQUESTS = 20


@pytest.fixture(scope="module")
def desk() -> Iterator[Sandbox]:
    with Sandbox("dc", issues=REQUESTS, bulky=False) as desk:
        yield desk


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def address(desk: Sandbox, authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Host and port of the site over TLS; it wants to see a certificate of the authority."""
    shown, _ = authority.issue("site")
    with nginx(tmp_path_factory.mktemp("nginx"), desk.url, shown, clients=authority.file) as port:
        yield f"127.0.0.1:{port}"


def issues(desk: Sandbox, address: str, authority: Authority, **more: object) -> int:
    """How many issues a query finds. Raises pyodbc.Error."""
    given = {
        "Driver": register.NAME,
        "URL": f"https://{address}",
        "AuthScheme": "Basic",
        "User": desk.user,
        "Password": desk.password,
        "SSLServerCert": authority.file,
        "SSLClientCert": authority.issue("client")[0].with_suffix(".p12"),
        "SSLClientCertPassword": CERT_PASSWORD,
        **more,
    }
    connection = pyodbc.connect(";".join(f"{name}={{{value}}}" for name, value in given.items()), autocommit=True)
    try:
        return len(connection.execute("SELECT IssueKey FROM Issues").fetchall())
    finally:
        connection.close()


def refused(desk: Sandbox, address: str, authority: Authority, **more: object) -> str:
    with pytest.raises(pyodbc.Error) as caught:
        issues(desk, address, authority, **more)
    assert "canary" not in str(caught.value)
    return str(caught.value)


def test_certificates_of_both_sides(desk: Sandbox, address: str, authority: Authority) -> None:
    assert issues(desk, address, authority) == REQUESTS
    assert "[08001]" in (message := refused(desk, address, authority, SSLServerCert="ab" * 32))
    assert "not trusted" in message
    assert "SSLClientCertPassword" in refused(desk, address, authority, SSLClientCertPassword="canary-wrong")


def test_a_proxy(desk: Sandbox, address: str, authority: Authority, tmp_path: Path) -> None:
    with tinyproxy(tmp_path) as port:
        way = {"ProxyServer": "127.0.0.1", "ProxyPort": port, "ProxyUser": USER}
        assert issues(desk, address, authority, ProxyPassword=PASSWORD, **way) == REQUESTS
        assert "ProxyPassword" in refused(desk, address, authority, ProxyPassword="canary-wrong", **way)
    assert address in (tmp_path / "proxy.log").read_text()


@pytest.mark.parametrize("kind", ["SOCKS4", "SOCKS5"])
def test_a_firewall(desk: Sandbox, address: str, authority: Authority, tmp_path: Path, kind: str) -> None:
    with danted(tmp_path, signed_in=False) as port:
        way = {"FirewallType": kind, "FirewallServer": "127.0.0.1", "FirewallPort": port}
        assert issues(desk, address, authority, **way) == REQUESTS
    assert "pass" in (tmp_path / "proxy.log").read_text()
