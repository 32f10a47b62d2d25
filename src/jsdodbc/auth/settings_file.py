"""OAuthSettingsLocation: what is kept between connections, in one encrypted file.

    JSMOA1\\n
    {"v": 1, "kdf": …, "salt": …, "nonce": …}\\n
    base64 of AES-256-GCM, the two lines before being authenticated with it

What is encrypted is a JSON object: entry id -> entry. The key comes from something that the reader holds besides the
file, so that the file can be copied to another machine and is of no use alone.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import stat
import tempfile
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error

MAGIC = b"JSMOA1"
MEMORY = "memory://"
WRITING, CONSENT = "lock", "consent.lock"  # what is done by one at a time
_POLL = 0.05  # seconds between tries for the lock; another process holds it for one call of the token endpoint
_MOST = 16 << 20

Entry = dict[str, Any]
Entries = dict[str, Entry]


@dataclass(frozen=True, slots=True)
class KeySource:
    """What the key is made from. `kdf`: how, as the file says it; `held`: name of what holds it, for messages."""

    kdf: str
    secret: bytes = field(repr=False)
    held: str

    @classmethod
    def client_secret(cls, secret: str) -> KeySource:
        return cls("hkdf-client-secret", secret.encode(), "OAuthClientSecret")

    @classmethod
    def private_key(cls, pkcs8_der: bytes) -> KeySource:
        return cls("hkdf-private-key", pkcs8_der, "OAuthJWTCert")

    @classmethod
    def key_file(cls, path: Path) -> KeySource:
        """A random key in a file of the user's own, made when it isn't there. Not for copying to other machines."""
        with _told(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(file, "wb") as made:
                    made.write(os.urandom(32))
        return cls("hkdf-key-file", _own_bytes(path), str(path))

    @classmethod
    def passphrase(cls, words: str) -> KeySource:
        return cls("scrypt-passphrase", words.encode(), "OAuthSettingsPassphrase")

    def key(self, salt: bytes) -> bytes:
        if self.kdf == "scrypt-passphrase":
            return _stretched(self.secret, salt)
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), 32, salt, b"jsdodbc OAuthSettings").derive(self.secret)


class Store(Protocol):
    """Where entries are kept."""

    def locked(self, cancellation: Cancellation, what: str = WRITING) -> contextlib.AbstractContextManager[None]:
        """Nobody else, in no process, does the same meanwhile. Raises Error HY000 where nothing could be written."""

    def read(self) -> Entries:
        """All entries, {} when there is nothing yet. Raises Error 28000 for a file that must not or can't be read."""

    def write(self, entries: Entries) -> None:
        """Replace all entries, at once or not at all; without any nothing is left. Only while locked."""

    @property
    def place(self) -> str:
        """How it is called in messages."""


