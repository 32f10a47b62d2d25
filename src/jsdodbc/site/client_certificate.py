"""SSLClientCert: a certificate and its private key."""

from __future__ import annotations

from dataclasses import dataclass, field

from jsdodbc.auth.key_store import KeyStore, Source
from jsdodbc.properties.groups import Way


@dataclass(frozen=True, slots=True)
class Client:
    """`pem`: the private key, encrypted with `password`, and the certificates, the client's own first."""

    pem: bytes = field(repr=False)
    password: bytes = field(repr=False)


def read(way: Way) -> Client:
    """Raises Error HY024 for what is no certificate with its key, or not the one of SSLClientCertSubject."""
    source = Source(
        "SSLClientCert",
        way.ssl_client_cert,
        way.ssl_client_cert_type,
        way.ssl_client_cert_password,
        way.ssl_client_cert_subject,
    )
    store = source.read()
    if not store.certificates:
        raise source.unusable("it holds no certificate of its private key; put both into one file")
    return _client(store)


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


def _client(store: KeyStore) -> Client:
    """Encrypted anew, for the file that OpenSSL reads it from."""
    import secrets

    from cryptography.hazmat.primitives import serialization

    password = secrets.token_hex(16).encode()
    pem = store.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password),
    )
    chain = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in store.certificates)
    return Client(pem + chain, password)
