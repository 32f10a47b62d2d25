"""Data sources and drivers as Windows keeps them: sections and values below SOFTWARE\\ODBC of the registry.

`ODBC.INI\\<data source>` and `ODBC.INI\\ODBC Data Sources` (name -> driver), `ODBCINST.INI\\<driver>` and
`ODBCINST.INI\\ODBC Drivers`. The user's are below HKEY_CURRENT_USER, the machine's below HKEY_LOCAL_MACHINE, where
programs of 32 bits have a view of their own.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

_ROOT = "SOFTWARE\\ODBC\\"
SOURCES, DRIVERS = "ODBC.INI", "ODBCINST.INI"


def api() -> Any:
    """The module `winreg`, which only Windows has."""
    return importlib.import_module("winreg")


def is_here() -> bool:
    """Whether the registry is where data sources are kept."""
    return sys.platform == "win32"


class Sections:
    """The sections of SOURCES or DRIVERS, of the user or the machine. `winreg`: the module, or one like it."""

    def __init__(self, file: str, *, machine: bool, winreg: Any = None, view: int = 0) -> None:
        self._winreg = winreg or api()
        self._file = file
        self._view = view  # KEY_WOW64_32KEY, KEY_WOW64_64KEY, or 0 for that of this process
        self._root = self._winreg.HKEY_LOCAL_MACHINE if machine else self._winreg.HKEY_CURRENT_USER
        self.place = f"{'HKLM' if machine else 'HKCU'}\\{_ROOT}{file}"

    def names(self) -> list[str]:
        """The sections that there are."""
        with suppress(FileNotFoundError), self._open("") as key:
            return list(self._listed(self._winreg.EnumKey, key))
        return []

    def read(self, section: str) -> dict[str, str]:
        """Values of a section; none when it is not there."""
        with suppress(FileNotFoundError), self._open(section) as key:
            return {name: str(value) for name, value, _ in self._listed(self._winreg.EnumValue, key) if name}
        return {}

    def write(self, section: str, entries: Mapping[str, str | int | None]) -> None:
        """Set values, numbers as REG_DWORD; those that are None go."""
        access = self._winreg.KEY_READ | self._winreg.KEY_WRITE | self._view
        with self._winreg.CreateKeyEx(self._root, self._path(section), 0, access) as key:
            for name, value in entries.items():
                if value is None:
                    with suppress(FileNotFoundError):
                        self._winreg.DeleteValue(key, name)
                else:
                    kind = self._winreg.REG_DWORD if isinstance(value, int) else self._winreg.REG_SZ
                    self._winreg.SetValueEx(key, name, 0, kind, value)

    def remove(self, section: str) -> bool:
        """Take a section out. Whether it was there."""
        with suppress(FileNotFoundError):
            self._winreg.DeleteKeyEx(self._root, self._path(section), self._view)
            return True
        return False

    def _open(self, section: str) -> Any:
        return self._winreg.OpenKey(self._root, self._path(section), 0, self._winreg.KEY_READ | self._view)

    def _path(self, section: str) -> str:
        return _ROOT + self._file + (f"\\{section}" if section else "")

    @staticmethod
    def _listed(function: Any, key: Any) -> Iterator[Any]:
        index = 0
        with suppress(OSError):  # the way the registry says that there are no more
            while True:
                yield function(key, index)
                index += 1


def everywhere(file: str, *, winreg: Any = None) -> list[Sections]:
    """Where a section is looked up, the first that counts first: the user's, then the machine's of either width (the
    program that asks may be one of 32 bits while this one has 64)."""
    found = winreg or api()
    views = (found.KEY_WOW64_64KEY, found.KEY_WOW64_32KEY)
    return [
        Sections(file, machine=False, winreg=found),
        *(Sections(file, machine=True, winreg=found, view=view) for view in views),
    ]


def lookup(file: str, section: str, *, winreg: Any = None) -> dict[str, str]:
    """Values of a section, merged: one of the user's wins over the same of the machine's."""
    merged: dict[str, tuple[str, str]] = {}
    for sections in reversed(everywhere(file, winreg=winreg)):
        merged |= {key.casefold(): (key, value) for key, value in sections.read(section).items()}
    return dict(merged.values())
