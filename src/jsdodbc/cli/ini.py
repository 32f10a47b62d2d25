"""Changing one section of an ini file and leaving every other line as it stands."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass
class IniFile:
    """The lines of a file. Names of sections and keys ignore case, as for unixODBC."""

    lines: list[str]

    @classmethod
    def read(cls, path: Path) -> Self:
        """The file's lines; none when there is no file."""
        return cls(path.read_text("utf-8").splitlines() if path.exists() else [])

    def set(self, section: str, entries: dict[str, str]) -> bool:
        """Give `section` these keys; others that it has stay. Whether anything changed."""
        before = list(self.lines)
        start, end = self._span(section)
        if start < 0:
            self.lines += [""] * bool(self.lines and self.lines[-1].strip()) + [f"[{section}]"]
            start, end = len(self.lines) - 1, len(self.lines)
        for key, value in entries.items():
            end = self._put(start, end, key, value)
        return self.lines != before

    def remove(self, section: str) -> bool:
        """Take a section out. Whether it was there."""
        start, end = self._span(section)
        if start < 0:
            return False
        del self.lines[start:end]
        return True

    def remove_key(self, section: str, key: str) -> None:
        """Take one key out, and the section with its last key."""
        start, end = self._span(section)
        kept = [line for line in self.lines[start + 1 : end] if _key(line) != key.casefold()]
        if start >= 0:
            empty = not any(line.strip() for line in kept)
            self.lines[start:end] = [] if empty else [self.lines[start], *kept]

    def write(self, path: Path, *, mode: int | None = None) -> None:
        """Replace the file in one step; `mode`: its permissions, None leaves them as they are (0644 for a new one)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        permissions = mode if mode is not None else path.stat().st_mode & 0o777 if path.exists() else 0o644
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write("\n".join(self.lines).strip("\n") + "\n")
        Path(name).chmod(permissions)
        Path(name).replace(path.resolve())

    def _span(self, section: str) -> tuple[int, int]:
        """Where a section starts and ends, (-1, -1) when it is not there."""
        heads = [index for index, line in enumerate(self.lines) if line.lstrip().startswith("[")]
        for start, end in zip(heads, [*heads[1:], len(self.lines)], strict=False):
            if self.lines[start].strip()[1:].partition("]")[0].strip().casefold() == section.casefold():
                return start, end
        return -1, -1

    def _put(self, start: int, end: int, key: str, value: str) -> int:
        """Change or add a key between two lines; returns the new end."""
        line = f"{key} = {value}"
        for index in range(start + 1, end):
            if _key(self.lines[index]) == key.casefold():
                self.lines[index] = line
                return end
        last = max((index for index in range(start, end) if self.lines[index].strip()), default=start)
        self.lines.insert(last + 1, line)
        return end + 1


def _key(line: str) -> str:
    return line.partition("=")[0].strip().casefold() if "=" in line and line.strip()[:1] not in "#;" else ""
