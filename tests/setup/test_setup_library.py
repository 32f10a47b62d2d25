"""The set-up library, driven through the real installer libraries of unixODBC and iODBC."""

from __future__ import annotations

import ctypes.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jsdodbc import dsn
from jsdodbc.properties import PROPERTIES
from tests.setup.administrator import FILE_NAME, LIST_BOX, PASSWORD, TEXT_EDIT

LIBRARY = Path(__file__).resolve().parents[2] / "src/jsdodbc/lib/libjsdodbcS.so"
MANAGERS = {"unixodbc": "libodbcinst.so.2", "iodbc": "libiodbcinst.so.2"}
ADD, CONFIGURE, REMOVE, ADD_SYSTEM, _, REMOVE_SYSTEM = range(1, 7)  # ODBC_ADD_DSN …
INSTALL_DRIVER, REMOVE_DRIVER, CONFIGURE_DRIVER = range(1, 4)
INVALID_REQUEST, INVALID_NAME, INVALID_KEYWORD, FAILED, TRUNCATED = 5, 7, 8, 11, 22  # ODBC_ERROR_…

Call = tuple[str, list[Any], dict[str, Any]]
Ask = Callable[..., list[Any]]


def source(request: int, *attributes: str, **options: Any) -> Call:
    return "data_source", [request, "jsdodbc", list(attributes)], options


def driver(request: int, *arguments: str, **options: Any) -> Call:
    return "driver", [request, "jsdodbc", list(arguments)], options


