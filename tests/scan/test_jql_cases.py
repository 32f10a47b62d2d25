"""The cases of jql_cases.txt: what a condition becomes on a site. A person reads them; this holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jsdodbc.scan.hints import ScanReport
from tests.scan.support import Bench, bench

CASES = Path(__file__).with_name("jql_cases.txt")


@dataclass(frozen=True)
class Case:
    flavour: str
    table: str
    where: str
    outcome: str


def cases() -> Iterator[Case]:
    """`site <flavour>` and `table <name>` hold until the next one; a condition is followed by `=> outcome`."""
    flavour = table = where = ""
    for line in CASES.read_text().splitlines():
        word, _, rest = line.partition(" ")
        if word == "site":
            flavour = rest
        elif word == "table":
            table = rest
        elif word == "=>":
            yield Case(flavour, table, where, rest)
        elif line.strip() and not line.startswith("#"):
            where = line


@pytest.fixture(scope="module")
def benches() -> Iterator[dict[str, Bench]]:
    """The two kinds of site, of scans that explain and send no search."""
    with (
        bench("cloud", 60, properties="IncludeCustomFields=true") as cloud,
        bench("dc", 60, properties="IncludeCustomFields=true") as data_center,
    ):
        both = {"cloud": cloud, "dc": data_center}
        for each in both.values():
            for table in each.catalog.tables:
                each.register(table.name, explain_only=True)
        yield both


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.flavour} {case.table} {case.where}")
def test_case(benches: dict[str, Bench], case: Case) -> None:
    site = benches[case.flavour]
    site.run(f"SELECT count(*) FROM {case.table} WHERE {case.where}")
    assert outcome(site.reports[0] if site.reports else None) == case.outcome


def outcome(report: ScanReport | None) -> str:
    if report is None:
        return "nothing is asked: DuckDB sees that no row can be true"
    if report.jql is None:
        return report.requests[-1] if report.requests else "nothing is asked"
    checked = "" if not (report.superset or report.remaining) else " (then filtered)"
    return report.jql.replace(" ORDER BY id ASC", "").replace("ORDER BY id ASC", "everything") + checked
