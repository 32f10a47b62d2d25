"""Every application, by connection string and by data source, gives the answers that `steps.py` declares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.odbc.clients import Client
from tests.odbc.clients.applications import APPLICATIONS, INSTALL, NARROW, Application
from tests.odbc.clients.steps import MESSAGE, VALUES, Answer

CASES = [
    pytest.param(application, name, marks=pytest.mark.xdist_group(application.name), id=f"{application.name}-{name}")
    for application in APPLICATIONS
    for name in application.steps()
    if name not in ("values", "error")
]
ONE_EACH = [
    pytest.param(application, marks=pytest.mark.xdist_group(application.name), id=application.name)
    for application in APPLICATIONS
]


@pytest.fixture(scope="module")
def reached(odbc: Path) -> Iterator[Client]:
    with Sandbox("cloud", 100, 3, bulky=False) as site:
        yield Client(site.connection_string, odbc)


@cache
def answered(application: Application, client: Client) -> dict[str, Answer]:
    """All steps over one connection."""
    require(application)
    target = (
        application.driver + client.string
        if application.by_string
        else application.source.format(client.data_source("all"))
    )
    return application.ask(target, application.steps())


def require(application: Application) -> None:
    if not application.is_there():
        missing = f"{application.name} is not installed ({' '.join(application.present)} fails): {INSTALL}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)


@pytest.mark.parametrize(("application", "name"), CASES)
def test_answer(application: Application, name: str, reached: Client) -> None:
    answer = answered(application, reached)[name]
    assert answer.failure == ""
    assert answer.rows == application.expected(name)


@pytest.mark.parametrize("application", [case for case in ONE_EACH if "values" in case.values[0].steps()])
def test_every_type(application: Application, reached: Client) -> None:
    answer = answered(application, reached)["values"]
    assert answer.failure == ""
    found = dict(zip((value.name for value in VALUES), answer.rows[0], strict=True))
    assert found == {value.name: application.spelling.get(value.name, value.text) for value in VALUES}


@pytest.mark.parametrize("application", ONE_EACH)
def test_error_arrives_with_state_and_message(application: Application, reached: Client) -> None:
    failure = answered(application, reached)["error"].failure
    assert MESSAGE in failure
    assert application.state in failure


@pytest.mark.parametrize("application", [case for case in ONE_EACH if NARROW in case.values[0].without.values()])
def test_text_of_many_bytes_where_sizes_count_bytes(application: Application, reached: Client) -> None:
    require(application)
    names = [name for name, reason in application.without.items() if reason == NARROW]
    given = application.ask(f"{application.driver}MapToWVarchar=false;{reached.string}", names)
    assert {name: answer.failure for name, answer in given.items()} == dict.fromkeys(names, "")
    assert all(given[name].rows == application.expected(name) for name in names)


@pytest.mark.parametrize("application", [case for case in ONE_EACH if case.values[0].source])
def test_data_source(application: Application, reached: Client) -> None:
    require(application)
    source = application.source.format(reached.data_source("one"))
    assert application.ask(source, ["after an error"])["after an error"] == Answer([["1"]], "")
