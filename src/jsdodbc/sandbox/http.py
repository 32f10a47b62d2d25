"""HTTP/1.1 by hand on asyncio: requests in, replies out, keep-alive, latency and faults on the wire.

A reply is made by one synchronous function (`Server.answer`); latency is waited out on the event loop, so any number of
connections may wait at the same time while one thread serves them all.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

GZIP_FROM = 1024
GZIP_CACHE_BYTES = 48 * 1024 * 1024


@dataclass(slots=True)
class Request:
    """One request; header names are lower case, the query keeps its order and repeated names."""

    method: str
    target: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes
    account: str | None = None
    gateway: bool = False

    def first(self, name: str, default: str | None = None) -> str | None:
        return next((value for key, value in self.query if key == name), default)

    def flag(self, name: str, default: bool) -> bool:
        """A truth value, in any letter case."""
        given = self.first(name)
        return default if given is None else given.lower() == "true"

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.query if key == name]


@dataclass(slots=True)
class Reply:
    """One answer. `cut` says what happens on the wire instead of a clean reply (see faults.py)."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json;charset=UTF-8"
    delay: float = 0.0
    cut: str = ""
    on_sent: Callable[[], None] | None = None


class Connection(asyncio.Protocol):
    """One client connection: requests are served one after the other."""

    def __init__(self, answer: Callable[[Request], Reply], live: set[Connection]) -> None:
        self.answer = answer
        self.live = live
        self.buffer = bytearray()
        self.busy = False
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.live.add(self)
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def connection_lost(self, exc: Exception | None) -> None:
        self.live.discard(self)
        self.transport = None

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.busy:
            self.next_request()

    def next_request(self) -> None:
        if self.transport is None:
            return
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self.buffer[:end]).decode("latin-1")
        headers = _headers(head)
        length = int(headers.get("content-length", "0"))
        if len(self.buffer) < end + 4 + length:
            if headers.get("expect", "").lower() == "100-continue":
                self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            return
        body = bytes(self.buffer[end + 4 : end + 4 + length])
        del self.buffer[: end + 4 + length]
        self.busy = True
        self.serve(_request(head, headers, body))

    def serve(self, request: Request) -> None:
        reply = self.answer(request)
        if reply.delay > 0:
            asyncio.get_running_loop().call_later(reply.delay, self.send, request, reply)
        else:
            self.send(request, reply)

    def send(self, request: Request, reply: Reply) -> None:
        if reply.on_sent is not None:
            reply.on_sent()
        if self.transport is None:
            return
        keep = request.headers.get("connection", "").lower() != "close" and not reply.cut
        write_reply(self.transport, request, reply, keep)
        self.busy = False
        if keep and self.buffer:
            asyncio.get_running_loop().call_soon(self.next_request)


def _headers(head: str) -> dict[str, str]:
    lines = head.split("\r\n")[1:]
    return {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _request(head: str, headers: dict[str, str], body: bytes) -> Request:
    method, target, _ = head.split("\r\n", 1)[0].split(" ", 2)
    parts = urlsplit(target if target.startswith("/") else "/" + target.split("://", 1)[-1].partition("/")[2])
    query = parse_qsl(parts.query, keep_blank_values=True)
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Request(method, target, unquote(parts.path), query, headers, body)


def write_reply(transport: asyncio.Transport, request: Request, reply: Reply, keep: bool) -> None:
    """Write the reply, or the piece of it that the fault lets through."""
    if reply.cut == "before headers":
        transport.abort()
        return
    body, encoding = _encoded(request, reply.body)
    headers = {"Content-Type": reply.content_type, **encoding, **reply.headers}
    headers["Connection"] = "keep-alive" if keep else "close"
    write = _CUTS.get(reply.cut, _whole)
    write(transport, reply.status, headers, b"" if request.method == "HEAD" else body)
    if not keep:
        transport.close()


def _whole(transport: asyncio.Transport, status: int, headers: dict[str, str], body: bytes) -> None:
    if status != 204:
        headers["Content-Length"] = str(len(body))
    transport.write(_head(status, headers) + body)


def _after_headers(transport: asyncio.Transport, status: int, headers: dict[str, str], body: bytes) -> None:
    transport.write(_head(status, {**headers, "Content-Length": str(len(body))}))


def _mid_body(transport: asyncio.Transport, status: int, headers: dict[str, str], body: bytes) -> None:
    transport.write(_head(status, {**headers, "Content-Length": str(len(body))}) + body[: len(body) // 2])


def _wrong_length(transport: asyncio.Transport, status: int, headers: dict[str, str], body: bytes) -> None:
    transport.write(_head(status, {**headers, "Content-Length": str(len(body) + 100)}) + body)


def _until_close(transport: asyncio.Transport, status: int, headers: dict[str, str], body: bytes) -> None:
    """No length at all: the end of the connection is the end of the body, and half of it is missing."""
    transport.write(_head(status, headers) + body[: len(body) // 2])


def _chunked(transport: asyncio.Transport, status: int, headers: dict[str, str], body: bytes) -> None:
    transport.write(_head(status, {**headers, "Transfer-Encoding": "chunked"}) + _chunks(body) + b"0\r\n\r\n")


def _chunked_cut(transport: asyncio.Transport, status: int, headers: dict[str, str], body: bytes) -> None:
    transport.write(_head(status, {**headers, "Transfer-Encoding": "chunked"}) + _chunks(body[: len(body) // 2]))


def _chunks(body: bytes, size: int = 4096) -> bytes:
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


_CUTS = {
    "after headers": _after_headers,
    "mid body": _mid_body,
    "wrong content-length": _wrong_length,
    "until close": _until_close,
    "chunked": _chunked,
    "chunked cut": _chunked_cut,
}


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} {phrase}\r\n{lines}\r\n".encode("latin-1")


_compressed: OrderedDict[bytes, bytes] = OrderedDict()
_compressed_bytes = 0


def _encoded(request: Request, body: bytes) -> tuple[bytes, dict[str, str]]:
    if len(body) < GZIP_FROM or "gzip" not in request.headers.get("accept-encoding", ""):
        return body, {}
    return compress(body), {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}


def compress(body: bytes) -> bytes:
    """gzip, remembering recent pages: a benchmark asks for the same page again and again."""
    global _compressed_bytes
    known = _compressed.get(body)
    if known is None:
        known = gzip.compress(body, 1, mtime=0)
        _compressed[body] = known
        _compressed_bytes += len(body) + len(known)
        while _compressed_bytes > GZIP_CACHE_BYTES and len(_compressed) > 1:
            old, packed = _compressed.popitem(last=False)
            _compressed_bytes -= len(old) + len(packed)
    return known


async def serve(
    answer: Callable[[Request], Reply], host: str, port: int, started: Callable[[int], None], stop: asyncio.Event
) -> None:
    """Serve until `stop`; `started` is told the port."""
    live: set[Connection] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(answer, live), host, port, backlog=512)
    started(server.sockets[0].getsockname()[1])
    await stop.wait()
    server.close()
    for connection in list(live):
        if connection.transport is not None:
            connection.transport.abort()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(server.wait_closed(), 1)
