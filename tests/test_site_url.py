"""Whatever a person copies out of a browser becomes the address of the site."""

from __future__ import annotations

import pytest

from jsdodbc import site_url
from jsdodbc.errors import Error


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://acme.atlassian.net", "https://acme.atlassian.net"),
        (" acme.atlassian.net/ ", "https://acme.atlassian.net"),
        ("HTTPS://ACME.Atlassian.NET:443/jira/servicedesk/projects/IT/queues?x=1#y", "https://acme.atlassian.net"),
        ("https://acme.atlassian.net/jira", "https://acme.atlassian.net"),
        ("https://acme.atlassian.net/browse/IT-1", "https://acme.atlassian.net"),
        ("https://api.atlassian.com/ex/jira/11223344-aa/rest/api/3", "https://api.atlassian.com/ex/jira/11223344-aa"),
        ("https://jira.example.com/jira/", "https://jira.example.com/jira"),
        ("https://jira.example.com/jira/browse/IT-1", "https://jira.example.com/jira"),
        ("https://jira.example.com:8443/a/b/secure/Dashboard.jspa", "https://jira.example.com:8443/a/b"),
        ("https://jira.example.com/servicedesk/customer/portal/1", "https://jira.example.com"),
        ("jira.example.com:8443", "https://jira.example.com:8443"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://localhost:80/jira", "http://localhost/jira"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://jira.bücher.example", "https://jira.xn--bcher-kva.example"),
    ],
)
def test_addresses(text: str, url: str) -> None:
    assert site_url.normalize(text) == url
    assert site_url.normalize(url) == url


@pytest.mark.parametrize("text", ["ftp://h", "https://", "https://h:99999", "https://a b", "https://[::1", "/", "h:x"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(Error) as caught:
        site_url.normalize(text)
    assert caught.value.sqlstate == "HY024"


def test_secret_in_an_address_is_refused_and_not_shown() -> None:
    for text in ("https://ann:s3cret@jira.example.com", "ann:s3cret@jira.example.com", "ftp://ann:s3cret@h"):
        with pytest.raises(Error) as caught:
            site_url.normalize(text)
        assert "s3cret" not in str(caught.value)


def test_clear_text_to_other_machines() -> None:
    with pytest.raises(Error, match="clear text") as caught:
        site_url.normalize("http://jira.example.com")
    assert caught.value.sqlstate == "08001"
    assert site_url.normalize("http://jira.example.com", allow_http=True) == "http://jira.example.com"
    with pytest.raises(Error):
        site_url.normalize("http://localhost.example.com")


def test_cloud() -> None:
    assert site_url.is_cloud("https://acme.atlassian.net")
    assert site_url.is_cloud("https://api.atlassian.com/ex/jira/1")
    assert not site_url.is_cloud("https://atlassian.net.example.com")
    assert not site_url.is_cloud("https://myatlassian.net")
