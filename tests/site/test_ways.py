"""The way to the site: certificates, proxies and firewalls, with nginx, tinyproxy and dante."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.settings import resolve
from jsdodbc.site.session import Session
from tests.site.machines import CERT_PASSWORD, PASSWORD, USER, Authority, danted, nginx, squid, tinyproxy

PROXIES = (tinyproxy,)


@pytest.fixture(scope="module")
def site() -> Iterator[Sandbox]:
    with Sandbox("dc", issues=20, bulky=False) as site:
        yield site


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def shown(authority: Authority) -> tuple[Path, x509.Certificate]:
    return authority.issue("site")


@pytest.fixture(scope="module")
def secure(
    site: Sandbox, shown: tuple[Path, x509.Certificate], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with nginx(tmp_path_factory.mktemp("nginx"), site.url, shown[0]) as port:
        yield f"https://127.0.0.1:{port}"


def connect(site: Sandbox, url: str, **properties: object) -> None:
    """Sign in and ask something. Raises Error."""
    given = {"URL": url, "User": site.user, "Password": site.password, **properties}
    settings, notices = resolve([(name, str(value)) for name, value in given.items()])
    assert not notices
    session = Session.open(settings, Cancellation(60))
    session.close()


def refused(site: Sandbox, url: str, **properties: object) -> Error:
    with pytest.raises(Error) as caught:
        connect(site, url, **properties)
    assert "canary" not in str(caught.value)
    return caught.value


def test_a_certificate_nobody_trusts_is_refused_and_says_what_to_do(site: Sandbox, secure: str) -> None:
    error = refused(site, secure)
    assert error.sqlstate == "08001"
    assert "not trusted" in error.message
    assert "SSLServerCert" in error.message


def _forms(file: Path, certificate: x509.Certificate, authority: Authority) -> dict[str, str]:
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    key = certificate.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {
        "any": "*",
        "text": pem,
        "file": str(file),
        "authority": str(authority.file),
        "key": key.decode(),
        "sha256": certificate.fingerprint(hashes.SHA256()).hex(),
        "sha1": certificate.fingerprint(hashes.SHA1()).hex(":").upper(),
        "md5": certificate.fingerprint(hashes.MD5()).hex(" "),
    }


@pytest.mark.parametrize("form", ["any", "text", "file", "authority", "key", "sha256", "sha1", "md5"])
def test_a_pinned_certificate_is_taken(
    site: Sandbox, secure: str, shown: tuple[Path, x509.Certificate], authority: Authority, form: str
) -> None:
    connect(site, secure, SSLServerCert=_forms(*shown, authority)[form])


@pytest.mark.parametrize("form", ["text", "file", "key", "sha256", "sha1", "md5"])
def test_another_certificate_than_the_pinned_is_refused(
    site: Sandbox, secure: str, authority: Authority, form: str
) -> None:
    error = refused(site, secure, SSLServerCert=_forms(*authority.issue("other"), authority)[form])
    assert error.sqlstate == "08001"
    assert "not trusted" in error.message


@pytest.mark.parametrize("value", ["nonsense", "/nowhere/at/all.pem", "-----BEGIN CERTIFICATE-----\nAAAA", "ab" * 19])
def test_a_pin_that_is_none_is_told(site: Sandbox, secure: str, value: str) -> None:
    error = refused(site, secure, SSLServerCert=value)
    assert error.sqlstate == "HY024"
    assert "SSLServerCert" in error.message


@pytest.fixture(scope="module")
def asking(
    site: Sandbox, authority: Authority, shown: tuple[Path, x509.Certificate], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A site that wants to see a certificate."""
    with nginx(tmp_path_factory.mktemp("nginx"), site.url, shown[0], clients=authority.file) as port:
        yield f"https://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("suffix", "kind", "password"),
    [
        (".pem", "AUTO", ""),
        (".locked", "PEMKEY_FILE", CERT_PASSWORD),
        (".p12", "PFXFILE", CERT_PASSWORD),
        (".p12", "AUTO", CERT_PASSWORD),
    ],
)
def test_a_certificate_of_ones_own_is_shown(
    site: Sandbox, asking: str, authority: Authority, suffix: str, kind: str, password: str
) -> None:
    file = authority.issue("client")[0].with_suffix(suffix)
    connect(
        site,
        asking,
        SSLServerCert=authority.file,
        SSLClientCert=file,
        SSLClientCertType=kind,
        SSLClientCertPassword=password,
        SSLClientCertSubject="CN=client",
    )


@pytest.mark.parametrize(
    "more",
    [
        {"SSLClientCertPassword": "canary-wrong"},
        {"SSLClientCertPassword": CERT_PASSWORD, "SSLClientCertSubject": "CN=else"},
        {"SSLClientCertType": "PEMKEY_FILE"},
    ],
)
def test_a_certificate_of_ones_own_that_is_no_good_is_told(
    site: Sandbox, asking: str, authority: Authority, more: dict[str, str]
) -> None:
    file = authority.issue("client")[0].with_suffix(".p12")
    error = refused(site, asking, SSLServerCert=authority.file, SSLClientCert=file, **more)
    assert error.sqlstate == "HY024"
    assert "SSLClientCert" in error.message


def test_without_a_certificate_of_ones_own(site: Sandbox, asking: str, authority: Authority) -> None:
    error = refused(site, asking, SSLServerCert=authority.file)
    assert error.sqlstate == "08001"
    assert "SSL certificate" in error.message
    assert "SSLClientCert" in error.message


