"""Dates in JQL: literals of minute resolution in the account's zone, epoch milliseconds, periods, functions."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from jsdodbc.sandbox.jql.context import Context
from jsdodbc.sandbox.jql.errors import JqlError
from jsdodbc.sandbox.jql.parser import Call, Operand, Value
from jsdodbc.sandbox.times import local, millis_of

_LITERAL = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d{2}))?")
_PERIOD = re.compile(r"([-+]?)((?:\d+[wdhm]\s*)+)")
_UNIT_MILLIS = {"w": 604_800_000, "d": 86_400_000, "h": 3_600_000, "m": 60_000}
_OFFSET = re.compile(r"([-+]?)(\d+)([yMwdhm]?)")
_BAD_DATE = (
    "Date value '{}' for field '{}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', "
    "'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', "
    "or a period format e.g. '-5d', '4w 2d'."
)
MINUTE = 60_000


def moment(operand: Operand, field: str, context: Context) -> tuple[int, int]:
    """(epoch ms, resolution in ms) of a date operand; the resolution is what `=` matches."""
    if isinstance(operand, Call):
        return call(operand, context), 1
    if not isinstance(operand, Value):
        raise JqlError(_BAD_DATE.format("EMPTY", field))
    if operand.number:
        return int(operand.text), 1
    text = operand.text.strip()
    matched = _LITERAL.fullmatch(text)
    if matched:
        return _literal(matched, text, field, context), MINUTE
    if text.lstrip("-").isdecimal():
        return int(text), 1
    return context.now + period(text, field), MINUTE


def _literal(matched: re.Match[str], text: str, field: str, context: Context) -> int:
    year, month, day, hour, minute = (int(part) if part else 0 for part in matched.groups())
    try:
        wall = datetime(year, month, day, hour, minute)
    except ValueError:
        raise JqlError(_BAD_DATE.format(text, field)) from None
    return millis_of(wall, context.zone)


def period(text: str, field: str) -> int:
    """`-5d`, `4w 2d` in ms."""
    matched = _PERIOD.fullmatch(text)
    if not matched:
        raise JqlError(_BAD_DATE.format(text, field))
    total = sum(int(amount) * _UNIT_MILLIS[unit] for amount, unit in re.findall(r"(\d+)([wdhm])", matched[2]))
    return -total if matched[1] == "-" else total


def call(function: Call, context: Context) -> int:
    """now(), startOfDay("-1d") … endOfYear()."""
    name = function.name.lower()
    if name == "now":
        return context.now
    if name in ("currentlogin", "lastlogin"):
        return context.now - (0 if name == "currentlogin" else 86_400_000)
    matched = re.fullmatch(r"(startof|endof)(day|week|month|year)", name)
    if not matched:
        raise JqlError(f"Unable to find JQL function '{function.name}({', '.join(function.arguments)})'.")
    edge, unit = matched.groups()
    start = _floor(local(context.now, context.zone), unit)
    if function.arguments:
        start = (
            _floor(_shifted(start, function.arguments[0], unit, function), unit)
            if edge == "startof"
            else _shifted(start, function.arguments[0], unit, function)
        )
    if edge == "startof":
        return millis_of(start, context.zone)
    return millis_of(_next(_floor(start, unit), unit), context.zone) - 1


def _floor(wall: datetime, unit: str) -> datetime:
    day = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        return day - timedelta(days=(day.weekday() + 1) % 7)  # weeks begin on Sunday
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[unit]


def _next(wall: datetime, unit: str) -> datetime:
    if unit == "month":
        return _months(wall, 1)
    if unit == "year":
        return wall.replace(year=wall.year + 1)
    return wall + timedelta(days=7 if unit == "week" else 1)


def _months(wall: datetime, count: int) -> datetime:
    year, month = divmod(wall.year * 12 + wall.month - 1 + count, 12)
    for day in (wall.day, 30, 29, 28):
        try:
            return wall.replace(year=year, month=month + 1, day=min(day, wall.day))
        except ValueError:
            continue
    return wall


def _shifted(wall: datetime, argument: str, unit: str, function: Call) -> datetime:
    matched = _OFFSET.fullmatch(argument.strip())
    if not matched:
        raise JqlError(
            f"The argument '{argument}' of the function '{function.name}' is not a valid offset, e.g. '-1d'."
        )
    count = int(matched[2]) * (-1 if matched[1] == "-" else 1)
    step = matched[3] or {"day": "d", "week": "w", "month": "M", "year": "y"}[unit]
    if step in "My":
        return _months(wall, count * (12 if step == "y" else 1))
    return wall + timedelta(**{{"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}[step]: count})
