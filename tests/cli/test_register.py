from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jsdodbc import dsn
from jsdodbc.cli import register
from jsdodbc.cli.main import main


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a system folder of the test's own, and a library to register."""
    monkeypatch.setattr(register, "library", lambda name=register.LIBRARY: tmp_path / name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ODBCSYSINI", str(tmp_path / "system"))
    for name in ("ODBCINI", "ODBCINSTINI", "SYSODBCINI", "SYSODBCINSTINI"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_user_scope_writes_the_users_files(home: Path) -> None:
    assert main(["register"]) == 0
    section = dsn.sections(home / ".odbcinst.ini")["jsdodbc"]
    assert section["Driver"] == str(home / "libjsdodbc.so")
    assert section["Setup"] == str(home / "libjsdodbcS.so")
    assert section["Engine"] == sys.executable
    assert not (home / "system").exists()


def test_system_scope_writes_the_system_folder(home: Path) -> None:
    assert main(["register", "--system"]) == 0
    assert dsn.driver("jsdodbc")["Engine"] == sys.executable
    assert not (home / ".odbcinst.ini").exists()


def test_first_data_source_is_there_to_be_filled_in_and_goes_with_the_driver(home: Path) -> None:
    main(["register"])
    assert dsn.read(register.FIRST_SOURCE)["Driver"] == "jsdodbc"
    assert dsn.sections(home / ".odbc.ini")["ODBC Data Sources"] == {register.FIRST_SOURCE: "jsdodbc"}
    main(["unregister"])
    assert dsn.sections(home / ".odbc.ini") == {}


def test_data_source_that_was_filled_in_stays(home: Path) -> None:
    main(["register"])
    main(["dsn", "edit", register.FIRST_SOURCE, "URL=https://a.atlassian.net"])
    main(["register"])
    main(["unregister"])
    assert dsn.read(register.FIRST_SOURCE)["URL"] == "https://a.atlassian.net"


def test_no_data_source_where_none_is_wanted(home: Path) -> None:
    main(["register", "--no-dsn"])
    assert not (home / ".odbc.ini").exists()


def test_iodbcs_own_file_names_count(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ODBCINSTINI", str(home / "mine.ini"))
    main(["register"])
    assert "jsdodbc" in dsn.sections(home / "mine.ini")
    assert dsn.driver("jsdodbc")["Engine"] == sys.executable


def test_system_files_are_where_the_manager_of_the_machine_looks(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ODBCSYSINI")
    program = home / "odbcinst"
    program.write_text(
        f"#!/bin/sh\necho 'DRIVERS............: {home}/a.ini'\necho 'SYSTEM DATA SOURCES: {home}/b.ini'\n"
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(home))
    monkeypatch.setattr(dsn, "_SYSTEM_FOLDERS", (str(home / "etc"),))
    (home / "etc").mkdir()
    (home / "etc" / "odbcinst.ini").touch()  # another manager's
    main(["register", "--system"])
    assert "jsdodbc" in dsn.sections(home / "a.ini")
    assert "jsdodbc" in dsn.sections(home / "etc" / "odbcinst.ini")
    assert register.FIRST_SOURCE in dsn.sections(home / "b.ini")


def test_says_what_it_wrote_and_that_twice_is_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["register"])
    assert f"{home}/.odbcinst.ini: wrote [jsdodbc]\n" in capsys.readouterr().out
    before = (home / ".odbcinst.ini").read_text()
    main(["register"])
    assert "[jsdodbc] was as it should be" in capsys.readouterr().out
    assert (home / ".odbcinst.ini").read_text() == before


def test_data_source_is_written_for_its_owner_and_its_secret_not_shown(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "DSN=x;URL=https://a.atlassian.net;User=me;APIToken={to;ken}"
    assert main(["register", "--dsn", "Desk", "--connection-string", text]) == 0
    assert dsn.read("Desk") == {
        "Driver": "jsdodbc", "URL": "https://a.atlassian.net", "User": "me", "APIToken": "to;ken"
    }  # fmt: skip
    assert "to;ken" not in capsys.readouterr().out
    assert (home / ".odbc.ini").stat().st_mode & 0o777 == 0o600


def test_unregister_takes_out_what_register_wrote(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / ".odbcinst.ini").write_text("[other]\nDriver = /x.so\n")
    main(["register"])
    assert main(["unregister"]) == 0
    assert (home / ".odbcinst.ini").read_text().strip() == "[other]\nDriver = /x.so"
    capsys.readouterr()
    assert main(["unregister"]) == 0
    assert "there is no [jsdodbc]" in capsys.readouterr().out


def test_unregister_of_a_data_source_leaves_the_driver(home: Path) -> None:
    main(["register", "--dsn", "Desk", "--connection-string", "URL=https://a.atlassian.net"])
    assert main(["unregister", "--dsn", "Desk"]) == 0
    assert dsn.read("Desk") == {}
    assert "jsdodbc" in dsn.sections(home / ".odbcinst.ini")


def test_library_that_is_not_built_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(register, "LIBRARY", "libmissing.so")
    assert main(["register"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