class SettingsFile:
    """`path`: the file, made by the first write with its folder."""

    def __init__(self, path: Path, source: KeySource) -> None:
        self.path = Path(os.path.realpath(path))
        self._source = source

    @contextlib.contextmanager
    def locked(self, cancellation: Cancellation, what: str = WRITING) -> Iterator[None]:
        from filelock import FileLock, Timeout

        with _told(self.path):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(f"{self.path}.{what}", mode=0o600)
            while True:
                cancellation.check()
                with contextlib.suppress(Timeout):
                    lock.acquire(timeout=_POLL, poll_interval=_POLL / 5)
                    break
        try:
            yield
        finally:
            lock.release()

    def read(self) -> Entries:
        if not self.path.exists():
            return {}
        return self._decrypted(_own_bytes(self.path))

    @property
    def place(self) -> str:
        return str(self.path)

    def write(self, entries: Entries) -> None:
        with _told(self.path):
            if not entries:
                self.path.unlink(missing_ok=True)
                _sync_folder(self.path.parent)
                return
            file, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
            try:
                with os.fdopen(file, "wb") as temporary:
                    temporary.write(self._encrypted(entries))
                    temporary.flush()
                    os.fsync(temporary.fileno())
                Path(name).replace(self.path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            _sync_folder(self.path.parent)

    def _encrypted(self, entries: Entries) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        salt, nonce = os.urandom(16), os.urandom(12)
        header = {"v": 1, "kdf": self._source.kdf, "salt": _text(salt), "nonce": _text(nonce)}
        head = MAGIC + b"\n" + json.dumps(header).encode() + b"\n"
        sealed = AESGCM(self._source.key(salt)).encrypt(nonce, json.dumps(entries).encode(), head)
        return head + b64encode(sealed) + b"\n"

    def _decrypted(self, content: bytes) -> Entries:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        magic, _, rest = content.partition(b"\n")
        line, _, sealed = rest.partition(b"\n")
        try:
            if magic != MAGIC:
                raise ValueError
            header = json.loads(line)
            salt, nonce, kdf = b64decode(header["salt"]), b64decode(header["nonce"]), header["kdf"]
            text = b64decode(sealed)
        except (ValueError, KeyError, TypeError):
            raise self._unusable("is not a settings file of this driver") from None
        if kdf != self._source.kdf:
            raise self._unusable(_other_key(str(kdf)))
        try:
            opened = AESGCM(self._source.key(salt)).decrypt(nonce, text, magic + b"\n" + line + b"\n")
        except InvalidTag:
            raise self._unusable(f"was written with another {self._source.held}, or is damaged") from None
        entries: Entries = json.loads(opened)
        return entries

    def _unusable(self, reason: str) -> Error:
        return Error(
            "28000",
            f"The settings file {self.path} {reason}. Give what it was written with, or name another file in "
            "OAuthSettingsLocation; this one stays as it is.",
        )


class MemorySettings:
    """memory://NAME: entries of this process, gone with it."""

    _all: dict[str, Entries] = {}  # noqa: RUF012
    _locks: dict[tuple[str, str], threading.Lock] = {}  # noqa: RUF012

    def __init__(self, name: str) -> None:
        self._name = name

    @contextlib.contextmanager
    def locked(self, cancellation: Cancellation, what: str = WRITING) -> Iterator[None]:
        lock = self._locks.setdefault((self._name, what), threading.Lock())
        while not lock.acquire(timeout=_POLL):
            cancellation.check()
        try:
            yield
        finally:
            lock.release()

    @property
    def place(self) -> str:
        return f"{MEMORY}{self._name}"

    def read(self) -> Entries:
        return json.loads(json.dumps(self._all.get(self._name, {})))  # type: ignore[no-any-return]

    def write(self, entries: Entries) -> None:
        self._all[self._name] = json.loads(json.dumps(entries))


def store_of(location: str, source: KeySource, passphrase: str = "") -> Store:
    """What OAuthSettingsLocation names, "" for the user's own file. `source`: what it is encrypted with where there is
    no OAuthSettingsPassphrase.
    """
    if passphrase:
        source = KeySource.passphrase(passphrase)
    if location.casefold().startswith(MEMORY):
        return MemorySettings(location[len(MEMORY) :])
    return SettingsFile(Path(location).expanduser() if location else default_path(), source)


def default_path() -> Path:
    """OAuthSettings.txt where this system keeps such data of a user."""
    if os.name == "nt":
        folder = Path(os.environ.get("APPDATA") or Path.home()) / "JiraServiceDeskODBC"
    elif os.uname().sysname == "Darwin":
        folder = Path.home() / "Library" / "Application Support" / "jsdodbc"
    else:
        folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "jsdodbc"
    return folder / "OAuthSettings.txt"


def _other_key(kdf: str) -> str:
    if kdf == "scrypt-passphrase":
        return "was written with OAuthSettingsPassphrase"
    return f"was written for another way of signing in, or without OAuthSettingsPassphrase ({kdf})"


def entry_id(*parts: str) -> str:
    """The key of an entry: tells nobody who reads it what it is for."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _own_bytes(path: Path) -> bytes:
    """The content of a file that belongs to this user alone. Raises Error 28000 for any other."""
    with _told(path), path.open("rb") as file:
        found = os.fstat(file.fileno())
        if os.name != "nt" and stat.S_IMODE(found.st_mode) & 0o077:
            raise Error(
                "28000", f"{path} can be read by others. Say `chmod 600 {path}`; if others saw it, consent anew."
            )
        if os.name != "nt" and found.st_uid != os.geteuid():
            raise Error(
                "28000",
                f"{path} belongs to another user. Copy it as the user that the application runs as, or name another "
                "file in OAuthSettingsLocation.",
            )
        return file.read(_MOST)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Error(
            "HY000",
            f"The settings file {path} can't be used: {error.strerror or error}. The driver must be able to read and "
            "write it and its folder; OAuthSettingsLocation names another.",
        ) from error


def _sync_folder(folder: Path) -> None:
    """So that a power failure after the replacement doesn't bring the old file back."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@functools.lru_cache(maxsize=8)
def _stretched(words: bytes, salt: bytes) -> bytes:
    """It takes about 90 ms by intent, so a connection that reads one file several times waits once."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt, length=32, n=2**15, r=8, p=1).derive(words)


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")
