"""A service desk's day by SQL alone, through isql: everything is made, and everything read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.odbc.clients import UNIT, Client


class Isql:
    """SQL lines given to isql on a connection that may change the site."""

    def __init__(self, site: Sandbox, folder: Path) -> None:
        self.client = Client.of(site, folder)

    def rows(self, sql: str) -> list[list[str]]:
        done = self.client.isql(sql, more="Readonly=false;")
        assert done.returncode == 0, done.stdout + done.stderr
        return [line.split(UNIT) for line in done.stdout.splitlines() if not line.startswith("SQLRowCount")]

    def value(self, sql: str) -> str:
        ((found,),) = self.rows(sql)
        return found

    def changed(self, sql: str) -> int:
        """The rows that a statement changed, which isql itself doesn't tell."""
        return int(self.value(f"{sql}\nSELECT COUNT(*) FROM sys_identity WHERE Message IS NULL"))


@pytest.fixture(params=["cloud", "dc"])
def site(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param, 80, bulky=False) as sandbox:
        yield sandbox


def test_round_trip(site: Sandbox, odbc: Path, tmp_path: Path) -> None:
    isql, cloud = Isql(site, odbc), site.flavour == "cloud"
    who = "AccountId" if cloud else "Name"
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG" + bytes(500))

    # an organization and a customer
    organization = isql.value("INSERT INTO Organizations (Name) VALUES ('Round Trip Ltd') RETURNING Id")
    made = isql.rows("EXEC CreateCustomer @Email = 'rita@example.com', @DisplayName = 'Rita Round'")[0]
    rita = made[0] if cloud else made[1]
    member = f"INSERT INTO OrganizationUsers (OrganizationId, {who}) VALUES ('{organization}', '{rita}')"
    assert isql.changed(member) == 1

    # a request, with a comment and a file
    columns = "ServiceDeskId, RequestTypeId, Summary, Description, Priority"
    values = "'2', '22', 'A new router', 'The old one is slow', 'High'"
    key = isql.value(f"INSERT INTO Requests ({columns}) VALUES ({values}) RETURNING IssueKey")
    upload = isql.rows(f"EXEC AttachTemporaryFile @ServiceDeskId = '2', @FilePath = '{picture}'")[0][0]
    attach = f"@RequestId = '{key}', @TemporaryAttachmentIds = '{upload}', @AdditionalComment = 'This one'"
    assert isql.rows(f"EXEC AddAttachment {attach}")[0][:3] == ["picture.png", "504", "image/png"]
    internal = f"INSERT INTO RequestComments (RequestKey, Body, Public) VALUES ('{key}', 'for us only', FALSE)"
    assert isql.changed(internal) == 1

    # a participant, the approval, the transition
    assert isql.changed(f"INSERT INTO RequestParticipants (RequestKey, {who}) VALUES ('{key}', '{rita}')") == 1
    mine = f"RequestId = (SELECT IssueId FROM Requests WHERE IssueKey = '{key}')"
    assert isql.changed(f"UPDATE RequestApprovals SET FinalDecision = 'approved' WHERE {mine}") == 1
    resolve = f"UPDATE Requests SET Status = 'Resolved', Resolution = 'Done' WHERE IssueKey = '{key}'"
    assert isql.changed(resolve) == 1

    # work, and a rating, which only Cloud takes
    log = "IssueKey, TimeSpentSeconds, Started, Comment"
    work = f"'{key}', 5400, TIMESTAMP '2026-11-20 08:30:00', 'Unpacked it'"
    assert isql.changed(f"INSERT INTO IssueWorklogs ({log}) VALUES ({work})") == 1
    rate = f"INSERT INTO RequestFeedback (RequestKey, Rating, Comment) VALUES ('{key}', 5, 'Thank you')"
    if cloud:
        assert isql.changed(rate) == 1
    else:
        assert "can only be read" in isql.client.isql(rate, more="Readonly=false;").stdout

    # all of it, read back
    assert isql.rows(f"SELECT DisplayName FROM OrganizationUsers WHERE OrganizationId = '{organization}'") == [
        ["Rita Round"]
    ]
    read = "Summary, Description, Priority, Status, Resolution, RequestTypeName, ReporterDisplayName"
    assert isql.rows(f"SELECT {read} FROM Requests WHERE IssueKey = '{key}'") == [
        ["A new router", "The old one is slow", "High", "Resolved", "Done", "Request a change", "Ada Agent"]
    ]
    comments = f"SELECT Body, Public FROM RequestComments WHERE RequestKey = '{key}' ORDER BY Id"
    assert isql.rows(comments) == [["This one", "1"], ["for us only", "0"]]
    assert isql.rows(f"SELECT DisplayName FROM RequestParticipants WHERE RequestKey = '{key}'") == [["Rita Round"]]
    assert isql.rows(f"SELECT FinalDecision FROM RequestApprovals WHERE RequestKey = '{key}'") == [["approved"]]
    assert isql.rows(f"SELECT FileName, Size FROM RequestAttachments WHERE RequestKey = '{key}'") == [
        ["picture.png", "504"]
    ]
    logged = f"SELECT TimeSpentSeconds, Started, Comment FROM IssueWorklogs WHERE IssueKey = '{key}'"
    assert isql.rows(logged) == [["5400", "2026-11-20 08:30:00.000000", "Unpacked it"]]
    rated = [["5"]] if cloud else []
    assert isql.rows(f"SELECT Rating FROM RequestFeedback WHERE RequestKey = '{key}'") == rated
    history = f"SELECT Status FROM RequestStatusChangelog WHERE RequestKey = '{key}'"
    assert sorted(isql.rows(history)) == [["Open"], ["Resolved"]]
