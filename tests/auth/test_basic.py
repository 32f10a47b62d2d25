"""AuthScheme=Basic and PAT: which secret goes with which kind of site, and where to."""

from __future__ import annotations

from base64 import b64decode

import pytest

from jsdodbc.auth import Scheme, scheme_of
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.settings import Settings
from tests.auth.fakes import FakeNetwork, Reply, context


def signed_in(settings: Settings, *, cloud: bool, network: FakeNetwork | None = None) -> Scheme:
    scheme = scheme_of(context(settings, cloud=cloud, network=network))
    scheme.sign_in(Cancellation())
    return scheme


def sent(settings: Settings, *, cloud: bool) -> str:
    scheme = signed_in(settings, cloud=cloud)
    header = scheme.credentials("GET", "https://h/x", Cancellation()).headers["Authorization"]
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
        signed_in(Settings(url="https://h", user="a:b", password="p"), cloud=True)


def test_refused_password_is_not_repeated_and_nothing_shows() -> None:
    scheme = signed_in(Settings(url="https://h", user="a", password="s3cret"), cloud=False)
    used = scheme.credentials("GET", "https://h/x", Cancellation())
    assert scheme.renew(used, Cancellation(), connecting=True) is False
    assert scheme.base_url == "https://h"
    assert "s3cret" not in repr(scheme)


def test_refused_token_is_taken_to_the_gateway_once() -> None:
    gateway = "https://api.atlassian.com/ex/jira/c1"
    found, taken = Reply(content={"cloudId": "c1"}), Reply(content={"accountId": "1"})
    network = FakeNetwork({"https://h/_edge/tenant_info": found, f"{gateway}/rest/api/2/myself": taken})
    scheme = signed_in(Settings(url="https://h", user="a", api_token="t"), cloud=True, network=network)
    used = scheme.credentials("GET", "https://h/x", Cancellation())
    assert scheme.renew(used, Cancellation(), connecting=True) is True
    assert scheme.base_url == gateway
    assert scheme.renew(scheme.credentials("GET", "", Cancellation()), Cancellation(), connecting=True) is False
    assert [("Authorization" in one.headers) for one in network.asked] == [False, True]


def test_token_that_the_gateway_refuses_too_stays_at_the_site() -> None:
    refused = {"https://api.atlassian.com/ex/jira/c1/rest/api/2/myself": Reply(401)}
    network = FakeNetwork({"https://h/_edge/tenant_info": Reply(content={"cloudId": "c1"}), **refused})
    scheme = signed_in(Settings(url="https://h", user="a", api_token="t"), cloud=True, network=network)
    used = scheme.credentials("GET", "https://h/x", Cancellation())
    assert scheme.renew(used, Cancellation(), connecting=True) is False
    assert scheme.base_url == "https://h"


def test_gateway_is_not_asked_in_the_middle_of_a_query_nor_for_data_center() -> None:
    token = Settings(url="https://h", user="a", api_token="t")
    cloud, data_center = signed_in(token, cloud=True), signed_in(token, cloud=False)
    used = cloud.credentials("GET", "https://h/x", Cancellation())
    assert cloud.renew(used, Cancellation(), connecting=False) is False
    assert data_center.renew(used, Cancellation(), connecting=True) is False


def test_personal_access_token() -> None:
    settings = Settings(url="https://h", auth_scheme="PAT", api_token="p4t")
    scheme = signed_in(settings, cloud=False)
    assert scheme.credentials("GET", "https://h/x", Cancellation()).headers == {"Authorization": "Bearer p4t"}
    assert scheme.cookies is None
    with pytest.raises(Error, match="no personal access tokens"):
        signed_in(settings, cloud=True)
