"""What the routes that change the site have in common: who may, whom and what a body names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.http import Request
from jsdodbc.sandbox.live import LiveStore, Said
from jsdodbc.sandbox.replies import desk_error, errors
from jsdodbc.sandbox.routes_desk import generated
from jsdodbc.sandbox.routes_search import body_of

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site


def need(site: Site, permission: str, *, desk: bool = True) -> LiveStore:
    """The store, for an account that has the permission; 403 else, in the words of the API asked."""
    if permission not in site.denied:
        return generated(site)
    if desk:
        raise desk_error(403, f"You do not have permission to do this ({permission}).", "sd.permission.denied")
    raise errors(403, f"You do not have the permission {permission}.")


def me(site: Site) -> Entity:
    assert site.account is not None, "a generated site has an account"
    return site.account


def desk_body(request: Request, *names: str) -> dict[str, Any]:
    """The body of a servicedeskapi request, which must hold `names`."""
    body = body_of(request)
    missing = next((name for name in names if body.get(name) in (None, "", [])), None)
    if missing is not None:
        raise desk_error(400, f"The field '{missing}' is required.", "sd.field.required")
    return body


def user_named(site: Site, name: str, *, desk: bool = True) -> Entity:
    found = next((user for user in site.store.of_kind("user") if name in (user.id, user.json.get("key"))), None)
    if found is None:
        text = f"The user named '{name}' does not exist."
        raise desk_error(400, text, "sd.user.not.found") if desk else errors(400, text)
    return found


def users_named(site: Site, body: dict[str, Any]) -> list[Entity]:
    """Of `accountIds` on Cloud, `usernames` on Data Center."""
    name = "accountIds" if site.cloud else "usernames"
    names = body.get(name)
    if not isinstance(names, list) or not names:
        raise desk_error(400, f"The field '{name}' is required.", "sd.field.required")
    return [user_named(site, str(each)) for each in names]


def say(site: Site, index: int, body: str, *, public: bool) -> Said:
    """A new comment by the account."""
    store, now = generated(site), site.now()
    site.writes(index)
    made = Said(store.next_id(), me(site), body, public, now, now)
    store.said.setdefault(index, []).append(made)
    touch(site, index)
    return made


def touch(site: Site, index: int, **values: Any) -> None:
    """Write raw values of an issue's fields, and when it happened."""
    store = generated(site)
    site.writes(index)
    store.values.setdefault(index, {}).update({**values, "updated": site.now()})
    site.changed(index)
