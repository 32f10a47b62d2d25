"""Servers of others, browsers and applications that tests of signing in drive."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MODULES = HERE.parents[2] / "build" / "peers"
SECRET = "s3cret-of-the-app"
READ = "read:jira-work read:jira-user read:servicedesk-request offline_access"
WRITE = f"{READ} write:jira-work write:servicedesk-request manage:servicedesk-customer"


class Peer:
    """A node server; ends with its standard input."""

    def __init__(self, script: str, **options: Any) -> None:
        if not (MODULES / "node_modules").is_dir():
            pytest.fail("the servers that tests sign in at are missing: make test sets them up")
        command = ["node", "--no-warnings", str(HERE / script), str(MODULES)]
        environment = {**os.environ, "PEER_OPTIONS": json.dumps(options)}
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        assert self.url.startswith("http"), self.url

    def stop(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def test(self, query: str = "") -> dict[str, Any]:
        """What the server counted; `query` tells it what to do."""
        with urllib.request.urlopen(f"{self.url}/__test__?{query}", timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


@dataclass
class Outcome:
    """Rows of the last statement, or what failed."""

    rows: list[list[str]] = field(default_factory=list)
    state: str = ""
    message: str = ""


@dataclass
class Machine:
    """A home of its own with the driver, and a person at its browser. `callback`: with a port that is free."""

    home: Path
    callback: str
    does: str = ""
    browser: bool = True

    @property
    def environment(self) -> dict[str, str]:
        command = f"{sys.executable} {HERE / 'browser.py'} %s" if self.browser else "/no/browser %s"
        own = {"HOME": str(self.home), "XDG_STATE_HOME": str(self.home / "state"), "BROWSER": command}
        own["BROWSER_CALLBACK"] = self.callback
        return {**os.environ, **own, "BROWSER_DOES": self.does, "BROWSER_LOG": str(self.home / "browser.log")}

    @property
    def opened(self) -> int:
        """How often the browser was opened."""
        log = self.home / "browser.log"
        return len(log.read_text().splitlines()) if log.exists() else 0

    def start(self, string: str, *statements: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "ask.py")],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        process.stdin.write("\n".join((string, *statements)))
        process.stdin.close()
        process.stdin = None
        return process

    def ask(self, string: str, *statements: str) -> Outcome:
        """Connect, run, and say what came."""
        return outcome(self.start(string, *statements))


def outcome(process: subprocess.Popen[str]) -> Outcome:
    """What a started application says in the end."""
    said, complained = process.communicate(timeout=120)
    assert said, complained
    return Outcome(**json.loads(said))


def free_port() -> int:
    """A port that nobody has on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
