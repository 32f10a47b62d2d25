"""SSLClientCert: a certificate and its private key, from PEM or PKCS #12."""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jsdodbc.errors import Error
from jsdodbc.properties.groups import Way

if TYPE_CHECKING:
    from cryptography import x509


@dataclass(frozen=True, slots=True)
class Client:
    """`pem`: the private key, encrypted with `password`, and the certificates, the client's own first."""

    pem: bytes = field(repr=False)
    password: bytes = field(repr=False)


def read(way: Way) -> Client:
    """Raises Error HY024 for what is no certificate with its key, or not the one of SSLClientCertSubject."""
    content = _content(way.ssl_client_cert, way.ssl_client_cert_type)
    password = way.ssl_client_cert_password.encode()
    is_pem = b"-----BEGIN" in content
    if is_pem == way.ssl_client_cert_type.startswith("PFX") and way.ssl_client_cert_type != "AUTO":
        raise _unusable("it is not what SSLClientCertType says")
    try:
        client, subject = _from_pem(content, password) if is_pem else _from_pfx(content, password)
    except (ValueError, TypeError):
        raise _unusable("it can't be read, or SSLClientCertPassword is not its password") from None
    wanted = way.ssl_client_cert_subject.strip()
    if wanted not in ("", "*") and _folded(wanted) not in _folded(subject):
        raise _unusable(f"its subject is {subject}, not SSLClientCertSubject={wanted}")
    return client


def public_key(der: bytes) -> bytes:
    """The public key of a certificate, in DER."""
    from cryptography import x509  # only for who uses it; connecting must not wait for it
    from cryptography.hazmat.primitives import serialization

    key = x509.load_der_x509_certificate(der).public_key()
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def normal_key(pem: str) -> bytes:
    """A public key in PEM as DER. Raises ValueError."""
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_public_key(pem.encode())
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _content(given: str, kind: str) -> bytes:
    if "-----BEGIN" in given:
        return given.replace("\\n", "\n").encode()
    if not kind.endswith("BLOB"):
        try:
            return Path(given).expanduser().read_bytes()
        except (OSError, ValueError) as error:
            if kind != "AUTO":
                raise _unusable(f"the file can't be read ({getattr(error, 'strerror', None) or error})") from None
    try:
        return b64decode(given, validate=True)
    except binascii.Error:
        raise _unusable("it is neither a file that can be read nor PEM or base64") from None


def _from_pem(content: bytes, password: bytes) -> tuple[Client, str]:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    certificates = x509.load_pem_x509_certificates(content)
    begin = content.find(b"PRIVATE KEY-----")
    if begin < 0:
        raise _unusable("it holds no private key; put the key into the same file, after the certificate")
    start = content.rfind(b"-----BEGIN", 0, begin)
    encrypted = b"ENCRYPTED" in content[start:]
    key = serialization.load_pem_private_key(content[start:], password if encrypted else None)
    return _client(key, certificates), certificates[0].subject.rfc4514_string()


def _from_pfx(content: bytes, password: bytes) -> tuple[Client, str]:
    from cryptography.hazmat.primitives.serialization import pkcs12

    key, certificate, more = pkcs12.load_key_and_certificates(content, password or None)
    if key is None or certificate is None:
        raise _unusable("it holds no private key with its certificate")
    return _client(key, [certificate, *more]), certificate.subject.rfc4514_string()


def _client(key: object, certificates: list[x509.Certificate]) -> Client:
    """Encrypted anew, for the file that OpenSSL reads it from."""
    import secrets

    from cryptography.hazmat.primitives import serialization

    password = secrets.token_hex(16).encode()
    pem: bytes = key.private_bytes(  # type: ignore[attr-defined]
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password),
    )
    chain = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in certificates)
    return Client(pem + chain, password)


def _folded(subject: str) -> str:
    return subject.casefold().replace(" ", "")


def _unusable(reason: str) -> Error:
    return Error(
        "HY024",
        f"SSLClientCert can't be used: {reason}. It takes PEM (certificate and private key) or PKCS #12 "
        "(keytool -importkeystore -deststoretype PKCS12 makes one of a Java key store).",
    )
