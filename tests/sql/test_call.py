"""Calls of procedures in all their spellings."""

from __future__ import annotations

import pytest

from jsdodbc.errors import Error
from jsdodbc.sql.call import Argument, Call
from jsdodbc.sql.parse import StatementKind, parse


def call(sql: str) -> Call:
    (statement,) = parse(sql).statements
    assert statement.kind is StatementKind.CALL and statement.call is not None
    return statement.call


@pytest.mark.parametrize(
    ("sql", "arguments"),
    [
        ("EXEC Foo", ()),
        ("{call Foo}", ()),
        ("CALL Foo()", ()),
        ("EXEC Foo @a = 1, @b = 'it''s'", (Argument("a", "1"), Argument("b", "it's"))),
        ("execute [Foo] a = NULL, b = -1.5", (Argument("a", None), Argument("b", "-1.5"))),
        ("EXEC jsd.Foo 'x', ?", (Argument("", "x"), Argument("", None, 1))),
        ("{call Foo(?, 'y', ?)}", (Argument("", None, 1), Argument("", "y"), Argument("", None, 2))),
        ("CALL Foo(a => TRUE, b => @given)", (Argument("a", "true"), Argument("b", None, 1))),
    ],
)
def test_arguments(sql: str, arguments: tuple[Argument, ...]) -> None:
    found = call(sql)
    assert (found.name, found.arguments) == ("Foo", arguments)


def test_parameters_are_what_is_bound_not_what_names_an_argument() -> None:
    text = parse("EXEC Foo @a = ?, @b = @mine")
    assert text.parameters == ("", "@mine")
    assert text.statements[0].parameters == (1, 2)


@pytest.mark.parametrize("sql", ["EXEC", "CALL (1)", "EXEC Foo (SELECT 1)", "EXEC Foo 1,,2", "EXEC Foo @a = a + 1"])
def test_what_is_no_call(sql: str) -> None:
    with pytest.raises(Error) as caught:
        parse(sql)
    assert caught.value.sqlstate == "42000"
