"""A Data Center site behind application links of OAuth 1.0."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from jsdodbc.sandbox.server import Sandbox
from tests.auth.peers import HERE


class ApplicationLink:
    """`url`: of the site; `key_file`: the private key whose public key the link has."""

    consumer = "reports"

    def __init__(self, desk: Sandbox) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._desk = desk
        self.key_file = f"{self._folder.name}/private.pem"
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> ApplicationLink:
        key = rsa.generate_private_key(65537, 2048)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        Path(self.key_file).write_bytes(pem)
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        options = {
            "upstream": self._desk.url,
            "bearer": self._desk.pat,
            "public_key": public.decode(),
            "consumer": self.consumer,
        }
        command = [sys.executable, str(HERE / "application_link.py"), json.dumps(options)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        assert self.url.startswith("http")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None and self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
        self._folder.cleanup()

    def encrypted(self, password: str) -> str:
        """The file of the same key, which `password` opens."""
        key = serialization.load_pem_private_key(Path(self.key_file).read_bytes(), None)
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(password.encode()),
        )
        path = Path(self._folder.name) / "encrypted.pem"
        path.write_bytes(pem)
        return str(path)

    def test(self, query: str = "") -> dict[str, Any]:
        """What the link counted and issued; `query` tells it what to do."""
        with urllib.request.urlopen(f"{self.url}/__test__?{query}", timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
        return found
