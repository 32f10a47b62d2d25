"""Making secrets unreadable in what people read."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

_HIDDEN = "***"
_SHORTEST = 4  # shorter ones are in many a word, so they are looked for as whole values only


def redacted(text: str, secrets: Iterable[str], user: str) -> str:
    """`text` without `secrets` (the longest first), also as they stand in forms, addresses and JSON, and as
    AuthScheme=Basic sends them.
    """
    for secret in secrets:
        text = text.replace(b64encode(f"{user}:{secret}".encode()).decode("ascii"), _HIDDEN)
        if len(secret) < _SHORTEST:
            text = _as_value(secret).sub(_HIDDEN, text)
            continue
        for written in dict.fromkeys((secret, quote(secret, safe=""), quote_plus(secret), _in_json(secret))):
            text = text.replace(written, _HIDDEN)
    return text


def _in_json(secret: str) -> str:
    return json.dumps(secret, ensure_ascii=False)[1:-1]


def _as_value(secret: str) -> re.Pattern[str]:
    """What follows an equals sign, or stands between quotes or braces, and is nothing but the secret."""
    places = (("(?<==)", """(?=[;&,\\s'")}]|$)"""), ("(?<=')", "(?=')"), ('(?<=")', '(?=")'), ("(?<={)", "(?=})"))
    return re.compile("|".join(f"{before}{re.escape(secret)}{after}" for before, after in places))
