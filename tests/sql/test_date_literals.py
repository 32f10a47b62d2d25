"""Each date literal's span against Python's calendar, and every operator against the span."""

from __future__ import annotations

import datetime

import pytest

from jsdodbc.errors import Error
from jsdodbc.sql.date_literals import COUNTED, FIXED
from tests.execute.site import rows, site

DAY = datetime.timedelta(days=1)


def month(day: datetime.date, months: int) -> datetime.date:
    whole = day.year * 12 + day.month - 1 + months
    return datetime.date(whole // 12, whole % 12 + 1, 1)


def unit_start(unit: str, day: datetime.date, count: int) -> datetime.date:
    if unit == "DAY":
        return day + count * DAY
    if unit == "WEEK":
        return day - (day.weekday() + 1) % 7 * DAY + 7 * count * DAY
    size = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[unit]
    return month(datetime.date(day.year, (day.month - 1) // size * size + 1, 1), size * count)


def span(call: str, day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First day and the day after the last, by the name alone."""
    name, number = call[2:].rstrip(")").split("(")
    n = int(number or 1)
    if name in ("TODAY", "YESTERDAY", "TOMORROW"):
        first = {"TODAY": 0, "YESTERDAY": -1, "TOMORROW": 1}[name]
        return day + first * DAY, day + (first + 1) * DAY
    place, *middle, last = name.split("_")
    n = int(middle[0]) if middle and middle[0].isdigit() else n
    unit = last.removesuffix("S") if middle else last
    if place == "THIS":
        return unit_start(unit, day, 0), unit_start(unit, day, 1)
    if place == "LAST":
        return unit_start(unit, day, -n), unit_start(unit, day, 0)
    first = 0 if unit == "DAY" else 1
    return unit_start(unit, day, first), unit_start(unit, day, first + n)


CALLS = [*(f"{name}()" for name in FIXED), *(f"{name}(3)" for name in COUNTED)]


@pytest.mark.parametrize("call", CALLS)
def test_span_and_operators(call: str) -> None:
    connection = site(1).connect()
    ((today,),) = rows(connection, "SELECT L_TODAY() AS d")
    first, end = span(call, today)
    days = sorted({first - DAY, first, end - DAY, end})
    values = ", ".join(f"(TIMESTAMP '{day} 00:00:00')" for day in days)
    inside = [day for day in days if first <= day < end]
    before, after = [day for day in days if day < first], [day for day in days if day >= end]
    expected = {
        f"t = {call}": inside,
        f"t <> {call}": before + after,
        f"t < {call}": before,
        f"t <= {call}": before + inside,
        f"t > {call}": after,
        f"t >= {call}": inside + after,
        f"{call} < t": after,
        f"t BETWEEN {call} AND {call}": inside,
    }
    for condition, kept in expected.items():
        found = rows(connection, f"SELECT t FROM (VALUES {values}) AS v(t) WHERE {condition} ORDER BY t")
        assert [row[0].date() for row in found] == kept, condition


def test_they_are_pushed_down() -> None:
    fake = site(10)
    rows(fake.connect(), "SELECT IssueKey FROM Requests WHERE CreatedDate = L_LAST_N_DAYS(30)")
    assert any("CreatedDate" in text and "<" in text for report in fake.reports for text in report.exact)


def test_a_wrong_number_of_arguments_says_so() -> None:
    with pytest.raises(Error, match="L_LAST_N_DAYS takes one number"):
        site(1).connect().prepare("SELECT 1 WHERE now() > L_LAST_N_DAYS()")
