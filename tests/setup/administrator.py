"""What an administrator's program does, through the real installer library: calls given as JSON, answers as JSON.

Run in a process of its own: the library looks its files up once.
"""

from __future__ import annotations

import ctypes
import json
import sys
from ctypes import POINTER, c_char_p, c_int, c_ushort, c_void_p, create_string_buffer
from typing import Any

TEXT_EDIT, LIST_BOX, FILE_NAME, PASSWORD = 1, 2, 4, 6


class Property(ctypes.Structure):
    """ODBCINSTPROPERTY of odbcinstext.h."""


Property._fields_ = [
    ("next", POINTER(Property)),
    ("name", ctypes.c_char * 1001),
    ("value", ctypes.c_char * 1001),
    ("prompt", c_int),
    ("choices", POINTER(c_char_p)),
    ("help", c_char_p),
    ("widget", c_void_p),
    ("refresh", c_int),
    ("library", c_void_p),
]


class Administrator:
    """The installer library `installer`, and the driver's set-up library `setup` itself."""

    def __init__(self, installer: str, setup: str) -> None:
        self._installer = ctypes.CDLL(installer)
        self._setup = ctypes.CDLL(setup)
        self._encoding = "utf-32-le" if "iodbc" in installer else "utf-16-le"

    def data_source(
        self, request: int, driver: str, attributes: list[str],
        *, wide: bool = False, window: int = 0, direct: bool = False,
    ) -> bool:  # fmt: skip
        """SQLConfigDataSource, or ConfigDSN when `direct`."""
        library, name = (self._setup, "ConfigDSN") if direct else (self._installer, "SQLConfigDataSource")
        function = library[name + "W" * wide]
        return bool(
            function(c_void_p(window), c_ushort(request), self._text(driver, wide), self._list(attributes, wide))
        )

    def driver(
        self, request: int, driver: str, arguments: list[str],
        *, wide: bool = False, room: int = 500, direct: bool = False,
    ) -> list[Any]:  # fmt: skip
        """SQLConfigDriver, or ConfigDriver when `direct`: whether it is done, the message, and its whole length."""
        library, name = (self._setup, "ConfigDriver") if direct else (self._installer, "SQLConfigDriver")
        message, length = create_string_buffer(4 * room + 4), c_ushort(0)
        done = library[name + "W" * wide](
            None, c_ushort(request), self._text(driver, wide), self._list(arguments, wide), message, c_ushort(room),
            ctypes.byref(length),
        )  # fmt: skip
        text = message.raw.decode(self._encoding, "replace").partition("\0")[0] if wide else message.value.decode()
        return [bool(done), text, length.value]

    def _list(self, items: list[str], wide: bool) -> bytes:
        return self._text("".join(f"{item}\0" for item in items) + "\0", wide)

    def _text(self, text: str, wide: bool) -> bytes:
        return (text + "\0").encode(self._encoding if wide else "utf-8")

    def errors(self) -> list[list[Any]]:
        found = []
        for number in range(1, 9):
            code, text, length = ctypes.c_uint(0), create_string_buffer(512), c_ushort(0)
            done = self._installer.SQLInstallerError(
                c_ushort(number), ctypes.byref(code), text, c_ushort(512), ctypes.byref(length)
            )
            if done not in (0, 1):
                break
            found.append([code.value, text.value.decode()])
        return found

    def properties(self, driver: str) -> list[dict[str, Any]]:
        first = POINTER(Property)()
        assert self._installer.ODBCINSTConstructProperties(driver.encode(), ctypes.byref(first)) == 0
        listed, at = [], first
        while at:
            one = at.contents
            choices = []
            while one.choices and one.choices[len(choices)] is not None:
                choices.append(one.choices[len(choices)].decode())
            listed.append({
                "name": one.name.decode(), "value": one.value.decode(), "prompt": one.prompt, "choices": choices,
                "help": (one.help or b"").decode(),
            })  # fmt: skip
            at = one.next
        assert self._installer.ODBCINSTDestructProperties(ctypes.byref(first)) == 0
        return listed


def main() -> None:
    administrator = Administrator(*sys.argv[1:])
    calls = json.load(sys.stdin)
    print(json.dumps([getattr(administrator, name)(*given, **options) for name, given, options in calls]))


if __name__ == "__main__":
    main()