Proxy = Callable[[Path], AbstractContextManager[int]]


@pytest.mark.parametrize("proxy", PROXIES)
def test_through_a_proxy(site: Sandbox, secure: str, authority: Authority, tmp_path: Path, proxy: Proxy) -> None:
    with proxy(tmp_path) as port:
        way = {"ProxyServer": "127.0.0.1", "ProxyPort": port, "ProxyUser": USER, "ProxyPassword": PASSWORD}
        connect(site, site.url, **way)
        connect(site, secure, SSLServerCert=authority.file, **way)
        for url in (secure,):  # for http tinyproxy says 401, as a site would
            error = refused(site, url, **{**way, "ProxyPassword": "canary-wrong"})
            assert error.sqlstate == "08001"
            assert "ProxyPassword" in error.message
        connect(
            site, site.url, **{**way, "ProxyPassword": "canary-wrong", "ProxyExceptions": "*.example.com;127.0.0.1"}
        )
    log = (tmp_path / "proxy.log").read_text()
    assert secure.removeprefix("https://") in log  # the tunnel
    assert site.url in log or site.url.rpartition(":")[2] in log


def test_a_tunnel_is_a_firewall_too(site: Sandbox, secure: str, authority: Authority, tmp_path: Path) -> None:
    with tinyproxy(tmp_path) as port:
        way = {"FirewallType": "TUNNEL", "FirewallServer": "127.0.0.1", "FirewallPort": port, "FirewallUser": USER}
        connect(site, secure, SSLServerCert=authority.file, FirewallPassword=PASSWORD, **way)
        assert "FirewallPassword" in refused(site, secure, FirewallPassword="canary-wrong", **way).message


@pytest.mark.parametrize(("kind", "named"), [("SOCKS4", False), ("SOCKS5", False), ("SOCKS5", True)])
def test_through_socks(
    site: Sandbox, secure: str, authority: Authority, tmp_path: Path, kind: str, named: bool
) -> None:
    url = secure.replace("127.0.0.1", "localhost") if named else secure
    with danted(tmp_path, signed_in=False) as port:
        connect(
            site, url, SSLServerCert=authority.file, FirewallType=kind, FirewallServer="127.0.0.1", FirewallPort=port
        )
    assert "pass" in (tmp_path / "proxy.log").read_text()


def test_a_sign_in_that_socks_refuses(site: Sandbox, tmp_path: Path) -> None:
    with danted(tmp_path, signed_in=True) as port:
        error = refused(
            site,
            site.url,
            FirewallType="SOCKS5",
            FirewallServer="127.0.0.1",
            FirewallPort=port,
            FirewallUser="nobody-here",
            FirewallPassword=PASSWORD,
        )
    assert error.sqlstate == "08001"
    assert "FirewallPassword" in error.message


def test_the_proxy_of_the_system(
    site: Sandbox, secure: str, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tinyproxy(tmp_path) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{USER}:{PASSWORD}@127.0.0.1:{port}")
        connect(site, secure, SSLServerCert=authority.file, ProxyAutoDetect="true")
        assert secure.removeprefix("https://") in (tmp_path / "proxy.log").read_text()
        monkeypatch.setenv("HTTPS_PROXY", f"http://{USER}:canary-wrong@127.0.0.1:{port}")
        assert refused(site, secure, ProxyAutoDetect="true").sqlstate == "08001"
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        connect(site, secure, SSLServerCert=authority.file, ProxyAutoDetect="true")


def test_a_proxy_that_is_not_there_is_told(site: Sandbox) -> None:
    error = refused(site, site.url, ProxyServer="127.0.0.1", ProxyPort=1, ProxyPassword=PASSWORD)
    assert error.sqlstate == "08001"
    assert "ProxyPort" in error.message


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"FirewallType": "SOCKS5"}, "HY024"),
        ({"FirewallServer": "gate"}, "HY024"),
        ({"FirewallType": "TUNNEL", "FirewallServer": "gate", "ProxyServer": "other"}, "HY024"),
        ({"ProxyServer": "gate", "ProxySSLType": "ALWAYS"}, "HYC00"),
    ],
)
def test_ways_that_cannot_be(site: Sandbox, given: dict[str, str], state: str) -> None:
    assert refused(site, "https://127.0.0.1:1", **given).sqlstate == state


@pytest.mark.parametrize("scheme", ["BASIC", "DIGEST", "NTLM"])
def test_ways_to_sign_in_at_a_proxy(site: Sandbox, tmp_path: Path, scheme: str) -> None:
    """http to the site too, which is tunnelled where a connection is what signs in."""
    with squid(tmp_path, scheme) as port:
        way = {"ProxyServer": "127.0.0.1", "ProxyPort": port, "ProxyAuthScheme": scheme, "ProxyUser": USER}
        connect(site, site.url, **way, ProxyPassword=PASSWORD)
        error = refused(site, site.url, **way | {"ProxyUser": ""}) if scheme != "BASIC" else None
        assert error is None or "ProxyUser and ProxyPassword" in error.message
        if scheme != "NTLM":
            error = refused(site, site.url, **way, ProxyPassword="canary-wrong", ProxySSLType="TUNNEL")
            assert error.sqlstate == "08001" and "ProxyPassword" in error.message
    log = (tmp_path / "proxy.log").read_text()
    assert "CONNECT" in log and PASSWORD not in log
