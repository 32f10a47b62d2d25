"""The catalog of a site: its tables, by any way of naming them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jsdodbc.model.tables import TABLES
from tests.scan.support import Bench, bench


@pytest.fixture(scope="module")
def site() -> Iterator[Bench]:
    with bench("cloud", 10, properties="IncludeCustomFields=true") as made:
        yield made


def test_tables_are_listed_without_asking_the_site() -> None:
    with bench("dc", 5) as made:
        before = len(made.site.requests)
        names = [(table.schema, table.name) for table in made.catalog.tables]
        assert names == sorted((table.schema, table.name) for table in TABLES)
        assert {("Jira", "Issues"), ("JiraServiceDesk", "Requests"), ("JiraServiceDesk", "Customers")} <= set(names)
        assert all(table.columns for table in made.catalog.tables)
        assert len(made.site.requests) == before


def test_names_are_found(site: Bench) -> None:
    catalog = site.catalog
    assert catalog.name == "127.0.0.1"
    requests = catalog.find("requests")
    assert requests is catalog.find("REQUESTS", "jiraservicedesk", "127.0.0.1") is not None
    assert catalog.find("Requests", "Jira") is None
    assert catalog.find("Requests", None, "elsewhere") is None
    assert catalog.find("nope") is None


def test_custom_fields_are_asked_for_once(site: Bench) -> None:
    issues, requests = site.catalog.find("Issues"), site.catalog.find("Requests")
    assert issues is not None
    assert requests is not None
    assert issues.column("Effort") is not None
    assert requests.column("cf[10024]") is not None
    assert len([each for each in site.site.requests if each.path.endswith("/field")]) == 1


def test_people_are_named_as_the_site_does(site: Bench) -> None:
    issues = site.catalog.find("Issues")
    assert issues is not None
    assert issues.column("AssigneeAccountId") is not None
    assert issues.column("AssigneeKey") is None
