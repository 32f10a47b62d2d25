"""A sandbox in a process of its own: the same handles, worked over its control routes."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from typing import Any

import orjson

from jsdodbc.sandbox.site import Logged


class RemoteFaults:
    def __init__(self, remote: Remote) -> None:
        self.remote = remote

    def add(self, kind: str, path: str = ".*", **options: Any) -> None:
        self.remote.call("POST", "faults", {"kind": kind, "path": path, **options})

    def clear(self) -> None:
        self.remote.call("DELETE", "faults")


class Remote:
    """Started with the options of Sandbox; ends when its standard input closes, so that it never outlives the test."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        command = [sys.executable, "-m", "jsdodbc.sandbox.child"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(options).encode() + b"\n")
        self.process.stdin.flush()
        self.url = self.process.stdout.readline().decode().strip()
        if not self.url:
            raise RuntimeError("the sandbox's process did not start")
        self.faults = RemoteFaults(self)

    def stop(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def call(self, method: str, what: str, body: object = None) -> Any:
        address = self.url.split("/", 3)
        request = urllib.request.Request(
            f"{address[0]}//{address[2]}/__sandbox__/{what}",
            method=method,
            data=None if body is None else orjson.dumps(body),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as reply:
            return orjson.loads(reply.read())

    @property
    def requests(self) -> list[Logged]:
        rows = self.call("GET", "requests")["requests"]
        return [
            Logged(
                method, path, tuple((name, value) for name, value in query), base64.b64decode(body), status, time, size
            )
            for method, path, query, body, status, time, size in rows
        ]

    @property
    def most_at_once(self) -> int:
        return int(self.call("GET", "requests")["most"])

    def clear(self) -> None:
        self.call("DELETE", "requests")

    def set(self, **settings: Any) -> None:
        self.call("POST", "settings", settings)

    def serve(
        self, method: str, path: str, body: object, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        raw = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else orjson.dumps(body)
        self.call(
            "POST",
            "serve",
            {
                "method": method,
                "path": path,
                "body": base64.b64encode(raw).decode(),
                "status": status,
                "headers": dict(headers or {}),
            },
        )
