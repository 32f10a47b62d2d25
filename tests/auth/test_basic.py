"""AuthScheme=Basic: which secret goes with which kind of site."""

from __future__ import annotations

from base64 import b64decode

import pytest

from jsdodbc.auth import authenticator
from jsdodbc.errors import Error
from jsdodbc.settings import Settings


def sent(settings: Settings, *, cloud: bool) -> str:
    header = authenticator(settings, cloud=cloud).headers()["Authorization"]
    assert header.startswith("Basic ")
    return b64decode(header.removeprefix("Basic ")).decode()


def test_secret_of_the_kind_of_site() -> None:
    both = Settings(url="https://h", user="änn", password="pä:ss", api_token="t0ken")
    assert sent(both, cloud=True) == "änn:t0ken"
    assert sent(both, cloud=False) == "änn:pä:ss"
    assert sent(Settings(url="https://h", user="a", password="p"), cloud=True) == "a:p"
    assert sent(Settings(url="https://h", user="a", api_token="t"), cloud=False) == "a:t"


def test_user_that_cannot_be_sent() -> None:
    with pytest.raises(Error, match="':'"):
        authenticator(Settings(url="https://h", user="a:b", password="p"), cloud=True)


def test_refused_sign_in_is_not_repeated_and_nothing_shows() -> None:
    scheme = authenticator(Settings(url="https://h", user="a", password="s3cret"), cloud=False)
    assert scheme.refresh() is False
    assert scheme.base_url == "https://h"
    assert "s3cret" not in repr(scheme)
