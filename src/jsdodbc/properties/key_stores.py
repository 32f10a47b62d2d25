"""What files of private keys may be called: values of SSLClientCertType and OAuthJWTCertType."""

from __future__ import annotations

NO_KEY = "it holds no private key, and nothing can be signed without one; name the file of the private key"
_WINDOWS = "Windows' own certificate stores are not read; export the certificate with its private key to a .pfx file"

# Types of the commercial driver that can't be: why.
REFUSED = {
    "PUBLIC_KEY_FILE": NO_KEY,
    "PUBLIC_KEY_BLOB": NO_KEY,
    "SSHPUBLIC_KEY_FILE": NO_KEY,
    "SSHPUBLIC_KEY_BLOB": NO_KEY,
    "P7BFILE": NO_KEY,
    "P7BBLOB": NO_KEY,
    "USER": _WINDOWS,
    "MACHINE": _WINDOWS,
}
KEY_STORE_TYPES = (
    "AUTO",
    *(f"{kind}{where}" for kind in ("PEMKEY_", "PFX", "JKS", "PPK", "XML") for where in ("FILE", "BLOB")),
    *REFUSED,
)
