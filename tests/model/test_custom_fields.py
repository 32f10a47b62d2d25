"""Custom fields as columns: names, types, what filters them."""

from __future__ import annotations

import pytest

from jsdodbc.model.column import Decode, Filter
from jsdodbc.model.custom_fields import columns
from jsdodbc.model.metadata import Field
from tests.payloads.documents import body_of, files
from tests.shared_data import needs_shared

PREFIX = "com.atlassian.jira.plugin.system.customfieldtypes:"


def field(number: int, name: str, custom: str = "textfield", kind: str = "string", *, searchable: bool = True) -> Field:
    return Field(f"customfield_{number}", name, PREFIX + custom, kind, "", (f"cf[{number}]", name), searchable)


def test_names_are_unique() -> None:
    fields = [
        field(1, "Team"),
        field(2, "team"),
        field(3, "Status"),
        field(4, "Team (2)"),
        field(5, "  "),
        field(6, "cf[1]"),
    ]
    names = [column.name for column in columns(fields, ["Status"])]
    assert names[:6] == ["Team", "team (2)", "Status (3)", "Team (2) (4)", "customfield_5", "cf[1]"]
    assert len({name.lower() for name in names}) == len(names)


def test_the_longest_names_stay_whole_and_unique() -> None:
    names = [column.name for column in columns([field(n, "x" * 255) for n in (1, 2, 33)], [])][:3]
    assert names == ["x" * 255, "x" * 251 + " (2)", "x" * 250 + " (33)"]
    assert [len(name) for name in names] == [255, 255, 255]


def test_a_number_always_leads_to_the_field() -> None:
    by_name = {column.name: column for column in columns([field(7, "Effort", "float", "number")], [])}
    assert by_name["cf[7]"].hidden
    assert by_name["cf[7]"].type == by_name["Effort"].type
    assert by_name["cf[7].json"].decode is Decode.RAW
    assert not by_name["Effort"].hidden


@pytest.mark.parametrize(
    ("custom", "kind", "type", "filter"),
    [
        ("float", "number", "DOUBLE", Filter.NUMBER),
        ("datepicker", "date", "DATE", Filter.DATE),
        ("datetime", "datetime", "TIMESTAMP", Filter.INSTANT),
        ("select", "option", "VARCHAR", Filter.OPTION),
        ("userpicker", "user", "VARCHAR", Filter.PRESENT),
        ("textarea", "string", "LONGVARCHAR", None),
        ("multiselect", "array", "LONGVARCHAR", None),
        ("never heard of", "any", "LONGVARCHAR", None),
    ],
)
def test_types(custom: str, kind: str, type: str, filter: Filter | None) -> None:
    column = next(columns([field(1, "F", custom, kind)], []))
    assert column.type.name == type
    assert (column.pushdown.kind if column.pushdown else None) is filter


def test_parts_of_a_value_follow_it() -> None:
    cascade = field(3, "Region", "cascadingselect")
    fields = [field(1, "Approver", "userpicker", "user"), field(2, "approver id"), cascade]
    found = [column for column in columns(fields, []) if not column.hidden]
    names = [column.name for column in found]
    assert names == ["Approver", "Approver Id (1)", "approver id", "Region", "Region Parent", "Region Child"]
    assert [column.part_of for column in found] == ["", "Approver", "", "", "Region", "Region"]
    assert found[1].path == ("fields", "customfield_1", "accountId") and found[1].otherwise[-1] == "name"


def test_sla_is_told_in_columns() -> None:
    fields = [Field("customfield_5", "Time to resolution", "x:sd-sla-field", "sd-servicelevelagreement", "", (), False)]
    found = {column.name: column.type.name for column in columns(fields, []) if column.part_of}
    assert found["Time to resolution Breached"] == "BIT" and found["Time to resolution Due"] == "TIMESTAMP"


def test_what_jql_does_not_know_is_not_pushed() -> None:
    assert next(columns([field(1, "F", "float", "number", searchable=False)], [])).pushdown is None


def test_system_fields_are_no_custom_fields() -> None:
    assert not list(columns([Field("summary", "Summary", "", "string", "", ("summary",), True)], []))


@needs_shared
@pytest.mark.parametrize("path", files("field"), ids=lambda path: path.name)
def test_recorded_fields(path: object) -> None:
    from jsdodbc.model.metadata import _field

    body = body_of(path)  # type: ignore[arg-type]
    entries = [each for each in body if isinstance(each, dict)] if isinstance(body, list) else []
    made = list(columns([_field(each) for each in entries], ["Status", "Summary"]))
    names = [column.name.lower() for column in made]
    assert len(set(names)) == len(names)
    custom = [each for each in entries if str(each.get("id", "")).startswith("customfield_")]
    assert len([column for column in made if not column.hidden and not column.part_of]) == len(custom)
