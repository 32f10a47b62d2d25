"""Signatures of OAuth 1.0 by a private key: RSA-SHA1 of RFC 5849, section 3.4.3."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from oauthlib.oauth1 import SIGNATURE_RSA, Client

from jsdodbc.errors import Error

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


def authorization(
    consumer_key: str, key: RSAPrivateKey, method: str, url: str, *, token: str = "", callback: str = "",
    verifier: str = "", session_handle: str = "",
) -> str:  # fmt: skip
    """The header Authorization of one sending of a request: time and nonce are fresh. `url`: whole, with its query.
    What a body holds is not signed, unless it is a form, which no request of ours has. Raises Error HY000.
    """
    signer = _Signer(
        consumer_key,
        resource_owner_key=token or None,
        callback_uri=callback or None,
        verifier=verifier or None,
        signature_method=SIGNATURE_RSA,
        rsa_key=key,
    )
    signer.session_handle = session_handle
    headers: dict[str, str] = signer.sign(url, method)[1]  # type: ignore[arg-type]
    return headers["Authorization"]


def _signature(base_string: str, signer: _Signer) -> str:
    from cryptography.exceptions import InternalError, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA1

    try:
        return b64encode(signer.rsa_key.sign(base_string.encode(), PKCS1v15(), SHA1())).decode()
    except (UnsupportedAlgorithm, InternalError) as error:
        raise Error(
            "HY000",
            "OpenSSL of this machine refuses signatures with SHA-1, which OAuth 1.0 is made of. Install the package "
            "cryptography with pip, whose own OpenSSL signs, or allow SHA-1 (update-crypto-policies --set "
            "DEFAULT:SHA1), or use OAuthVersion=2.0.",
        ) from error


class _Signer(Client):
    """`rsa_key`: a key, not its PEM."""

    SIGNATURE_METHODS = {**Client.SIGNATURE_METHODS, SIGNATURE_RSA: _signature}  # noqa: RUF012
    session_handle = ""

    def get_oauth_params(self, request: Any) -> list[tuple[str, str]]:
        known: list[tuple[str, str]] = super().get_oauth_params(request)  # type: ignore[no-untyped-call]
        return [*known, ("oauth_session_handle", self.session_handle)] if self.session_handle else known
