"""Data sources and drivers in the registry of Windows, played by one in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsdodbc import dsn, registry
from jsdodbc.cli import register
from jsdodbc.cli.main import main
from tests.fake_winreg import HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, REG_DWORD, FakeRegistry

ODBC = "SOFTWARE\\ODBC\\"


@pytest.fixture(autouse=True)
def windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeRegistry:
    fake = FakeRegistry()
    monkeypatch.setattr(registry, "api", lambda: fake)
    monkeypatch.setattr(registry, "is_here", lambda: True)
    monkeypatch.setattr(register, "library", lambda name="jsdodbc.dll": Path("C:/jsdodbc/lib") / name)
    monkeypatch.setattr(register, "SETUP", "jsdodbcS.dll")
    return fake


def values(windows: FakeRegistry, root: str, path: str) -> dict[str, str | int]:
    return {name: value for name, (value, _) in windows.keys[root, ODBC + path].items()}


@pytest.mark.parametrize(("scope", "root"), [("--user", HKEY_CURRENT_USER), ("--system", HKEY_LOCAL_MACHINE)])
def test_register_and_unregister(windows: FakeRegistry, scope: str, root: str) -> None:
    assert main(["register", scope]) == 0
    driver = values(windows, root, "ODBCINST.INI\\jsdodbc")
    assert driver["Driver"] == str(Path("C:/jsdodbc/lib/jsdodbc.dll"))
    assert driver["Setup"] == str(Path("C:/jsdodbc/lib/jsdodbcS.dll"))
    assert driver["DriverODBCVer"] == "03.80"
    assert windows.keys[root, ODBC + "ODBCINST.INI\\jsdodbc"]["UsageCount"] == (1, REG_DWORD)
    assert values(windows, root, "ODBCINST.INI\\ODBC Drivers") == {"jsdodbc": "Installed"}
    assert values(windows, root, "ODBC.INI\\ODBC Data Sources") == {"Jira Service Desk": "jsdodbc"}
    assert values(windows, root, "ODBC.INI\\Jira Service Desk")["Driver"] == driver["Driver"]
    assert main(["unregister", scope]) == 0
    assert windows.keys == {
        (root, ODBC + "ODBCINST.INI\\ODBC Drivers"): {},
        (root, ODBC + "ODBC.INI\\ODBC Data Sources"): {},
    }


def test_data_source_is_added_edited_listed_and_removed(
    windows: FakeRegistry, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["register", "--no-dsn"])
    assert main(["dsn", "add", "Desk", "Server=a.atlassian.net", "Timeout=5", "APIToken=se;cret"]) == 0
    assert dsn.read("desk")["APIToken"] == "se;cret"
    assert main(["dsn", "edit", "Desk", "Timeout=", "User=ann"]) == 0
    found = dsn.read("Desk")
    assert "Timeout" not in found
    assert (found["URL"], found["User"]) == ("a.atlassian.net", "ann")
    capsys.readouterr()
    assert main(["dsn", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Desk\tuser\ta.atlassian.net\tHKCU\\{ODBC}ODBC.INI",
    ]
    assert main(["dsn", "remove", "Desk"]) == 0
    assert dsn.read("Desk") == {}
    assert values(windows, HKEY_CURRENT_USER, "ODBC.INI\\ODBC Data Sources") == {}


def test_the_users_values_win_and_those_of_32_bits_are_found(windows: FakeRegistry) -> None:
    registry.Sections("ODBC.INI", machine=True).write("Desk", {"URL": "machine", "Timeout": "5"})
    registry.Sections("ODBC.INI", machine=False).write("Desk", {"url": "user"})
    narrow = registry.Sections("ODBC.INI", machine=True, view=windows.KEY_WOW64_32KEY)
    narrow.write("Old", {"URL": "narrow"})
    assert dsn.read("desk") == {"url": "user", "Timeout": "5"}
    assert dsn.read("Old") == {"URL": "narrow"}
    assert dsn.read("None") == {}


def test_driver_is_found() -> None:
    main(["register", "--system"])
    assert dsn.driver("jsdodbc")["Setup"].endswith("jsdodbcS.dll")
    assert dsn.driver("other") == {}


def test_another_drivers_data_source_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    registry.Sections("ODBC.INI", machine=False).write("Theirs", {"Driver": "other.dll"})
    for command in (["add", "Theirs", "URL=a"], ["edit", "Theirs", "URL=a"], ["remove", "Theirs"]):
        assert main(["dsn", *command]) == 1
        assert "another driver" in capsys.readouterr().err
    assert dsn.read("Theirs") == {"Driver": "other.dll"}
