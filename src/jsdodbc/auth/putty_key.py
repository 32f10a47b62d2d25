"""Private keys of PuTTY (.ppk), versions 2 and 3, as PuTTY's manual describes the format (appendix C)."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_NAME = "PuTTY-User-Key-File-"
_NOTHING = bytes(16)


@dataclass(frozen=True, slots=True)
class _Keys:
    """What a passphrase makes: for AES-256-CBC, and for the check sum `digest`."""

    cipher: bytes
    first: bytes
    check: bytes
    digest: str


def private_key(text: str, passphrase: bytes) -> RSAPrivateKey:
    """Raises ValueError for another passphrase, a damaged file, or a key that is not RSA; KeyError for a line that is
    missing.
    """
    from jsdodbc.auth.key_store import rsa_key

    lines = _lines(text)
    version = 3 if f"{_NAME}3" in lines else 2
    algorithm, encryption = lines[f"{_NAME}{version}"], lines["Encryption"]
    public, sealed = b64decode(lines["Public-Lines"]), b64decode(lines["Private-Lines"])
    keys = (_keys_3 if version == 3 else _keys_2)(lines, passphrase if encryption != "none" else b"")
    opened = _decrypted(sealed, keys) if encryption == "aes256-cbc" else sealed
    signed = (algorithm.encode(), encryption.encode(), lines["Comment"].encode(), public, opened)
    found = hmac.new(keys.check, b"".join(len(each).to_bytes(4, "big") + each for each in signed), keys.digest)
    if not hmac.compare_digest(found.hexdigest(), lines["Private-MAC"]) or algorithm != "ssh-rsa":
        raise ValueError("another passphrase, damaged, or not RSA")
    _, e, n = _numbers(public, 3)
    d, p, q = _numbers(opened, 3)
    return rsa_key(n, e, d, p, q)


def _lines(text: str) -> dict[str, str]:
    """Name -> value; of a name that ends in `-Lines`, the lines that it counts, joined."""
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, _, value = line.partition(": ")
        found[name] = "".join(next(lines, "") for _ in range(int(value))) if name.endswith("-Lines") else value
    return found


def _keys_2(lines: Mapping[str, str], passphrase: bytes) -> _Keys:
    cipher = b"".join(hashlib.sha1(number.to_bytes(4, "big") + passphrase).digest() for number in range(2))
    check = hashlib.sha1(b"putty-private-key-file-mac-key" + passphrase).digest()
    return _Keys(cipher[:32], _NOTHING, check, "sha1")


def _keys_3(lines: Mapping[str, str], passphrase: bytes) -> _Keys:
    from cryptography.hazmat.primitives.kdf import argon2

    if lines["Encryption"] == "none":
        return _Keys(b"", b"", b"", "sha256")
    derivation = getattr(argon2, lines["Key-Derivation"])(
        salt=bytes.fromhex(lines["Argon2-Salt"]),
        length=80,
        iterations=int(lines["Argon2-Passes"]),
        lanes=int(lines["Argon2-Parallelism"]),
        memory_cost=int(lines["Argon2-Memory"]),
    )
    made: bytes = derivation.derive(passphrase)
    return _Keys(made[:32], made[32:48], made[48:], "sha256")


def _decrypted(sealed: bytes, keys: _Keys) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    decryptor = Cipher(algorithms.AES(keys.cipher), modes.CBC(keys.first)).decryptor()
    return decryptor.update(sealed) + decryptor.finalize()


def _numbers(content: bytes, count: int) -> list[int]:
    """SSH's strings, each read as a number (RFC 4251, section 5)."""
    numbers: list[int] = []
    for _ in range(count):
        size = int.from_bytes(content[:4], "big")
        numbers.append(int.from_bytes(content[4 : 4 + size], "big"))
        content = content[4 + size :]
    return numbers
