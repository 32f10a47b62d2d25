"""JiraServiceDesk.RequestSLACycles."""

from __future__ import annotations

from dataclasses import replace

from jsdodbc.model.column import Column, Filter, Pushdown
from jsdodbc.model.table import Search, Table
from jsdodbc.model.tables import issue_columns as issue
from jsdodbc.model.tables.parts import IDENTIFIER, JQL, NAME, instant
from jsdodbc.model.types import BIGINT, BOOLEAN, INTEGER, varchar


def _duration(name: str, member: str, text: str) -> tuple[Column, ...]:
    return (
        Column(f"{name}Millis", BIGINT, f"{text}, in milliseconds of working time.", ("cycle", member, "millis")),
        Column(f"{name}Friendly", NAME, f"{text}, as the site writes it.", ("cycle", member, "friendly")),
    )


def _truth(name: str, text: str, member: str, function: str) -> Column:
    return Column(name, BOOLEAN, text, ("cycle", member), pushdown=Pushdown(Filter.SLA, "SLA", function))


REQUEST_SLA_CYCLES = Table(
    "RequestSLACycles",
    "JiraServiceDesk",
    "The cycles of every SLA of a request: the completed ones, and the one under way.",
    (
        replace(
            issue.ID,
            name="RequestId",
            description="Id of the request.",
            path=("issue", "id"),
            references=("Requests", "IssueId"),
        ),
        replace(issue.ISSUE_KEY, name="RequestKey", description="Key of the request.", path=("issue", "key")),
        Column("SlaId", IDENTIFIER, "Id of the SLA.", ("sla", "id"), key=True, nullable=False),
        Column("SlaName", NAME, "Name of the SLA.", ("sla", "name")),
        Column("SlaField", IDENTIFIER, "Id of the issue field that holds the SLA.", ("sla", "field"), nullable=False),
        Column(
            "CycleNumber",
            INTEGER,
            "Number of the cycle, from 1 in order of time.",
            ("sla", "number"),
            key=True,
            nullable=False,
        ),
        Column(
            "CycleType",
            varchar(16),
            "completed or ongoing.",
            ("sla", "type"),
            pushdown=Pushdown(Filter.SLA, "SLA", "type"),
            nullable=False,
        ),
        instant("StartTime", ("cycle", "startTime", "epochMillis"), "When the cycle began"),
        instant("StopTime", ("cycle", "stopTime", "epochMillis"), "When the cycle ended"),
        instant("BreachTime", ("cycle", "breachTime", "epochMillis"), "When the goal is or was missed"),
        _truth("Breached", "Whether the goal was missed.", "breached", "everBreached()"),
        _truth("Paused", "Whether the clock is paused.", "paused", "paused()"),
        Column("WithinCalendarHours", BOOLEAN, "Whether it is working time now.", ("cycle", "withinCalendarHours")),
        *_duration("GoalDuration", "goalDuration", "Goal"),
        *_duration("ElapsedTime", "elapsedTime", "Time elapsed"),
        *_duration("RemainingTime", "remainingTime", "Time left; negative when missed"),
    ),
    Search("service desks", explode="sla"),
    kind="VIEW",
    pseudo_columns=(JQL,),
)
