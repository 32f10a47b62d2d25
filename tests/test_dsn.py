"""odbc.ini and odbcinst.ini are found and read as unixODBC does."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsdodbc import dsn

USER = """
# mine
[Desk]
URL = https://desk.example.com
  User=ann
; APIToken = old
apitoken =  a;b=c
USER = second

[desk]
URL = https://other.example.com

[Empty]
"""
SYSTEM = "[DESK]\nUser=system\nTimeout = 5\n[Other One]\nURL=https://other.example.com\n"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "my.ini").write_text(USER, "utf-8")
    (tmp_path / "odbc.ini").write_text(SYSTEM, "utf-8")
    (tmp_path / "odbcinst.ini").write_text("[JSDODBC]\nDriver = /lib/libjsdodbc.so\n", "utf-8")
    (tmp_path / "other.ini").write_text("[B]\nDriver=b.so\n", "utf-8")
    monkeypatch.setenv("ODBCINI", str(tmp_path / "my.ini"))
    monkeypatch.setenv("ODBCSYSINI", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("ODBCINSTINI", "SYSODBCINI", "SYSODBCINSTINI"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_user_counts_before_system_and_first_before_second() -> None:
    assert {key.casefold(): value for key, value in dsn.read("desk").items()} == {
        "url": "https://desk.example.com",
        "user": "ann",
        "apitoken": "a;b=c",
        "timeout": "5",
    }


def test_names() -> None:
    assert dsn.read("other one") == {"URL": "https://other.example.com"}
    assert dsn.read("Empty") == dsn.read("none") == {}


def test_home_folder(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ODBCINI")
    monkeypatch.setenv("HOME", str(files))
    (files / ".odbc.ini").write_text("[Home]\nURL=https://home.example.com", "utf-8")
    assert dsn.read("Home") == {"URL": "https://home.example.com"}


def test_system_folder_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ODBCSYSINI")
    assert [str(path) for path in dsn.data_source_files()][1:] == ["/etc/odbc.ini", "/usr/local/etc/odbc.ini"]


def test_drivers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert dsn.driver("jsdodbc") == {"Driver": "/lib/libjsdodbc.so"}
    assert dsn.driver("none") == {}
    monkeypatch.setenv("ODBCINSTINI", "other.ini")
    assert dsn.driver("b") == {"Driver": "b.so"}


def test_the_users_drivers_come_first(files: Path) -> None:
    (files / ".odbcinst.ini").write_text("[jsdodbc]\nDriver = /mine.so\n", "utf-8")
    assert dsn.driver("jsdodbc") == {"Driver": "/mine.so"}


def test_iodbcs_files(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYSODBCINI", str(files / "system.ini"))
    (files / "system.ini").write_text("[Far]\nURL=far.example\n", "utf-8")
    assert dsn.read("far") == {"URL": "far.example"}
    monkeypatch.setenv("ODBCINSTINI", str(files / "other.ini"))
    assert dsn.driver("b") == {"Driver": "b.so"}


def test_folders_of_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dsn.sys, "platform", "darwin")
    monkeypatch.delenv("ODBCSYSINI")
    monkeypatch.delenv("ODBCINI")
    assert [str(path) for path in dsn.data_source_files()][-1] == "/Library/ODBC/odbc.ini"
    assert dsn.user_sources()[1].parts[-3:] == ("Library", "ODBC", "odbc.ini")


def test_file_that_cannot_be_read(files: Path) -> None:
    (files / "odbc.ini").unlink()
    (files / "odbc.ini").mkdir()
    assert dsn.read("desk")["URL"] == "https://desk.example.com"
