"""Custom fields: the rows of custom_table.py as fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.fields import Field, Render
from jsdodbc.sandbox.generate.chance import roll, salt
from jsdodbc.sandbox.generate.custom_table import DESK, ROWS, SLAS, Row
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.site import CATEGORIES
from jsdodbc.sandbox.generate.sla import SlaValue, sla_json, sla_value
from jsdodbc.sandbox.times import parts, zulu

if TYPE_CHECKING:
    from jsdodbc.sandbox.generate.store import GeneratedStore

REQUEST_TYPE_ON_DATA_CENTER = 10001
SCOPED_TO = "10002"  # project SET
FIRST_GENERAL = 10020  # below are the service desk's own fields


def custom_fields(store: GeneratedStore) -> list[Field]:
    """The custom fields of the site's flavour; their options are put into `store.choices`."""
    flavour = "cloud" if store.shape.cloud else "dc"
    rows = [
        row for row in ROWS if flavour in row.on.split() and (store.shape.custom == "all" or row.number < FIRST_GENERAL)
    ]
    return [*(_field(store, row) for row in rows), *(_sla_field(store, *row) for row in SLAS)]


def _field(store: GeneratedStore, row: Row) -> Field:
    number = REQUEST_TYPE_ON_DATA_CENTER if row.kind == "requesttype" and not store.shape.cloud else row.number
    id = f"customfield_{number}"
    if row.options:
        store.choices[id] = _choices(store, row)
    many = row.type == "array" and row.kind != "opaque"
    searchable = row.kind not in ("opaque", "rank")
    value = _value(row, salt(f"{row.custom} {row.number}"), store.choices.get(id, []), many)
    return Field(
        id,
        _name(row, store),
        row.kind,
        _schema(row, number),
        _clauses(row, number, store) if searchable else (),
        value,
        custom=True,
        many=many,
        orderable=True,
        searchable=searchable,
        scope=SCOPED_TO if row.scoped else None,
        render=_RENDER.get(row.kind if row.custom not in _BY_CUSTOM else row.custom),
    )


def _name(row: Row, store: GeneratedStore) -> str:
    return "Customer Request Type" if row.kind == "requesttype" and not store.shape.cloud else row.name


def _clauses(row: Row, number: int, store: GeneratedStore) -> tuple[str, ...]:
    return (f"cf[{number}]", _name(row, store))


def _schema(row: Row, number: int) -> dict[str, Any]:
    return {"type": row.type} | ({"items": row.items} if row.items else {}) | {"custom": row.custom, "customId": number}


def _value(row: Row, salt: int, choices: Sequence[Entity], many: bool) -> Callable[[Any, int], Any]:
    make, percent, none = row.make, row.percent, () if many else None

    def value(store: Any, index: int) -> Any:
        bits = roll(store.seed, index, salt)
        return make(store, index, bits >> 8, choices) if bits % 100 < percent else none

    return value


def _choices(store: GeneratedStore, row: Row) -> list[Entity]:
    if row.kind == "cascade":
        return _cascade(store, row)
    if row.kind == "option":
        return store.configuration.options(row.number, row.options)
    make = {"language": _language, "team": _team, "sprint": _sprint}[row.kind]
    return [make(store, at, text) for at, text in enumerate(row.options)]


def _cascade(store: GeneratedStore, row: Row) -> list[Entity]:
    """Parents and children; a child's `extra` is its parent's id."""
    found: list[Entity] = []
    for parent, (name, children) in zip(
        store.configuration.options(row.number, tuple(name for name, _ in row.options)), row.options, strict=True
    ):
        found.append(parent)
        for at, child in enumerate(children):
            inner = {"self": f"{parent.json['self']}{at}", "value": child, "id": f"{parent.id}{at}"}
            found.append(
                Entity(
                    inner["id"],
                    child,
                    parent.json | {"child": inner},
                    rank=parent.rank,
                    extra=parent.id,
                    aliases=(f"{name} > {child}".lower(),),
                )
            )
    return found


def _language(store: GeneratedStore, at: int, text: str) -> Entity:
    short, name = text.split(":")
    return Entity(short, name, {"languageCode": short, "displayName": name}, rank=at)


def _team(store: GeneratedStore, at: int, name: str) -> Entity:
    id = f"3f0e8f7c-0000-4000-8000-00000000000{at}"
    return Entity(
        id,
        name,
        {
            "id": id,
            "name": name,
            "avatarUrl": "",
            "isVisible": True,
            "isVerified": False,
            "title": name,
            "isShared": True,
        },
        rank=at,
    )


