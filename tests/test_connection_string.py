"""Connection strings are read as ODBC says, and what `build` writes is read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsdodbc import connection_string
from jsdodbc.errors import Error

KEYS = st.text(st.characters(blacklist_characters="=;{}'\"\0", blacklist_categories=("Cs",)), min_size=1).filter(
    lambda key: key == key.strip()
)
VALUES = st.text(st.characters(blacklist_categories=("Cs",))) | st.text("{};'\"= a\t\0")


@given(st.lists(st.tuples(KEYS, VALUES)))
def test_what_build_writes_is_read_back(pairs: list[tuple[str, str]]) -> None:
    assert connection_string.parse(connection_string.build(pairs)) == pairs


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", []),
        (" ; ;", []),
        ("A=1;b = two words ;C=", [("A", "1"), ("b", "two words"), ("C", "")]),
        ("PWD={a;b}}c{d};X=1;", [("PWD", "a;b}c{d"), ("X", "1")]),
        ("PWD= {  x } ;X=1", [("PWD", "  x "), ("X", "1")]),
        ('U=\'it\'\'s; fine\';V="say ""no"""', [("U", "it's; fine"), ("V", 'say "no"')]),
        ("P=it's;Q=a{b}", [("P", "it's"), ("Q", "a{b}")]),
        ("URL=https://h/?a=b", [("URL", "https://h/?a=b")]),
        ("A=1;a=2", [("A", "1"), ("a", "2")]),
        ("E={};F='';G=\"\"", [("E", ""), ("F", ""), ("G", "")]),
        ("A=1\0", [("A", "1")]),
        ("Ü={ÿ😀}", [("Ü", "ÿ😀")]),
    ],
)
def test_reading(text: str, pairs: list[tuple[str, str]]) -> None:
    assert connection_string.parse(text) == pairs


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("abc", 1, "without '='"),
        ("A=1;abc;B=2", 5, "without '='"),
        ("=1", 1, "without a name"),
        ("A=1; =1", 6, "without a name"),
        ("PWD={abc", 5, "never ends"),
        ("PWD={abc}}", 5, "never ends"),
        ("PWD='abc", 5, "never ends"),
        ("PWD={abc}d;X=1", 10, "behind the quoted value of PWD"),
    ],
)
def test_mistakes_are_told_with_their_position(text: str, position: int, words: str) -> None:
    with pytest.raises(Error) as caught:
        connection_string.parse(text)
    assert f"position {position}." in caught.value.message
    assert words in caught.value.message
    assert "abc" not in caught.value.message.replace("without", "")


@pytest.mark.parametrize("key", ["", " a", "a=b", "a;b", "{a}"])
def test_names_that_cannot_be_written(key: str) -> None:
    with pytest.raises(Error):
        connection_string.build([(key, "1")])
