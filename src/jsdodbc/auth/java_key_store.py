"""Java's own key stores, JKS and JCEKS, as java.security.KeyStore writes them.

    magic, version, number of entries; entries; SHA-1 of the password, a fixed phrase and all before

All numbers are big-endian. A private key is encrypted by itself with the store's password: a stream of SHA-1 in JKS,
PBEWithMD5AndTripleDES in JCEKS.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field

_PRIVATE, _TRUSTED = 1, 2
_PHRASE = b"Mighty Aphrodite"
_JKS = bytes.fromhex("2b060104012a02110101")  # 1.3.6.1.4.1.42.2.17.1.1
_JCEKS = bytes.fromhex("2b060104012a021301")  # 1.3.6.1.4.1.42.2.19.1
_DIGEST = 20


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """`key`: PKCS #8; `chain`: X.509. Both DER."""

    key: bytes = field(repr=False)
    chain: tuple[bytes, ...]


def private_keys(content: bytes, password: str) -> list[PrivateKey]:
    """Every private key. Raises ValueError for another password, a damaged store, or one with secret keys in it."""
    body, digest = content[:-_DIGEST], content[-_DIGEST:]
    wide = password.encode("utf-16-be")
    if not hmac.compare_digest(hashlib.sha1(wide + _PHRASE + body).digest(), digest):
        raise ValueError("not the password, or damaged")
    return list(_entries(_Reader(body[4:]), password))


class _Reader:
    """Takes from the front. Raises ValueError at the end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, size: int) -> bytes:
        taken = self._content[self._at : self._at + size]
        if len(taken) != size:
            raise ValueError("too short")
        self._at += size
        return taken

    def number(self, size: int = 4) -> int:
        return int.from_bytes(self.take(size), "big")

    def text(self) -> bytes:
        return self.take(self.number(2))

    def block(self) -> bytes:
        return self.take(self.number())


def _entries(reader: _Reader, password: str) -> Iterator[PrivateKey]:
    version = reader.number()
    for _ in range(reader.number()):
        kind = reader.number()
        reader.text()  # alias
        reader.take(8)  # when it was made
        if kind == _PRIVATE:
            encrypted = reader.block()
            chain = tuple(_certificate(reader, version) for _ in range(reader.number()))
            yield PrivateKey(_decrypted(encrypted, password), chain)
        elif kind == _TRUSTED:
            _certificate(reader, version)
        else:
            raise ValueError("an entry of another kind")


def _certificate(reader: _Reader, version: int) -> bytes:
    if version > 1:
        reader.text()  # X.509
    return reader.block()


def _decrypted(encrypted: bytes, password: str) -> bytes:
    """Of EncryptedPrivateKeyInfo (RFC 5208): how, and what."""
    how, sealed = _parts(_parts(encrypted)[0])[:2]
    identifier, *parameters = _parts(how)
    if identifier == _JKS:
        return _by_digests(sealed, password.encode("utf-16-be"))
    if identifier == _JCEKS:
        salt, rounds = _parts(parameters[0])
        return _by_triple_des(sealed, password.encode("ascii"), salt, int.from_bytes(rounds, "big"))
    raise ValueError("encrypted in an unknown way")


def _by_digests(sealed: bytes, password: bytes) -> bytes:
    salt, hidden, check = sealed[:_DIGEST], sealed[_DIGEST:-_DIGEST], sealed[-_DIGEST:]
    stream, last = b"", salt
    while len(stream) < len(hidden):
        last = hashlib.sha1(password + last).digest()
        stream += last
    opened = bytes(a ^ b for a, b in zip(hidden, stream, strict=False))
    if not hmac.compare_digest(hashlib.sha1(password + opened).digest(), check):
        raise ValueError("another password")
    return opened


def _by_triple_des(sealed: bytes, password: bytes, salt: bytes, rounds: int) -> bytes:
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

    halves = [salt[:4], salt[4:8]]
    if halves[0] == halves[1]:
        first = halves[0]
        halves[0] = bytes((first[3], first[0], first[1], first[3]))  # what Java's reversal makes of it
    derived = b"".join(_hashed(half, password, rounds) for half in halves)
    decryptor = Cipher(TripleDES(derived[:24]), modes.CBC(derived[24:])).decryptor()
    opened = decryptor.update(sealed) + decryptor.finalize()
    return opened[: -opened[-1]]


def _hashed(half: bytes, password: bytes, rounds: int) -> bytes:
    for _ in range(rounds):
        half = hashlib.md5(half + password).digest()
    return half


def _parts(content: bytes) -> list[bytes]:
    """The contents of the DER values that follow each other."""
    reader, parts, end = _Reader(content), [], 0
    while end < len(content):
        reader.take(1)
        size = reader.number(1)
        if size > 127:
            more = size - 128
            size = reader.number(more)
            end += more
        parts.append(reader.take(size))
        end += 2 + size
    return parts
