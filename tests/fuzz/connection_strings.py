"""Fuzz target (atheris): connection strings, from their text to the settings of a connection."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from jsdodbc import connection_string, settings
from jsdodbc.errors import Error
from tests.fuzz.instrumented import fuzz

SECRET = "hardly by chance"


def one_input(data: bytes) -> None:
    """What is wrong with a string is an `Error`; what is read can be written and is read again as the same."""
    text = atheris.FuzzedDataProvider(data).ConsumeUnicode(sys.maxsize)
    try:
        pairs = connection_string.parse(text)
    except Error:
        return
    writable = [pair for pair in pairs if _is_writable(pair)]
    assert connection_string.parse(connection_string.build(writable)) == writable, (text, writable)
    for read in (settings.resolve, settings.browse, settings.missing):
        try:
            read([*pairs, ("Password", SECRET), ("APIToken", SECRET)], dsn_lookup=_data_source)
        except Error as error:
            assert SECRET not in str(error), (text, str(error))


def _is_writable(pair: tuple[str, str]) -> bool:
    try:
        connection_string.build([pair])
    except Error:  # a name that no property can have
        return False
    return True


def _data_source(name: str) -> dict[str, str]:
    return {"URL": "https://site.example", "User": "ann", "Password": "secret"} if name == "desk" else {}


if __name__ == "__main__":
    fuzz(one_input)
