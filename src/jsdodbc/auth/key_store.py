"""Private keys, and the certificates with them, out of any kind of file that people keep them in.

    PEM, OpenSSH            PEMKEY_FILE, PEMKEY_BLOB
    PKCS #12, DER           PFXFILE, PFXBLOB (and JKSFILE: what Java 9 and later calls a key store)
    Java's JKS and JCEKS    JKSFILE, JKSBLOB
    PuTTY                   PPKFILE, PPKBLOB
    .NET's RSAKeyValue      XMLFILE, XMLBLOB

A BLOB is the content itself: text as it is, anything in base64.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from jsdodbc.errors import Error
from jsdodbc.properties.key_stores import NO_KEY, REFUSED

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

# Format -> the types that may be declared of it, besides AUTO.
_DECLARED = {
    "pem": ("PEMKEY",),
    "openssh": ("PEMKEY",),
    "pfx": ("PFX", "JKS"),
    "jks": ("JKS",),
    "ppk": ("PPK",),
    "xml": ("XML",),
}


@dataclass(frozen=True, slots=True)
class KeyStore:
    """`certificates`: the key's own first; none where the format has none."""

    key: PrivateKeyTypes = field(repr=False)
    certificates: list[x509.Certificate]

    @property
    def subject(self) -> str:
        return self.certificates[0].subject.rfc4514_string() if self.certificates else ""


@dataclass(frozen=True, slots=True)
class Source:
    """The properties that tell of a store. `name`: of the first; the others are called after it."""

    name: str
    given: str = field(repr=False)
    kind: str
    password: str = field(repr=False)
    subject: str

    def read(self) -> KeyStore:
        """Raises Error HY024 for what is no private key, can't be opened, or isn't the one of the subject."""
        if self.kind in REFUSED:
            raise self.unusable(f"{self.name}Type={self.kind}: {REFUSED[self.kind]}")
        content = self._content()
        form = _format(content)
        if self.kind != "AUTO" and not self.kind.startswith(_DECLARED.get(form, ())):
            raise self.unusable(f"it is not what {self.name}Type says" if form else NO_KEY)
        return self._matching(self._stores(form, content))

    def unusable(self, reason: str) -> Error:
        return Error(
            "HY024",
            f"{self.name} can't be used: {reason}. It takes PEM, OpenSSH, PKCS #12, Java, PuTTY and .NET private keys.",
        )

    def _content(self) -> bytes:
        if "-----BEGIN" in self.given:
            return self.given.replace("\\n", "\n").encode()
        if _format(self.given.encode()) in ("ppk", "xml"):
            return self.given.encode()
        if not self.kind.endswith("BLOB"):
            try:
                return Path(self.given).expanduser().read_bytes()
            except (OSError, ValueError) as error:
                if self.kind != "AUTO":
                    reason = getattr(error, "strerror", None) or error
                    raise self.unusable(f"the file can't be read ({reason})") from None
        try:
            return b64decode(self.given, validate=True)
        except (binascii.Error, ValueError):
            raise self.unusable("it is neither a file that can be read nor a key, as text or in base64") from None

    def _stores(self, form: str, content: bytes) -> list[KeyStore]:
        from cryptography.exceptions import UnsupportedAlgorithm

        if form not in _READERS:
            raise self.unusable(NO_KEY)
        try:
            return _READERS[form](content, self.password.encode())
        except UnsupportedAlgorithm as error:
            raise self.unusable(f"its encryption is not one that this machine allows ({error})") from None
        except (ValueError, TypeError, KeyError, IndexError):
            raise self.unusable(f"it can't be read, or {self.name}Password is not its password") from None

    def _matching(self, stores: list[KeyStore]) -> KeyStore:
        """The one of the subject: the same, else one that holds it; `*` and none take the first."""
        if not stores:
            raise self.unusable(NO_KEY)
        wanted = _folded(self.subject.strip())
        if wanted in ("", "*"):
            return stores[0]
        subjects = [_folded(store.subject) for store in stores]
        found = [store for store, subject in zip(stores, subjects, strict=True) if subject == wanted]
        found += [store for store, subject in zip(stores, subjects, strict=True) if wanted in subject]
        if not found:
            known = "; ".join(store.subject or "none" for store in stores)
            raise self.unusable(f"its subject is {known}, not {self.name}Subject={self.subject.strip()}")
        return found[0]


