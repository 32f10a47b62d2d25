"""Procedures that change the site or fetch files, against the sandbox."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from jsdodbc.errors import Error
from jsdodbc.sandbox.server import Sandbox
from tests.execute.test_writing import Site, failure


@pytest.fixture(scope="module", params=["cloud", "dc"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with Sandbox(request.param, 60, bulky=False) as sandbox:
        made = Site(sandbox)
        yield made
        made.close()


def test_a_customer_is_created(site: Site) -> None:
    ((account, name, _, shown, address, active, _),) = site.rows("EXEC CreateCustomer 'new@example.com', 'New One'")
    assert (shown, address, active) == ("New One", "new@example.com", True)
    who, value = ("AccountId", account) if site.sandbox.flavour == "cloud" else ("Name", name)
    assert site.rows(f"SELECT DisplayName FROM Users WHERE {who} = ?", value) == [("New One",)]
    again = failure(site, "EXEC CreateCustomer @FullName = 'Again', @Email = ?", ("new@example.com",))
    assert again.native == 400 and "already exists" in again.message


def test_what_a_call_returns_is_bound_first(site: Site) -> None:
    ((_, _, _, shown, *_),) = site.rows("{? = call CreateCustomer(?, ?)}", None, "first@example.com", "First")
    assert shown == "First"


def test_a_file_is_attached_with_a_comment_and_fetched(site: Site, tmp_path: Path) -> None:
    key, content = site.a_request(), bytes(range(256)) * 40
    path = tmp_path / "ünï.bin"
    path.write_bytes(content)
    ((first, name),) = site.rows("EXEC AttachTemporaryFile @ServiceDeskId = '1', @FilePath = ?", str(path))
    assert name == "ünï.bin"
    ((second, _),) = site.rows("{call AttachTemporaryFile('1', NULL, ?, 'plain.txt')}", b"a\r\n--b")
    ((third, _),) = site.rows("EXEC AttachTemporaryFile '1', NULL, 'aGVsbG8=', 'c.txt', 'base64'")
    sql = (
        "EXEC AddAttachment @RequestId = ?, @TemporaryAttachmentIds = ?, @Public = FALSE, @AdditionalComment = 'files'"
    )
    rows = site.rows(sql, key, json.dumps([first, second, third]))
    assert [row[:3] for row in rows] == [
        ("ünï.bin", len(content), "application/octet-stream"),
        ("plain.txt", 6, "text/plain"),
        ("c.txt", 5, "text/plain"),
    ]
    comment = rows[0][5]
    read = f"SELECT Body, Public FROM RequestComments WHERE RequestKey = '{key}' AND Id = '{comment}'"
    assert site.rows(read) == [("files", False)]
    attached = json.loads(site.rows(f"SELECT Attachments FROM Requests WHERE IssueKey = '{key}'")[0][0])
    numbers = {each["filename"]: each["id"] for each in attached}
    assert site.rows("EXEC DownloadAttachment ?", numbers["ünï.bin"]) == [
        ("ünï.bin", "application/octet-stream", len(content), content)
    ]
    target = tmp_path / "copy"
    assert site.rows("EXEC DownloadAttachment ?, ?", numbers["plain.txt"], str(target))[0][3] is None
    assert target.read_bytes() == b"a\r\n--b"
    assert failure(site, "EXEC DownloadAttachment ?, ?", (numbers["c.txt"], str(target))).sqlstate == "HY000"
    assert target.read_bytes() == b"a\r\n--b"


def test_a_file_that_arrives_short_is_an_error(site: Site) -> None:
    site.sandbox.faults.add("truncated", "attachment/content|secure/attachment")
    number = "50000"
    assert failure(site, "EXEC DownloadAttachment ?", (number,)).sqlstate == "08S01"
    assert len(site.rows("EXEC DownloadAttachment ?", number)[0][3]) == 1000


@pytest.mark.parametrize(
    ("sql", "state", "said"),
    [
        ("EXEC CreateCustomer @DisplayName = 'x'", "42000", "needs the argument Email"),
        ("EXEC CreateCustomer 'x@example.com'", "42000", "needs DisplayName"),
        ("EXEC CreateCustomer NULL, 'x'", "42000", "Email of CreateCustomer is NULL"),
        ("EXEC CreateCustomer @Mail = 'x'", "42000", "no argument Mail"),
        ("EXEC CreateCustomer 'a', 'b', 'c', 'd'", "42000", "at most 3"),
        ("EXEC CreateCustomers 'a'", "42000", "Did you mean CreateCustomer"),
        ("EXEC AttachTemporaryFile '1'", "42000", "either FilePath or Content"),
        ("EXEC AttachTemporaryFile '1', 'a', 'b'", "42000", "either FilePath or Content"),
        ("EXEC AttachTemporaryFile '1', NULL, 'text'", "42000", "needs FileName"),
        ("EXEC AttachTemporaryFile '1', NULL, 'text', 'a', 'rot13'", "42000", "rot13"),
        ("EXEC AttachTemporaryFile '1', NULL, '§', 'a', 'base64'", "22018", "base 64"),
        ("EXEC AttachTemporaryFile '1', '/no/such/file'", "HY000", "can't be read"),
        ("EXEC AddAttachment 'SUP-1', 'x', 'perhaps'", "22018", "true or false"),
        ("EXEC AddAttachment 'SUP-1', '[x'", "22018", "JSON"),
        ("EXEC CreateSchema 'Nope'", "42S02", "Nope"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_sent(site: Site, sql: str, state: str, said: str) -> None:
    site.sandbox.clear()
    refused = failure(site, sql)
    assert refused.sqlstate == state and said in refused.message
    assert site.sent() == []


def test_the_service_and_lost_answers_are_told(site: Site) -> None:
    assert "temporary attachment id" in failure(site, "EXEC AddAttachment ?, 'x'", (site.a_request(),)).message
    site.sandbox.faults.add("before headers", "/customer")
    lost = failure(site, "EXEC CreateCustomer 'lost@example.com', 'Lost'")
    assert lost.sqlstate == "08S01" and "unknown" in lost.message


def test_read_only_connections_call_what_only_reads(site: Site) -> None:
    careful = Site(site.sandbox, "")
    with pytest.raises(Error, match="Readonly=false"):
        careful.run("EXEC CreateCustomer 'x@example.com', 'X'")
    assert careful.rows("EXEC DownloadAttachment '50000'")[0][0] == "screen shot.png"
    careful.close()


def test_a_table_is_described_as_a_statement(site: Site, tmp_path: Path) -> None:
    ((result, text),) = site.rows("EXEC CreateSchema 'JiraServiceDesk.RequestParticipants'")
    assert result == "Success" and text.startswith(
        'CREATE TABLE "RequestParticipants" (\n    "RequestId" VARCHAR(64) NOT'
    )
    site.run(text.replace("RequestParticipants", "Described"))
    assert site.rows("SELECT COUNT(*) FROM Described") == [(0,)]
    path = tmp_path / "schema.sql"
    assert site.rows("EXEC CreateSchema 'Organizations', ?", str(path)) == [("Success", None)]
    assert 'PRIMARY KEY ("Id")' in path.read_text()
