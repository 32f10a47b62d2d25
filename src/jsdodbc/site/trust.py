"""Whose certificates are taken, and which one is shown (SSLServerCert, SSLClientCert)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import ssl
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from jsdodbc.errors import Error
from jsdodbc.properties.groups import Way
from jsdodbc.site import client_certificate

_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_PUBLIC_KEY = re.compile(r"-----BEGIN PUBLIC KEY-----(.+?)-----END PUBLIC KEY-----", re.DOTALL)
_HASHES = {32: "md5", 40: "sha1", 64: "sha256"}
# Sign-in services that hold for everybody: a certificate that is no good is never theirs.
_NEVER_BLIND = ("auth.atlassian.com", ".okta.com", ".oktapreview.com", ".okta-emea.com")
_shared_lock = threading.Lock()
_shared: list[ssl.SSLContext] = []


class Trust:
    """Made once a connection; safe from any thread. Raises Error HY024 for certificates that can't be used."""

    def __init__(self, way: Way) -> None:
        self._any = way.ssl_server_cert.strip() == "*"
        self._pin = None if self._any or not way.ssl_server_cert else _Pin(way.ssl_server_cert)
        self._client = client_certificate.read(way) if way.ssl_client_cert else None
        self._lock = threading.Lock()
        self._made: dict[bool, ssl.SSLContext] = {}

    @property
    def takes_any(self) -> bool:
        """Whether SSLServerCert=* was said."""
        return self._any

    def contexts(self, host: str) -> Iterator[ssl.SSLContext]:
        """What to shake hands with, one after the other, until `accepts` says yes."""
        if self._pin is not None or (self._any and not host.endswith(_NEVER_BLIND)):
            yield self._context(verifying=False)
        if not self._any or host.endswith(_NEVER_BLIND):
            yield self._context(verifying=True)

    def accepts(self, connected: ssl.SSLSocket) -> bool:
        """Whether the certificate shown in a finished handshake is taken: to be asked before anything is sent."""
        if connected.context.verify_mode == ssl.CERT_REQUIRED or self._any:
            return True
        shown = connected.getpeercert(binary_form=True)
        return self._pin is not None and shown is not None and self._pin.matches(shown)

    def proxy_context(self) -> ssl.SSLContext:
        """For a proxy: trusted as the system says."""
        return shared_context()

    def _context(self, *, verifying: bool) -> ssl.SSLContext:
        authorities = self._pin.certificates if self._pin and verifying else ""
        if verifying and not authorities and self._client is None:
            return shared_context()
        with self._lock:
            if verifying not in self._made:
                self._made[verifying] = self._new(authorities, verifying=verifying)
            return self._made[verifying]

    def _new(self, authorities: str, *, verifying: bool) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if authorities:
            context.load_verify_locations(cadata=authorities)
        if not verifying:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self._client is not None:
            _load(context, self._client)
        return context


def shared_context() -> ssl.SSLContext:
    """The trusted certificates of this machine, loaded once (it takes tens of milliseconds)."""
    with _shared_lock:
        if not _shared:
            _shared.append(ssl.create_default_context())
        return _shared[0]


class _Pin:
    """SSLServerCert that is not `*`. `certificates`: PEM text, as they may be an authority's."""

    def __init__(self, given: str) -> None:
        digits = re.sub(r"[\s:]", "", given).casefold()
        self._digest = digits if len(digits) in _HASHES and re.fullmatch("[0-9a-f]+", digits) else ""
        text = "" if self._digest else _text(given)
        found: list[str] = _CERTIFICATE.findall(text)
        self.certificates = "\n".join(found)
        try:
            self._ders = frozenset(ssl.PEM_cert_to_DER_cert(each) for each in found)
            self._key = _public_key(text)
            if found:
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=self.certificates)
        except (ValueError, ssl.SSLError):
            raise _unreadable() from None
        if not (self._digest or found or self._key):
            raise _unreadable()

    def matches(self, der: bytes) -> bool:
        if self._digest:
            return hashlib.new(_HASHES[len(self._digest)], der, usedforsecurity=False).hexdigest() == self._digest
        return der in self._ders or bool(self._key and self._key == client_certificate.public_key(der))


def _public_key(text: str) -> bytes:
    found = _PUBLIC_KEY.search(text)
    return client_certificate.normal_key(found.group(0)) if found else b""


def _text(given: str) -> str:
    """PEM text: itself, or a file's; a file may be DER."""
    if "-----BEGIN" in given:
        return given.replace("\\n", "\n")
    try:
        content = Path(given).expanduser().read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no file name"
        raise Error(
            "HY024",
            f"SSLServerCert is no certificate and no fingerprint, and no file that can be read ({reason}). Set it to "
            "the file or PEM text of a certificate, or to its SHA-256 fingerprint.",
        ) from None
    return ssl.DER_cert_to_PEM_cert(content) if content[:1] == b"\x30" else content.decode("latin-1")


def _unreadable() -> Error:
    return Error(
        "HY024",
        "SSLServerCert holds no certificate that can be read. Set it to a file or text in PEM (-----BEGIN "
        "CERTIFICATE-----), or to a SHA-256 fingerprint.",
    )


def _load(context: ssl.SSLContext, client: client_certificate.Client) -> None:
    """OpenSSL reads files only: one that has no name where there is such a thing, else one that is gone at once."""
    try:
        with _as_file(client.pem) as path:
            context.load_cert_chain(path, password=lambda: client.password)
    except (OSError, ValueError) as error:
        raise Error(
            "HY024",
            "SSLClientCert could not be used: certificate, key and SSLClientCertPassword do not belong together "
            f"({getattr(error, 'reason', None) or 'unreadable'}). Check the three.",
        ) from None


@contextlib.contextmanager
def _as_file(content: bytes) -> Iterator[str]:
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("certificate")
        try:
            os.write(descriptor, content)
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
        return
    descriptor, path = tempfile.mkstemp()  # 0600; the key in it is encrypted
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        yield path
    finally:
        Path(path).unlink()