def _format(content: bytes) -> str:
    """A key of _DECLARED, by how the content begins; "" for what holds no private key."""
    start = content.lstrip()
    if start[:4] in (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce"):
        return "jks"
    if start.startswith(b"PuTTY-User-Key-File-"):
        return "ppk"
    if b"OPENSSH PRIVATE KEY-----" in content:
        return "openssh"
    if b"PRIVATE KEY-----" in content:
        return "pem"
    if start.startswith(b"<") and b"RSAKeyValue" in content[:1000]:
        return "xml"
    return "pfx" if start[:1] == b"\x30" else ""


def _from_pem(content: bytes, password: bytes) -> list[KeyStore]:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    begin = content.rfind(b"-----BEGIN", 0, content.find(b"PRIVATE KEY-----"))
    encrypted = b"ENCRYPTED" in content[begin:]
    key = serialization.load_pem_private_key(content[begin:], password if encrypted else None)
    has_certificate = b"-----BEGIN CERTIFICATE-----" in content
    return [KeyStore(key, x509.load_pem_x509_certificates(content) if has_certificate else [])]


def _from_openssh(content: bytes, password: bytes) -> list[KeyStore]:
    from cryptography.hazmat.primitives import serialization

    try:
        key = serialization.load_ssh_private_key(content, password or None)
    except ValueError:
        if not password:
            raise
        key = serialization.load_ssh_private_key(content, None)  # a password that it doesn't have
    return [KeyStore(key, [])]


def _from_pfx(content: bytes, password: bytes) -> list[KeyStore]:
    """PKCS #12, or a key by itself in DER."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        key, certificate, more = pkcs12.load_key_and_certificates(content, password or None)
    except ValueError:
        return [KeyStore(serialization.load_der_private_key(content, password or None), [])]
    if key is None:
        return []
    return [KeyStore(key, [certificate, *more] if certificate else [])]


def _from_java(content: bytes, password: bytes) -> list[KeyStore]:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    from jsdodbc.auth import java_key_store

    return [
        KeyStore(
            serialization.load_der_private_key(entry.key, None),
            [x509.load_der_x509_certificate(each) for each in entry.chain],
        )
        for entry in java_key_store.private_keys(content, password.decode())
    ]


def _from_putty(content: bytes, password: bytes) -> list[KeyStore]:
    from jsdodbc.auth import putty_key

    return [KeyStore(putty_key.private_key(content.decode(), password), [])]


def _from_xml(content: bytes, password: bytes) -> list[KeyStore]:
    """RSACryptoServiceProvider.ToXmlString: base64 of big-endian numbers."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
    numbers = {
        each.tag.rpartition("}")[2]: int.from_bytes(b64decode(each.text or ""), "big")
        for each in root.iter()
        if each.text and each.text.strip()
    }
    if "D" not in numbers:
        return []
    return [KeyStore(rsa_key(numbers["Modulus"], numbers["Exponent"], numbers["D"], numbers["P"], numbers["Q"]), [])]


def rsa_key(n: int, e: int, d: int, p: int, q: int) -> RSAPrivateKey:
    """The key of these numbers. Raises ValueError when they don't fit each other."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    public = rsa.RSAPublicNumbers(e, n)
    crt = (rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q))
    return rsa.RSAPrivateNumbers(p, q, d, *crt, public).private_key()


def _folded(subject: str) -> str:
    return subject.casefold().replace(" ", "")


_READERS = {
    "pem": _from_pem,
    "openssh": _from_openssh,
    "pfx": _from_pfx,
    "jks": _from_java,
    "ppk": _from_putty,
    "xml": _from_xml,
}
