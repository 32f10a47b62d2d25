"""What every party of a sign-in by SAML needs: a key, metadata, a port at its address."""

from __future__ import annotations

import datetime
import socket
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

NAMESPACES = 'xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
SAML = "urn:oasis:names:tc:SAML:2.0"


@dataclass(frozen=True, slots=True)
class Pair:
    """A private key and its certificate, PEM."""

    key: str
    certificate: str

    @property
    def bare(self) -> str:
        """The certificate as metadata hold it."""
        return "".join(self.certificate.splitlines()[1:-1])

    @classmethod
    def made(cls, name: str) -> Pair:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.UTC)
        signed = (
            x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=30))
            .sign(key, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return cls(private.decode(), signed.public_bytes(pem).decode())


def free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def signed_by(identity: str, login_url: str, pair: Pair) -> str:
    """What a service provider knows of an identity provider."""
    return (
        f'<EntityDescriptor {NAMESPACES} entityID="{identity}"><IDPSSODescriptor protocolSupportEnumeration='
        f'"{SAML}:protocol"><KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{pair.bare}'
        f'</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor><SingleSignOnService Binding='
        f'"{SAML}:bindings:HTTP-Redirect" Location="{login_url}"/></IDPSSODescriptor></EntityDescriptor>'
    )