ERRORS: Call = ("errors", [], {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert LIBRARY.exists(), "the library is not built: make native"
    (tmp_path / "odbcinst.ini").write_text(
        f"[ODBC Drivers]\njsdodbc = Installed\n\n[jsdodbc]\nDriver = {LIBRARY}\nSetup = {LIBRARY}\n"
    )
    return tmp_path


@pytest.fixture(params=MANAGERS)
def ask(request: pytest.FixtureRequest, folder: Path) -> Ask:
    """Calls, made one after the other in a process of their own; their answers."""
    return asking(request.param, folder)


@pytest.fixture
def unixodbc(folder: Path) -> Ask:
    return asking("unixodbc", folder)


def asking(manager: str, folder: Path) -> Ask:
    if ctypes.util.find_library(MANAGERS[manager][3:].removesuffix(".so.2")) is None:
        pytest.skip(f"{MANAGERS[manager]} is not installed (apt-get install odbcinst iodbc; make test does it)")
    environment = {
        **os.environ,
        **dict.fromkeys(("ODBCINI", "SYSODBCINI"), str(folder / "odbc.ini")),
        **({"ODBCSYSINI": str(folder)} if manager == "unixodbc" else {}),
        **({"ODBCINSTINI": str(folder / "odbcinst.ini"), "SYSODBCINSTINI": "/none"} if manager == "iodbc" else {}),
    }

    def ask(*calls: Call) -> list[Any]:
        program = Path(__file__).with_name("administrator.py")
        done = subprocess.run(
            [sys.executable, str(program), MANAGERS[manager], str(LIBRARY)],
            input=json.dumps(calls), env=environment, text=True, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return list(json.loads(done.stdout))

    return ask


def entries(folder: Path, name: str = "Desk") -> dict[str, str]:
    found = dsn.sections(folder / "odbc.ini").get(name, {})
    return {key: value for key, value in found.items() if key != "Driver"}


@pytest.mark.parametrize("wide", [False, True])
def test_data_source_is_added_changed_and_removed(ask: Ask, folder: Path, wide: bool) -> None:
    assert ask(source(ADD, "DSN=Desk", "URL=https://a.example", "Timeout=5", "User = ann", wide=wide)) == [True]
    assert entries(folder) == {"URL": "https://a.example", "Timeout": "5", "User": "ann"}
    assert "Driver" in dsn.sections(folder / "odbc.ini")["Desk"]
    assert ask(source(CONFIGURE, "DSN=Desk", "Timeout=", "User=bob", wide=wide)) == [True]
    assert entries(folder) == {"URL": "https://a.example", "User": "bob"}
    assert ask(source(REMOVE, "DSN=Desk", wide=wide)) == [True]
    assert "Desk" not in dsn.sections(folder / "odbc.ini")


def test_adding_what_is_there_begins_anew(ask: Ask, folder: Path) -> None:
    assert ask(source(ADD, "DSN=Desk", "Timeout=5"), source(ADD, "DSN=Desk", "User=ann")) == [True, True]
    assert entries(folder) == {"User": "ann"}


def test_aliases_are_written_by_their_own_names_and_values_as_they_are(ask: Ask, folder: Path) -> None:
    assert ask(source(ADD, "DSN=Desk", "Server=jira.example", "PWD=a;b=c}", "description=Zürich 東京 😀")) == [True]
    assert entries(folder) == {"URL": "jira.example", "Password": "a;b=c}", "Description": "Zürich 東京 😀"}


def test_wide_text_of_any_plane_is_kept(ask: Ask, folder: Path) -> None:
    # Called directly: unixODBC cuts a wide attribute to bytes before it hands it on.
    added = source(ADD, "DSN=Desk", "Description=Zürich 東京 😀", wide=True, direct=True)
    assert ask(added) == [True]
    assert entries(folder) == {"Description": "Zürich 東京 😀"}


def test_file_that_holds_a_secret_is_its_owners_only(unixodbc: Ask, folder: Path) -> None:
    (folder / "odbc.ini").touch(0o644)
    unixodbc(source(ADD, "DSN=Open", "User=ann"))
    assert (folder / "odbc.ini").stat().st_mode & 0o777 != 0o600
    unixodbc(source(ADD, "DSN=Desk", "APIToken=t"))
    assert (folder / "odbc.ini").stat().st_mode & 0o777 == 0o600


def test_system_data_source(unixodbc: Ask, folder: Path) -> None:
    (folder / "odbc.ini").touch()  # unixODBC makes no system file
    assert unixodbc(source(ADD_SYSTEM, "DSN=Shared", "URL=a.example"), ERRORS) == [True, []]
    assert entries(folder, "Shared") == {"URL": "a.example"}
    assert unixodbc(source(REMOVE_SYSTEM, "DSN=Shared")) == [True]


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        (source(ADD, "DSN=Desk", "Tiemout=5"), INVALID_KEYWORD, "Did you mean Timeout?"),
        (source(ADD, "DSN=Desk", "Frobnicate=5"), INVALID_KEYWORD, "There is no connection property Frobnicate."),
        (source(ADD, "DSN=Desk", "x" * 5000 + "=5"), INVALID_KEYWORD, "There is no connection property"),
        (source(ADD, "DSN=Desk", "Timeout"), INVALID_KEYWORD, "keyword=value"),
        (source(ADD, "DSN=Desk", "=5"), INVALID_KEYWORD, "keyword=value"),
        (source(ADD, "URL=a.example"), INVALID_KEYWORD, "Add DSN=name"),
        (source(ADD, "DSN=a[b]"), INVALID_KEYWORD, "a[b]"),
        (source(ADD, "DSN=Desk", "Driver=other"), INVALID_KEYWORD, "DRIVER"),
        (source(ADD, "DSN=Desk", "User=a\n[Other]"), INVALID_KEYWORD, "control character"),
        (source(ADD, "DSN=Desk", "User=" + "a" * 1001), INVALID_KEYWORD, "1000"),
        (source(ADD, window=1), FAILED, "jsdodbc dsn add NAME URL="),
        (source(CONFIGURE, "DSN=Desk", window=1), FAILED, 'jsdodbc dsn edit "Desk"'),
        (source(CONFIGURE, "DSN=Desk", "User=ann"), FAILED, 'no data source "Desk"'),
        (source(REMOVE, "DSN=Desk"), FAILED, "jsdodbc dsn list"),
    ],
)
def test_failure_is_posted_with_its_code(ask: Ask, folder: Path, call: Call, code: int, words: str) -> None:
    done, errors = ask(call, ERRORS)
    assert done is False
    assert errors[0][0] == code
    assert words in errors[0][1]
    assert not (folder / "odbc.ini").exists() or not entries(folder)


def test_failure_names_no_secret(unixodbc: Ask) -> None:
    _, errors = unixodbc(source(ADD, "DSN=Desk", "APIToken=se\ncret"), ERRORS)
    assert "APIToken" in errors[0][1]
    assert "cret" not in errors[0][1]


def test_requests_that_do_not_exist(ask: Ask) -> None:
    answers = ask(source(9, "DSN=Desk", direct=True), ERRORS, driver(9, direct=True), ERRORS)
    assert answers[0] is False
    assert answers[1][0][0] == INVALID_REQUEST
    assert answers[2][0] is False
    assert answers[3][-1][0] == INVALID_REQUEST


def test_missing_driver_name(ask: Ask) -> None:
    done, errors = ask(("data_source", [ADD, "", ["DSN=Desk"]], {"direct": True}), ERRORS)
    assert (done, errors[0][0]) == (False, INVALID_NAME)


@pytest.mark.parametrize("wide", [False, True])
def test_driver_is_configured(ask: Ask, folder: Path, wide: bool) -> None:
    # Called directly: on 64 bits unixODBC's own SQLConfigDriver refuses every driver that has a Setup entry.
    assert ask(driver(CONFIGURE_DRIVER, "CPTimeout=60", direct=True, wide=wide)) == [[True, "", 0]]
    assert dsn.sections(folder / "odbcinst.ini")["jsdodbc"]["CPTimeout"] == "60"
    assert ask(driver(CONFIGURE_DRIVER, "CPTimeout=", direct=True, wide=wide)) == [[True, "", 0]]
    assert "CPTimeout" not in dsn.sections(folder / "odbcinst.ini")["jsdodbc"]


def test_driver_is_configured_through_iodbc(folder: Path) -> None:
    answers = asking("iodbc", folder)(driver(CONFIGURE_DRIVER, "CPTimeout=60"))
    assert answers[0][0] is True
    assert dsn.sections(folder / "odbcinst.ini")["jsdodbc"]["CPTimeout"] == "60"


def test_option_that_drivers_do_not_have(ask: Ask) -> None:
    answer, errors = ask(driver(CONFIGURE_DRIVER, "URL=x", direct=True), ERRORS)
    assert answer[0] is False
    assert errors[0][0] == INVALID_KEYWORD


@pytest.mark.parametrize("wide", [False, True])
def test_installing_says_what_comes_next_and_a_short_buffer_is_told(ask: Ask, wide: bool) -> None:
    whole, errors, short, more = ask(
        driver(INSTALL_DRIVER, direct=True, wide=wide), ERRORS,
        driver(REMOVE_DRIVER, direct=True, wide=wide, room=9), ERRORS,
    )  # fmt: skip
    assert whole[0] is True
    assert "jsdodbc dsn add" in whole[1]
    assert whole[2] == len(whole[1])
    assert errors == []
    assert short[:2] == [True, "Data sou"]
    assert short[2] > 9
    assert more[0][0] == TRUNCATED


def test_unixodbcs_administrator_is_given_every_property(unixodbc: Ask) -> None:
    (listed,) = unixodbc(("properties", ["jsdodbc"], {}))
    own = {one["name"]: one for one in listed[3:]}  # behind Name, Description and Driver
    managers = {"DSN", "FILEDSN", "SAVEFILE", "Driver", "Description"}
    assert set(own) == {entry.name for entry in PROPERTIES} - managers
    groups = [one["help"].partition(":")[0] for one in own.values()]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)
    for entry in PROPERTIES:
        if entry.name not in managers:
            one = own[entry.name]
            assert one["value"] == entry.default
            assert one["help"] == f"{entry.group}: {entry.text}"
            expected = ["true", "false"] if entry.type == "boolean" else list(entry.values)
            assert one["choices"] == expected
            prompt = LIST_BOX if expected else FILE_NAME if entry.type == "path" else TEXT_EDIT
            assert one["prompt"] == (PASSWORD if entry.secret else prompt)


def test_the_library_exports_what_administrators_look_for_and_needs_no_cxx_runtime() -> None:
    listed = subprocess.run(["nm", "-D", "--defined-only", str(LIBRARY)], capture_output=True, text=True, check=True)
    names = {line.split()[-1] for line in listed.stdout.splitlines()}
    assert names == {"ConfigDSN", "ConfigDSNW", "ConfigDriver", "ConfigDriverW", "ODBCINSTGetProperties"}
    needed = subprocess.run(["readelf", "-d", str(LIBRARY)], capture_output=True, text=True, check=True).stdout
    assert "libstdc++" not in needed
