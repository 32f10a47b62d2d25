"""Narrow values in other encodings than UTF-8, through isql. Statements, names and messages of an application of narrow
functions are made wide by unixODBC itself, after the locale; native/tests/driver/charset.cpp calls them directly.
"""

from __future__ import annotations

import subprocess

import pytest

from tests.odbc.clients import DRIVER, Client


def isql(client: Client, sql: str, charset: str) -> bytes:
    command = ["isql", "-b", "-v", "-x0x1f", "-k", f"{DRIVER}Charset={charset};{client.string}"]
    return subprocess.run(command, input=sql.encode() + b"\n", capture_output=True, check=False).stdout


@pytest.mark.parametrize("charset", ["UTF-8", "ISO-8859-1", "windows-1252", "GB18030"])
def test_values_are_in_the_charset(client: Client, charset: str) -> None:
    told = isql(client, "SELECT 'Z' || CHR(252) || 'rich', 42", charset)
    assert told.splitlines()[0].split(b"\x1f") == ["Zürich".encode(charset), b"42"]


def test_what_the_charset_lacks_is_a_question_mark(client: Client) -> None:
    assert isql(client, "SELECT CHR(26481) || '!'", "windows-1252").startswith(b"?!...")  # isql's sign of a warning


def test_unknown_charsets_are_refused_at_once(client: Client) -> None:
    told = isql(client, "SELECT 1", "nonsense")
    assert b"[S1009]" in told  # HY024, for an application of ODBC 2
    assert b"'nonsense'" in told
