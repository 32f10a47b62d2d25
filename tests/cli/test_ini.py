from __future__ import annotations

from pathlib import Path

import pytest

from jsdodbc.cli.ini import IniFile

TEXT = """\
# mine
[ODBC Drivers]
other = Installed

[other]
Driver = /usr/lib/other.so
; keep me
Threads=2
"""


def changed(section: str, entries: dict[str, str], text: str = TEXT) -> str:
    ini = IniFile(text.splitlines())
    ini.set(section, entries)
    return "\n".join(ini.lines) + "\n"


def test_new_section_is_added_behind_the_rest() -> None:
    assert changed("new", {"a": "1"}) == TEXT + "\n[new]\na = 1\n"


def test_changed_key_keeps_its_place_and_the_others() -> None:
    assert changed("OTHER", {"DRIVER": "/x.so", "b": "2"}) == (
        TEXT.replace("Driver = /usr/lib/other.so", "DRIVER = /x.so") + "b = 2\n"
    )


def test_key_goes_before_the_blank_line_that_ends_the_section() -> None:
    assert "other = Installed\nnew = Installed\n\n[other]" in changed("ODBC Drivers", {"new": "Installed"})


def test_setting_the_same_again_changes_nothing() -> None:
    ini = IniFile(TEXT.splitlines())
    assert ini.set("new", {"a": "1"})
    assert not ini.set("new", {"a": "1"})


def test_remove_takes_only_the_section() -> None:
    ini = IniFile([*TEXT.splitlines(), "[last]", "a=1"])
    assert ini.remove("Other")
    assert "\n".join(ini.lines) == "# mine\n[ODBC Drivers]\nother = Installed\n\n[last]\na=1"
    assert not ini.remove("Other")


def test_removing_the_last_key_removes_its_section() -> None:
    ini = IniFile(TEXT.splitlines())
    ini.remove_key("ODBC drivers", "OTHER")
    assert ini.lines[:2] == ["# mine", "[other]"]


@pytest.mark.parametrize("existing", [None, 0o640])
def test_written_file_keeps_its_permissions(tmp_path: Path, existing: int | None) -> None:
    path = tmp_path / "folder" / "odbc.ini"
    if existing:
        path.parent.mkdir()
        path.write_text("")
        path.chmod(existing)
    IniFile(["[a]", "b = c"]).write(path)
    assert path.read_text() == "[a]\nb = c\n"
    assert path.stat().st_mode & 0o777 == (existing or 0o644)


def test_file_with_secrets_is_its_owners_only(tmp_path: Path) -> None:
    IniFile(["[a]"]).write(tmp_path / "x.ini", mode=0o600)
    assert (tmp_path / "x.ini").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["x.ini"]
