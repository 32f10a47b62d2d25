"""What sites say of an OAuth 1.0 request that they refuse: `oauth_problem`, in WWW-Authenticate or in the body."""

from __future__ import annotations

import re
import time
from email.utils import formatdate

from jsdodbc.auth.scheme import Answer

_SAID = re.compile(r"oauth_problem=\"?([a-z_]+)")
_LINK = "the application link's incoming authentication"

GONE = frozenset(("token_expired", "token_rejected", "token_revoked", "token_used", "permission_denied"))
AGAIN = frozenset(("nonce_used",))  # another nonce may be taken

# Problem -> what to do. Names as the site's own OAuth library has them.
ADVICE = {
    "consumer_key_unknown": f"The site knows no such consumer: OAuthClientId must be the consumer key of {_LINK}.",
    "consumer_key_rejected": f"The site does not take this consumer any more: look at {_LINK}.",
    "consumer_key_refused": f"The site does not take this consumer: look at {_LINK}.",
    "signature_invalid": (
        f"The public key of {_LINK} is not that of OAuthJWTCert, or a proxy before the site changes addresses: URL "
        "must be the site's own base URL."
    ),
    "signature_method_rejected": "The site does not take RSA-SHA1: use OAuthVersion=2.0.",
    "nonce_used": "The site has seen this very request before: connect again.",
    "token_rejected": "The site does not know the token: it was revoked, or is another site's.",
    "token_revoked": "The token was revoked.",
    "token_expired": "The token has expired.",
    "token_used": "The token was used already.",
    "permission_unknown": "Nobody has consented yet: open the address of GetOAuthAuthorizationURL, then try again.",
    "permission_denied": "Consent was declined, or the account may not use the site.",
    "verifier_invalid": "OAuthVerifier is not the one that the browser was sent back with.",
    "user_refused": "Consent was declined.",
    "parameter_absent": "The site lacks a parameter: it may want another version of OAuth.",
    "parameter_rejected": "The site does not take a parameter: CallbackURL may be none that the link allows.",
}


def problem(answer: Answer) -> str:
    """The name of what is wrong; "" when the site doesn't say."""
    body = answer.body[:2000].decode("utf-8", "replace")
    found = _SAID.search(answer.header("WWW-Authenticate")) or _SAID.search(body)
    return found.group(1) if found else ""


def advice(name: str, answer: Answer) -> str:
    """What to do about it."""
    if name == "timestamp_refused":
        there = f", there {answer.header('Date')}" if answer.header("Date") else ""
        return f"The clocks differ: here it is {formatdate(time.time(), usegmt=True)}{there}. Set this machine's clock."
    return ADVICE.get(name, f"Look at {_LINK}.")
