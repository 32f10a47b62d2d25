"""mitmdump as the proxy of a test: what was sent, where to, in which place."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_plus

import pytest

from tests.auth.peers import HERE, MODULES
from tests.site.machines import PASSWORD, USER, Authority, free_port, started

_BASE64 = re.compile(r"[A-Za-z0-9+/=_-]{8,}")


@dataclass(frozen=True, slots=True)
class Recorder:
    """`properties`: what sends a connection this way. `authority`: whose certificates it shows."""

    port: int
    properties: str
    authority: Path
    record: Path

    def sightings(self, secrets: dict[str, str]) -> dict[str, set[str]]:
        """Name of a secret -> the `host place` where it was sent, place being a header's name, the path or the body."""
        found: dict[str, set[str]] = defaultdict(set)
        for sent in self._requests():
            places = {name.casefold(): value for name, value in sent["headers"]}
            body = base64.b64decode(sent["body"]).decode("latin-1")
            places |= {"path": sent["path"], f"body of {sent['path']}": body}
            for place, text in places.items():
                readings = _readings(text)
                for name, secret in secrets.items():
                    if any(secret in each for each in readings):
                        found[name].add(f"{sent['host']} {place}")
        return dict(found)

    def processes(self) -> str:
        """The arguments of all processes, at each request."""
        return "\n".join(sent["processes"] for sent in self._requests())

    def _requests(self) -> list[dict[str, str]]:
        lines = self.record.read_text().splitlines()
        assert lines, "nothing was recorded"
        return [json.loads(line) for line in lines]


def _readings(text: str) -> list[str]:
    """A text as it stands, unquoted, and what is base64 in it decoded."""
    decoded: list[str] = []
    for word in _BASE64.findall(text):
        try:
            altered = b"-_" if {"-", "_"} & set(word) else None
            decoded.append(base64.b64decode(word + "=" * (-len(word) % 4), altered).decode("latin-1"))
        except binascii.Error:
            continue
    return [text, unquote_plus(text), *decoded]


@contextmanager
def recording(folder: Path, upstream: Authority) -> Iterator[Recorder]:
    """A proxy that opens TLS, signed in at with USER and PASSWORD. `upstream`: the authority of the sites behind it."""
    port, record, own = free_port(), folder / "record.jsonl", folder / "certificates"
    record.touch()
    command = [str(MODULES / "mitmproxy" / "bin" / "mitmdump"), "--quiet", "--scripts", str(HERE / "record.py")]
    options = {
        "confdir": own,
        "listen_host": "127.0.0.1",
        "listen_port": port,
        "proxyauth": f"{USER}:{PASSWORD}",
        "ssl_verify_upstream_trusted_ca": upstream.file,
        "connection_strategy": "lazy",
    }
    config = own / "config.yaml"
    own.mkdir()
    config.write_text("".join(f"{name}: {value}\n" for name, value in options.items()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECORD_TO", str(record))
        with started([*command, "--set", f"confdir={own}"], port, folder):
            way = f"ProxyServer=127.0.0.1;ProxyPort={port};ProxyUser={USER};ProxyPassword={PASSWORD};"
            yield Recorder(port, way, own / "mitmproxy-ca-cert.pem", record)
