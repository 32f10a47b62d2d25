"""SLA fields of every state: never applied, no cycle, completed, breached, running, paused, outside calendar hours,
several.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from jsdodbc.sandbox.generate.chance import roll
from jsdodbc.sandbox.times import duration, parts

HOUR = 3_600_000


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle; all times in epoch ms, durations in ms. `stop` is None while it runs, `breach` None where none is
    known.
    """

    start: int
    stop: int | None
    breach: int | None
    breached: bool
    goal: int
    elapsed: int
    paused: bool = False
    within: bool = True

    @property
    def remaining(self) -> int:
        return self.goal - self.elapsed


@dataclass(frozen=True, slots=True)
class SlaValue:
    """`null_ongoing`: spelt `"ongoingCycle": null` instead of leaving it out."""

    completed: tuple[Cycle, ...]
    ongoing: Cycle | None
    null_ongoing: bool = False


def sla_value(seed: int, index: int, salt: int, created: int, done: bool) -> SlaValue | None:
    bits = roll(seed, index, salt)
    state, bits = bits % 10, bits >> 6
    if state == 0:
        return None
    if state == 1:
        return SlaValue((), None, null_ongoing=bool(bits & 1))
    goal = (4, 8, 16, 40)[bits % 4] * HOUR
    first = _completed(created, goal, bits >> 8)
    if done or state < 5:
        again = _completed(first.stop or created, goal, bits >> 20)
        return SlaValue((first, again) if state == 2 else (first,), None)
    ongoing = _ongoing((first.stop or created) if state == 5 else created, goal, bits >> 20, state)
    return SlaValue((first,) if state == 5 else (), ongoing)


def _completed(start: int, goal: int, bits: int) -> Cycle:
    elapsed = bits % (goal * 2) if bits >> 40 & 1 else bits % goal
    stop = start + elapsed + (bits >> 10) % (12 * HOUR)  # the calendar sleeps: more time passes than is counted
    return Cycle(start, stop, start + goal + HOUR, elapsed > goal, goal, elapsed)


def _ongoing(start: int, goal: int, bits: int, state: int) -> Cycle:
    elapsed = bits % (goal * 3)
    paused = state == 8
    breach = None if paused and elapsed <= goal else start + goal + HOUR
    return Cycle(start, None, breach, elapsed > goal, goal, elapsed, paused=paused, within=state != 9)


def sla_json(value: SlaValue, *, number: str, name: str, link: str, zone: ZoneInfo, cloud: bool) -> dict[str, Any]:
    """The SLA field of an issue, which is also the item of servicedeskapi's /sla."""
    json: dict[str, Any] = {
        "id": number,
        "name": name,
        "_links": {"self": link},
        "completedCycles": [_cycle_json(cycle, zone) for cycle in value.completed],
    }
    if value.ongoing is not None:
        json["ongoingCycle"] = _cycle_json(value.ongoing, zone)
    elif value.null_ongoing:
        json["ongoingCycle"] = None
    if cloud:
        json["slaDisplayFormat"] = "NEW_SLA_FORMAT"
    return json


def _cycle_json(cycle: Cycle, zone: ZoneInfo) -> dict[str, Any]:
    json: dict[str, Any] = {"startTime": parts(cycle.start, zone)}
    if cycle.stop is not None:
        json["stopTime"] = parts(cycle.stop, zone)
    if cycle.breach is not None:
        json["breachTime"] = parts(cycle.breach, zone)
    json["breached"] = cycle.breached
    if cycle.stop is None:
        json |= {"paused": cycle.paused, "withinCalendarHours": cycle.within}
    return json | {
        "goalDuration": duration(cycle.goal),
        "elapsedTime": duration(cycle.elapsed),
        "remainingTime": duration(cycle.remaining),
    }
