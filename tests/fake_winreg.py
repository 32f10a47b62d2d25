"""The module `winreg` as far as the driver uses it, in memory. Names ignore case, as they do there."""

from __future__ import annotations

from typing import Any, Self

HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE = "HKCU", "HKLM"
KEY_READ, KEY_WRITE, KEY_WOW64_64KEY, KEY_WOW64_32KEY = 1, 2, 0x100, 0x200
REG_SZ, REG_DWORD = 1, 4


class Key:
    def __init__(self, registry: FakeRegistry, path: tuple[str, str]) -> None:
        self.registry, self.path = registry, path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class FakeRegistry:
    """`keys`: (root, path) → name → (value, type)."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE = HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE
    KEY_READ, KEY_WRITE, KEY_WOW64_64KEY, KEY_WOW64_32KEY = KEY_READ, KEY_WRITE, KEY_WOW64_64KEY, KEY_WOW64_32KEY
    REG_SZ, REG_DWORD = REG_SZ, REG_DWORD

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str], dict[str, tuple[str | int, int]]] = {}

    def OpenKey(self, root: str, path: str, reserved: int, access: int) -> Key:
        if not self._below(root, path, access):
            raise FileNotFoundError(path)
        return Key(self, self._place(root, path, access))

    def CreateKeyEx(self, root: str, path: str, reserved: int, access: int) -> Key:
        assert access & KEY_WRITE
        place = self._place(root, path, access)
        self.keys.setdefault(place, {})
        return Key(self, place)

    def DeleteKeyEx(self, root: str, path: str, access: int) -> None:
        if self.keys.pop(self._place(root, path, access), None) is None:
            raise FileNotFoundError(path)

    def EnumKey(self, key: Key, index: int) -> str:
        root, path = key.path
        names = [there[len(path) + 1 :] for own, there in self.keys if own == root and there.startswith(path + "\\")]
        return self._at(names, index)

    def EnumValue(self, key: Key, index: int) -> tuple[str, str | int, int]:
        return self._at([(name, *value) for name, value in self.keys.get(key.path, {}).items()], index)

    def SetValueEx(self, key: Key, name: str, reserved: int, kind: int, value: str | int) -> None:
        assert isinstance(value, int if kind == REG_DWORD else str)
        values = self.keys[key.path]
        values[next((each for each in values if each.casefold() == name.casefold()), name)] = (value, kind)

    def DeleteValue(self, key: Key, name: str) -> None:
        if self.keys[key.path].pop(name, None) is None:
            raise FileNotFoundError(name)

    def _below(self, root: str, path: str, access: int) -> bool:
        own, place = self._place(root, path, access)
        return any(there == place or there.startswith(place + "\\") for other, there in self.keys if other == own)

    def _place(self, root: str, path: str, access: int) -> tuple[str, str]:
        narrow = root == HKEY_LOCAL_MACHINE and access & KEY_WOW64_32KEY
        path = path.replace("SOFTWARE\\", "SOFTWARE\\WOW6432Node\\", 1) if narrow else path
        known = (there for own, there in self.keys if own == root and there.casefold() == path.casefold())
        return root, next(known, path)

    @staticmethod
    def _at(items: list[Any], index: int) -> Any:
        if index >= len(items):
            raise OSError("no more")
        return items[index]