def _sprint(store: GeneratedStore, at: int, name: str) -> Entity:
    state = ("closed", "active", "future")[at]
    start = 1_700_000_000_000 + at * 1_209_600_000
    json: dict[str, Any] = {"id": 100 + at, "name": name, "state": state, "boardId": 7, "goal": ""}
    if at < 2:
        json |= {"startDate": zulu(start), "endDate": zulu(start + 1_209_600_000)}
    if at == 0:
        json["completeDate"] = zulu(start + 1_209_600_000)
    return Entity(str(100 + at), name, json, rank=at)


# ---- values that are spelt otherwise than their raw form
def _feedback(store: Any, field: Field, index: int, raw: int | None, adf: bool) -> Any:
    return None if raw is None else {"rating": raw}


def _approvals(store: Any, field: Field, index: int, raw: Any, adf: bool) -> Any:
    link = f"{store.base}/rest/servicedeskapi/request/{store.id(index)}"
    return [each.json(link, store.site_zone) for each in raw or ()]


def _organizations(store: Any, field: Field, index: int, raw: tuple[Entity, ...], adf: bool) -> Any:
    return [organization_json(store, each) for each in raw]


def organization_json(store: Any, organization: Entity) -> dict[str, Any]:
    if not store.shape.cloud:
        return dict(organization.json)
    return organization.json | {"created": parts(1_600_000_000_000 + organization.rank * 86_400_000, store.site_zone)}


def _request_type(store: Any, field: Field, index: int, raw: Entity | None, adf: bool) -> Any:
    if raw is None:
        return None
    number, key = store.id(index), store.key(index)
    web = f"{store.base}/servicedesk/customer/portal/{raw.extra['desk']}/{key}"
    links = {
        "jiraRest": f"{store.base}/rest/api/2/issue/{number}",
        "web": web,
        "agent": f"{store.base}/browse/{key}",
        "self": f"{store.base}/rest/servicedeskapi/request/{number}",
    }
    return {"_links": links, "requestType": raw.fragment, "currentStatus": current_status(store, index)}


def current_status(store: Any, index: int) -> dict[str, Any]:
    status = store.status(index)
    return {
        "status": status.name,
        "statusCategory": CATEGORIES[status.extra][3],
        "statusDate": parts(store.updated(index), store.site_zone),
    }


def _sprint_value(store: Any, field: Field, index: int, raw: tuple[Entity, ...], adf: bool) -> Any:
    """Objects; on older Data Center sites the Java object's own text."""
    if not raw:
        return None
    if store.shape.cloud or index % 2:
        return [each.fragment for each in raw]
    return [_old_sprint(each.json) for each in raw]


def _old_sprint(sprint: dict[str, Any]) -> str:
    known = {name: sprint.get(name) or "<null>" for name in ("startDate", "endDate", "completeDate")}
    dates = ",".join(f"{name}={value}" for name, value in known.items())
    return (
        f"com.atlassian.greenhopper.service.sprint.Sprint@1a2b[id={sprint['id']},rapidViewId=7,state={sprint['state'].upper()},"
        f"name={sprint['name']},goal=,{dates},sequence={sprint['id']}]"
    )


def _sla(store: Any, field: Field, index: int, raw: SlaValue | None, adf: bool) -> Any:
    if raw is None:
        return None
    number = store.sla_ids[field.id]
    link = f"{store.base}/rest/servicedeskapi/request/{store.id(index)}/sla/{number}"
    return sla_json(raw, number=number, name=field.name, link=link, zone=store.site_zone, cloud=store.shape.cloud)


def _sla_field(store: GeneratedStore, number: int, name: str, metric: str, projects: tuple[str, ...]) -> Field:
    id, chance = f"customfield_{number}", salt(f"sla {number}")
    store.sla_ids[id] = metric
    row = Row(number, name, DESK + "sd-sla-field", "sd-servicelevelagreement", "sla", lambda *_: None)

    def value(store: Any, index: int) -> SlaValue | None:
        if store.project(index).extra["key"] not in projects or store.request_type(index) is None:
            return None
        return sla_value(store.seed, index, chance, store.created(index), store.status(index).extra == "done")

    return Field(id, name, "sla", _schema(row, number), (f"cf[{number}]", name), value, custom=True, render=_sla)


_FEEDBACK = DESK + "sd-request-feedback"
_BY_CUSTOM = {_FEEDBACK}
_RENDER: dict[str, Render] = {
    _FEEDBACK: _feedback,
    "approvals": _approvals,
    "organization": _organizations,
    "requesttype": _request_type,
    "sprint": _sprint_value,
}
