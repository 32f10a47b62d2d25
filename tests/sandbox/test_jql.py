"""The JQL evaluator against a table a person can read."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jsdodbc.sandbox.jql.context import Context
from jsdodbc.sandbox.jql.errors import JqlError
from jsdodbc.sandbox.jql.evaluate import run
from jsdodbc.sandbox.jql.parser import parse
from jsdodbc.sandbox.recorded import RecordedStore
from tests.sandbox.handmade import FIELDS, ISSUES, NOW, TIME_ZONE

STORE = RecordedStore(ISSUES, FIELDS, "http://example.com", ZoneInfo("UTC"))


def _cases() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("jql_cases.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("#")]
    return [(query.strip(), wanted.strip()) for query, _, wanted in ((line + " ").partition("=> ") for line in kept)]


def found(query: str, *, cloud: bool = True, strict: bool = True) -> tuple[list[str], list[str]]:
    context = Context(STORE, None, ZoneInfo(TIME_ZONE), NOW, cloud, strict)
    return [STORE.key(index) for index in run(parse(query), context)], context.warnings


@pytest.mark.parametrize(("query", "wanted"), _cases())
def test_case(query: str, wanted: str) -> None:
    if wanted.startswith("error:"):
        with pytest.raises(JqlError) as refused:
            found(query)
        assert wanted.removeprefix("error:").strip() in refused.value.messages[0]
        return
    keys = found(query)[0]
    ordered = "order by" in query.lower()
    assert keys == wanted.split() if ordered else sorted(keys) == sorted(wanted.split())


def test_the_table_is_read() -> None:
    assert len(_cases()) > 130


def test_unknown_values_are_warnings_when_not_validated() -> None:
    keys, warnings = found("status = Nope or key = A-1", strict=False)
    assert keys == ["A-1"]
    assert warnings == ["The value 'Nope' does not exist for the field 'status'."]


def test_newest_first_without_an_order() -> None:
    assert found("project = A")[0] == ["A-10", "A-3", "A-2", "A-1"]


def test_data_center_has_wildcards_within_words_and_words_of_versions() -> None:
    assert found('summary ~ "pr?nter"', cloud=False)[0] == ["SET-2", "A-1"]
    assert found('fixVersion ~ "10"', cloud=False)[0] == ["A-3"]
    with pytest.raises(JqlError, match="not supported"):
        found('fixVersion ~ "10"')


def test_line_of_an_error() -> None:
    with pytest.raises(JqlError, match=r"\(line 2, character 7\)"):
        found("project = A and\nkey = ORDER")


def test_two_escapes_are_one_character() -> None:
    assert parse(r'summary ~ "\ud83d\ude00"').where == parse('summary ~ "😀"').where
