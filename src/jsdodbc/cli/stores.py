"""Where drivers and data sources are written: ini files, or the registry of Windows."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from jsdodbc import dsn, registry
from jsdodbc.cli.ini import IniFile

SCOPES = ("user", "system")
OWNERS_ONLY = 0o600
Entries = Mapping[str, str | int | None]


class Store(Protocol):
    """Sections of one file or registry key. `place`: how it is called in messages."""

    place: str

    def names(self) -> list[str]: ...
    def read(self, section: str) -> dict[str, str]:
        """Keys and values; none when the section is not there."""
        ...

    def write(self, section: str, entries: Entries, *, secret: bool = False) -> bool:
        """Set keys, take those out that are None; `secret`: for the owner only. Whether anything changed."""
        ...

    def remove(self, section: str) -> bool:
        """Take a section out. Whether it was there."""
        ...


class IniStore:
    """An ini file of unixODBC and iODBC."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = str(path)

    def names(self) -> list[str]:
        return list(dsn.sections(self.path))

    def read(self, section: str) -> dict[str, str]:
        found = {name.casefold(): entries for name, entries in dsn.sections(self.path).items()}
        return found.get(section.casefold(), {})

    def write(self, section: str, entries: Entries, *, secret: bool = False) -> bool:
        ini = IniFile.read(self.path)
        before = list(ini.lines)
        ini.set(section, {key: str(value) for key, value in entries.items() if value is not None})
        for key in (key for key, value in entries.items() if value is None):
            ini.remove_key(section, key)
        closing = secret and self.path.exists() and self.path.stat().st_mode & 0o077
        if ini.lines != before or closing:
            ini.write(self.path, mode=OWNERS_ONLY if secret else None)
        return ini.lines != before

    def remove(self, section: str) -> bool:
        ini = IniFile.read(self.path)
        there = ini.remove(section)
        if there:
            ini.write(self.path)
        return there


class RegistryStore:
    """A key of the registry."""

    def __init__(self, sections: registry.Sections) -> None:
        self._sections = sections
        self.place = sections.place

    def names(self) -> list[str]:
        return self._sections.names()

    def read(self, section: str) -> dict[str, str]:
        return self._sections.read(section)

    def write(self, section: str, entries: Entries, *, secret: bool = False) -> bool:
        before = self._sections.read(section)
        changed = not before or any(before.get(key) != _text(value) for key, value in entries.items())
        if changed:
            self._sections.write(section, entries)
        return changed

    def remove(self, section: str) -> bool:
        return self._sections.remove(section)


def drivers(scope: str) -> list[Store]:
    """Where each driver manager looks for drivers."""
    if registry.is_here():
        return [RegistryStore(registry.Sections(registry.DRIVERS, machine=scope == "system"))]
    files = dsn.user_drivers() if scope == "user" else _used(dsn.system_drivers(), "DRIVERS", "ODBCSYSINI")
    return [IniStore(path) for path in files]


def sources(scope: str) -> list[Store]:
    """Where each driver manager looks for data sources."""
    if registry.is_here():
        return [RegistryStore(registry.Sections(registry.SOURCES, machine=scope == "system"))]
    files = dsn.user_sources() if scope == "user" else _used(dsn.system_sources(), "SYSTEM DATA SOURCES", "ODBCSYSINI")
    return [IniStore(path) for path in files]


def _used(candidates: list[Path], told: str, variable: str) -> list[Path]:
    """Of the files that driver managers may have been built for, those that they use here: named by the environment,
    told by unixODBC's `odbcinst -j`, or there already; else the first.
    """
    if os.environ.get(variable):
        return candidates
    found = [*_told_by_unixodbc(told), *(path for path in candidates if path.exists())]
    return list(dict.fromkeys(found)) or candidates[:1]


def _told_by_unixodbc(what: str) -> list[Path]:
    program = shutil.which("odbcinst")
    if program is None:
        return []
    lines = subprocess.run([program, "-j"], capture_output=True, text=True, check=False).stdout.splitlines()
    return [Path(path.strip()) for name, _, path in (line.partition(":") for line in lines) if name.strip(" .") == what]


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
