"""Which way a host is reached: directly, through a proxy, through a firewall."""

from __future__ import annotations

import ipaddress
import os
import sys
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from jsdodbc.errors import Error
from jsdodbc.properties.groups import Way

_BY_CONNECTION = ("DIGEST", "NTLM")  # these sign in once a connection
_PORTS = {"TUNNEL": 80, "SOCKS4": 1080, "SOCKS5": 1080}
_KINDS = {
    "http": "TUNNEL",
    "https": "TUNNEL",
    "socks4": "SOCKS4",
    "socks4a": "SOCKS4",
    "socks": "SOCKS5",
    "socks5": "SOCKS5",
    "socks5h": "SOCKS5",
}


@dataclass(frozen=True, slots=True)
class Route:
    """`kind`: "" for directly, "ASK" (an HTTP proxy sends the request on), "TUNNEL" (CONNECT), "SOCKS4" or "SOCKS5".

    `scheme`: how to sign in at it. `names`: the properties that describe it, for messages: "Proxy" or "Firewall".
    `secure`: TLS to the proxy itself.
    """

    kind: str = ""
    server: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    secure: bool = False
    names: str = "Proxy"
    scheme: str = "BASIC"

    @property
    def shown(self) -> str:
        return f"the {self.names.casefold()} {self.server}:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """Those that sign in at an HTTP proxy by Basic."""
        if not self.user or self.scheme != "BASIC":
            return {}
        sent = b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")
        return {"Proxy-Authorization": f"Basic {sent}"}

    def refused(self, status: int, reason: str) -> Error:
        """What to say of a proxy that answered for itself. `status`: HTTP's."""
        if status in (401, 407):  # 401: tinyproxy before 1.11.2
            advice = f"did not take the sign-in ({status}). Check {self.names}User and {self.names}Password."
        else:
            advice = f"does not let this connection through ({status} {reason}). Ask who runs it to allow the site."
        return Error("08001", f"{self.shown[:1].upper()}{self.shown[1:]} {advice}", native=status)


DIRECT = Route()


def check(way: Way) -> None:
    """Raises Error HY024 for settings that contradict each other."""
    firewall = way.firewall_type != "NONE"
    if firewall and not way.firewall_server:
        raise Error("HY024", f"FirewallType={way.firewall_type} needs FirewallServer. Set it to the firewall's host.")
    if way.firewall_server and not firewall:
        raise Error("HY024", "FirewallServer needs FirewallType. Set it to TUNNEL, SOCKS4 or SOCKS5.")
    if firewall and way.proxy_server:
        raise Error("HY024", "FirewallServer and ProxyServer are both set, but one way is taken. Leave one out.")


def route(way: Way, host: str, *, secure: bool) -> Route:
    """The way to `host`. `secure`: over https. Raises Error HY024, HYC00."""
    check(way)
    if way.firewall_type != "NONE":
        port = way.firewall_port or _PORTS[way.firewall_type]
        user, password = way.firewall_user, way.firewall_password
        return Route(way.firewall_type, way.firewall_server, port, user, password, names="Firewall")
    if way.proxy_auto_detect:
        return _detected(host, secure=secure)
    if not way.proxy_server or excepted(way.proxy_exceptions, host):
        return DIRECT
    to_proxy = way.proxy_ssl_type == "ALWAYS"
    if to_proxy and secure:
        raise Error(
            "HYC00",
            "ProxySSLType=ALWAYS can't carry https to the site. Use AUTO: the site's TLS is tunnelled.",
        )
    scheme = way.proxy_auth_scheme
    tunnelled = secure or way.proxy_ssl_type == "TUNNEL" or scheme in _BY_CONNECTION
    user = way.proxy_user if scheme != "NONE" else ""
    server, port, password = way.proxy_server, way.proxy_port, way.proxy_password
    return Route("TUNNEL" if tunnelled else "ASK", server, port, user, password, secure=to_proxy, scheme=scheme)


def excepted(exceptions: str, host: str) -> bool:
    """Whether `host` is one of `exceptions`: names, *.domains, addresses and networks; by `;`, `,` or spaces."""
    patterns = exceptions.replace(";", " ").replace(",", " ").casefold().split()
    return any(_matches(pattern, host.casefold()) for pattern in patterns)


def _matches(pattern: str, host: str) -> bool:
    if pattern in ("*", host):
        return True
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(pattern, strict=False)
    except ValueError:
        suffix = pattern.removeprefix("*")
        return suffix.startswith(".") and host.endswith(suffix)


def _detected(host: str, *, secure: bool) -> Route:
    proxies, exceptions = _of_system()
    found = proxies.get("https" if secure else "http") or proxies.get("all")
    # In the environment a name stands for what is below it too.
    below = " ".join(f".{name.lstrip('.')}" for name in exceptions.replace(",", " ").split() if name[:1] not in "*")
    if not found or excepted(f"{exceptions} {below}", host):
        return DIRECT
    parts = urlsplit(found if "://" in found else f"http://{found}")
    kind = _KINDS.get(parts.scheme)
    if kind is None or not parts.hostname or (parts.scheme == "https" and secure):
        raise Error(
            "HY024",
            "ProxyAutoDetect found a proxy that can't be used. Correct HTTPS_PROXY (http://host:port or "
            "socks5://host:port), or set ProxyServer and ProxyAutoDetect=false.",
        )
    port = parts.port or _PORTS[kind]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if kind == "TUNNEL" and not secure:
        kind = "ASK"
    return Route(kind, parts.hostname, port, user, password, secure=parts.scheme == "https")


def _of_system() -> tuple[dict[str, str], str]:
    """Scheme -> address, and the exceptions."""
    if sys.platform in ("win32", "darwin"):
        import urllib.request  # slow, and only there does it know more than the environment

        found = urllib.request.getproxies()
        return found, found.get("no", "")
    names = ["https", "all"] + ["http"] * ("REQUEST_METHOD" not in os.environ)  # HTTP_PROXY may be a client's header
    found = {name: _variable(f"{name}_proxy") for name in names}
    return found, _variable("no_proxy")


def _variable(name: str) -> str:
    return os.environ.get(name) or os.environ.get(name.upper()) or ""
