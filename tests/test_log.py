"""The log is private, one line an event, and only as chatty as asked."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from jsdodbc import log
from jsdodbc.errors import Error


def test_levels_lines_and_redaction(tmp_path: Path) -> None:
    path = tmp_path / "x.log"
    path.write_text("old\n")
    path.chmod(0o644)
    journal = log.Log(str(path), 2, lambda text: text.replace("s3cret", "***"))
    journal.write(log.REQUESTS, "one\nline s3cret")
    journal.write(log.QUERIES, "too much")
    assert journal.wants(log.REQUESTS)
    assert not journal.wants(log.QUERIES)
    journal.close()
    journal.write(log.CONNECTIONS, "after the end")
    lines = path.read_text().splitlines()
    assert len(lines) == 2
    assert lines[1].endswith("one\\nline ***")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_a_file_nothing_is_wanted() -> None:
    assert not log.Log().wants(log.CONNECTIONS)
    log.Log().write(log.CONNECTIONS, "nothing")


def test_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(Error, match="Logfile") as caught:
        log.Log(str(tmp_path), 1)
    assert caught.value.sqlstate == "HY024"


def test_hidden_headers() -> None:
    shown = log.shown_headers([("Authorization", "Basic x"), ("Cookie", "y"), ("Accept", "z")])
    assert shown == "Authorization: ***; Cookie: ***; Accept: z"
