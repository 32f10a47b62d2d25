"""Getting through a proxy or firewall: what is said on a new socket before the site is on the other end.

CONNECT as in RFC 9110 9.3.6, SOCKS 4A, SOCKS 5 (RFC 1928) with user and password (RFC 1929). Names are looked up by
the other side. Nothing is read beyond the answer: what follows is the site's.
"""

from __future__ import annotations

import ipaddress
import socket
from email.parser import BytesParser

from jsdodbc.errors import Error
from jsdodbc.site.proxy_sign_in import STEPS, ProxySignIn
from jsdodbc.site.route import Route

_LONGEST_HEAD = 65536
_SOCKS5_REFUSALS = {
    1: "general failure",
    2: "not allowed by its rules",
    3: "network unreachable",
    4: "host unreachable",
    5: "connection refused",
    6: "took too long",
    7: "it does not connect",
    8: "kind of address not known",
}
_SOCKS4_REFUSALS = {91: "refused or failed", 92: "it finds no identd here", 93: "FirewallUser is not the one of identd"}


def pass_through(connected: socket.socket, route: Route, host: str, port: int) -> None:
    """Have `connected`, which leads to the server of `route`, lead to `host`. Raises OSError, Error 08001."""
    steps = {"TUNNEL": _tunnel, "SOCKS4": _socks4, "SOCKS5": _socks5}
    if route.kind in steps:
        steps[route.kind](connected, route, host, port)


def _tunnel(connected: socket.socket, route: Route, host: str, port: int) -> None:
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    sign_in = ProxySignIn(route, target)
    more = sign_in.headers
    for _ in range(STEPS):
        headers = {"Host": target, "Proxy-Connection": "keep-alive", **more}
        lines = [f"CONNECT {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        connected.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
        head = _head(connected)
        status, reason = _status(head)
        if 200 <= status < 300:
            return
        told = BytesParser().parsebytes(head.partition(b"\r\n")[2], headersonly=True)
        more = sign_in.answer(told) if status == 407 else {}
        if not more:
            break
        _exactly(connected, int(told.get("Content-Length") or 0))
    raise route.refused(status, reason)


def _head(connected: socket.socket) -> bytes:
    """An answer up to its empty line."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += _exactly(connected, 1)
        if len(head) > _LONGEST_HEAD:
            raise OSError("the proxy's answer has no end")
    return head


def _status(head: bytes) -> tuple[int, str]:
    words = head.split(b"\r\n", 1)[0].decode("latin-1").split(None, 2)
    if len(words) < 2 or not words[0].startswith("HTTP/") or not words[1].isdigit():
        raise OSError("the proxy does not speak HTTP")
    return int(words[1]), words[2] if len(words) > 2 else ""


def _socks4(connected: socket.socket, route: Route, host: str, port: int) -> None:
    try:
        address, name = ipaddress.IPv4Address(host).packed, b""
    except ValueError:
        address, name = b"\0\0\0\1", host.encode("ascii") + b"\0"
    user = route.user.encode().replace(b"\0", b"")
    connected.sendall(b"\4\1" + port.to_bytes(2, "big") + address + user + b"\0" + name)
    answer = _exactly(connected, 8)
    if answer[0] != 0:
        raise _other_protocol(route, "SOCKS 4")
    if answer[1] != 90:
        raise _not_through(route, _SOCKS4_REFUSALS.get(answer[1], f"code {answer[1]}"))


def _socks5(connected: socket.socket, route: Route, host: str, port: int) -> None:
    methods = b"\0\2" if route.user else b"\0"
    connected.sendall(b"\5" + bytes([len(methods)]) + methods)
    version, method = _exactly(connected, 2)
    if version != 5:
        raise _other_protocol(route, "SOCKS 5")
    if method == 2 and route.user:
        _sign_in(connected, route)
    elif method != 0:
        raise _who(route)
    connected.sendall(b"\5\1\0" + _address(host) + port.to_bytes(2, "big"))
    _, refusal, _, kind = _exactly(connected, 4)
    if refusal:
        raise _not_through(route, _SOCKS5_REFUSALS.get(refusal, f"code {refusal}"))
    length = {1: 4, 4: 16}.get(kind) or _exactly(connected, 1)[0]
    _exactly(connected, length + 2)


def _sign_in(connected: socket.socket, route: Route) -> None:
    user, password = route.user.encode(), route.password.encode()
    if len(user) > 255 or len(password) > 255:
        raise Error("HY024", f"{route.names}User and {route.names}Password may have 255 bytes each at most.")
    connected.sendall(b"\1" + bytes([len(user)]) + user + bytes([len(password)]) + password)
    if _exactly(connected, 2)[1] != 0:
        raise _who(route)


def _address(host: str) -> bytes:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        name = host.encode("ascii")
        return b"\3" + bytes([len(name)]) + name
    return (b"\1" if address.version == 4 else b"\4") + address.packed


def _exactly(connected: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        piece = connected.recv(count - len(received))
        if not piece:
            raise ConnectionError("the proxy or firewall hung up")
        received += piece
    return received


def _who(route: Route) -> Error:
    return Error("08001", f"{_the(route)} did not take the sign-in. Check {route.names}User and {route.names}Password.")


def _not_through(route: Route, reason: str) -> Error:
    return Error("08001", f"{_the(route)} did not connect to the site: {reason}. Check URL, or ask who runs it.")


def _other_protocol(route: Route, wanted: str) -> Error:
    return Error("08001", f"{_the(route)} does not speak {wanted}. Check FirewallType and {route.names}Port.")


def _the(route: Route) -> str:
    return f"{route.shown[:1].upper()}{route.shown[1:]}"
