"""ODBC escapes, quoted names and parameters, as pairs in escapes_cases.txt."""

from __future__ import annotations

import pytest

from jsdodbc.errors import Error
from jsdodbc.sql.escapes import translate
from tests.sql.cases import pairs


@pytest.mark.parametrize(("written", "meant"), pairs("escapes_cases.txt"))
def test_case(written: str, meant: str) -> None:
    if meant.startswith("! "):
        with pytest.raises(Error) as caught:
            translate(written)
        assert caught.value.sqlstate == "42000"
        assert meant[2:] in caught.value.message
    else:
        assert translate(written).sql.rstrip() == meant.rstrip()


def test_parameters_are_numbered_as_bound() -> None:
    assert translate("SELECT ?, @a, ?, @A").parameters == ("", "@a", "")


def test_places_are_those_of_the_source() -> None:
    translation = translate("SELECT {fn UCASE(a)},\n  {d '2026-01-01'} wrong")
    assert translation.place(translation.sql.index("wrong")) == "line 2, column 20"
