"""Moments as epoch milliseconds, and their spellings in the site's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=8192)
def _hour_offset(zone: ZoneInfo, half_hours: int) -> timedelta:
    # Offsets change on half hours at the finest (Lord Howe), so one look-up serves thirty minutes.
    return (EPOCH + timedelta(minutes=30 * half_hours)).astimezone(zone).utcoffset() or timedelta()


def offset(millis: int, zone: ZoneInfo) -> timedelta:
    return _hour_offset(zone, millis // 1_800_000)


def _spelt(delta: timedelta) -> str:
    minutes = int(delta.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


def local(millis: int, zone: ZoneInfo) -> datetime:
    """The wall clock of `zone`, without a zone."""
    return datetime(1970, 1, 1) + timedelta(milliseconds=millis) + offset(millis, zone)


def jira(millis: int, zone: ZoneInfo) -> str:
    """`2026-03-09T09:44:10.509-0500`."""
    wall = local(millis, zone)
    return wall.isoformat(timespec="milliseconds") + _spelt(offset(millis, zone))


def zulu(millis: int) -> str:
    """`2026-03-09T14:44:10.509Z`, as sprints have it."""
    return (EPOCH + timedelta(milliseconds=millis)).strftime("%Y-%m-%dT%H:%M:%S.") + f"{millis % 1000:03d}Z"


def parts(millis: int, zone: ZoneInfo) -> dict[str, Any]:
    """The four-part date object of servicedeskapi."""
    wall = local(millis, zone)
    spelt = _spelt(offset(millis, zone))
    return {
        "iso8601": wall.isoformat(timespec="seconds") + spelt,
        "jira": wall.isoformat(timespec="milliseconds") + spelt,
        "friendly": f"{wall.day}/{wall.month}/{wall.year % 100:02d} {wall.hour}:{wall.minute:02d}",
        "epochMillis": millis,
    }


def duration(millis: int) -> dict[str, Any]:
    """`{millis, friendly}`; negative when a goal was missed."""
    minutes = abs(millis) // 60000
    sign = "-" if millis < 0 else ""
    hours = f"{sign}{minutes // 60}h " if minutes >= 60 else ""
    return {"millis": millis, "friendly": f"{hours}{sign}{minutes % 60}m"}


def parse_jira(text: str) -> int:
    """Any ISO 8601 moment, with or without a colon in its offset, to epoch milliseconds."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - EPOCH) // timedelta(milliseconds=1)


def millis_of(wall: datetime, zone: ZoneInfo) -> int:
    """The moment at which the clock of `zone` shows `wall`."""
    return (wall.replace(tzinfo=zone) - EPOCH) // timedelta(milliseconds=1)


def day_of(millis: int, zone: ZoneInfo) -> date:
    return local(millis, zone).date()
