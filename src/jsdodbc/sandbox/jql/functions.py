"""Functions of people, SLA cycles and approvals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.sla import Cycle, SlaValue
from jsdodbc.sandbox.jql.context import Context
from jsdodbc.sandbox.jql.errors import JqlError
from jsdodbc.sandbox.jql.moments import period
from jsdodbc.sandbox.jql.parser import Call


def unknown(function: Call) -> JqlError:
    return JqlError(f"Unable to find JQL function '{function.name}({', '.join(function.arguments)})'.")


def people(function: Call, field: str, context: Context) -> list[Entity]:
    """The users that currentUser() or membersOf(group) stand for."""
    name = function.name.lower()
    if name == "currentuser":
        return [context.account] if context.account else []
    if name != "membersof":
        raise unknown(function)
    wanted = function.arguments[0].lower() if function.arguments else ""
    group = next((each for each in context.store.groups() if each.answers_to(wanted)), None)
    if group is None:
        context.complain(
            f"Function 'membersOf' can not generate a list of usernames for group '{wanted}'; the group does not exist."
        )
        return []
    return context.store.members(group)


def last_cycle(value: SlaValue) -> Cycle | None:
    return value.ongoing or (value.completed[-1] if value.completed else None)


def _breached(value: SlaValue) -> bool:
    cycle = last_cycle(value)
    return cycle is not None and cycle.breached


def _ever(value: SlaValue) -> bool:
    return _breached(value) or any(cycle.breached for cycle in value.completed)


SLA_STATES: dict[str, Callable[[SlaValue], bool]] = {
    "breached": _breached,
    "everbreached": _ever,
    "completed": lambda value: bool(value.completed),
    "running": lambda value: value.ongoing is not None and not value.ongoing.paused,
    "paused": lambda value: value.ongoing is not None and value.ongoing.paused,
    "withincalendarhours": lambda value: value.ongoing is not None and value.ongoing.within,
}
SLA_DURATIONS: dict[str, Callable[[Cycle], int]] = {
    "elapsed": lambda cycle: cycle.elapsed,
    "remaining": lambda cycle: cycle.remaining,
}


def sla_duration(function: Call, field: str) -> tuple[Callable[[Cycle], int], int]:
    """(the measure, the limit in ms) of elapsed("4h") or remaining("2h")."""
    measure = SLA_DURATIONS.get(function.name.lower())
    if measure is None:
        raise unknown(function)
    return measure, period(function.arguments[0] if function.arguments else "0m", field)


def approval(function: Call, context: Context) -> Callable[[tuple[Any, ...]], bool]:
    """A test on the approvals of an issue."""
    name = function.name.lower()
    who = function.arguments[0].lower() if function.arguments else ""
    if name in ("myapproval", "mypending"):
        who = context.account.id.lower() if context.account else ""
    pending = {"approver": False, "myapproval": False, "pendingby": True, "mypending": True}
    if name in pending:
        return lambda approvals: any(each.asks(who, pending_only=pending[name]) for each in approvals)
    if name in ("approved", "pending"):
        return lambda approvals: any(each.decision == name for each in approvals)
    raise unknown(function)
