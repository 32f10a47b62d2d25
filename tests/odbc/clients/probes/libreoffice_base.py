"""LibreOffice Base without a screen: its SDBC driver for ODBC, spoken to through UNO. Run by the system's Python."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import shared
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.uno import RuntimeException

PIPE = f"jsdodbc{time.monotonic_ns()}"
UTF_8 = PropertyValue("CharSet", 0, "UTF-8", 0)
VARCHAR = 12  # of com.sun.star.sdbc.DataType


def started(folder: str) -> tuple[subprocess.Popen[bytes], Any]:
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation=file://{folder}", "--headless", "--norestore", "--nologo",
         f"--accept=pipe,name={PIPE};urp"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while office.poll() is None:
        try:
            return office, resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)  # nothing tells when it listens
    raise RuntimeError("soffice ended")


def cells(result: Any) -> Iterator[list[str | None]]:
    numbers = range(1, result.getMetaData().getColumnCount() + 1)
    while result.next():
        yield [None if result.wasNull() else text for text in map(result.getString, numbers)]


def bound(sql: str, *parameters: str) -> Iterator[list[str | None]]:
    statement = connection.prepareStatement(sql)
    for number, given in enumerate(map(shared.parameter, parameters), 1):
        if given is None:
            statement.setNull(number, VARCHAR)
        else:
            (statement.setInt if isinstance(given, int) else statement.setString)(number, given)
    return cells(statement.executeQuery())


def named(result: Any, number: int) -> list[list[str | None]]:
    return [[row[number - 1]] for row in cells(result)]


with tempfile.TemporaryDirectory() as folder:
    office, context = started(folder)
    create = context.ServiceManager.createInstanceWithContext
    manager = create("com.sun.star.sdbc.DriverManager", context)
    connection = manager.getConnectionWithInfo(f"sdbc:odbc:{sys.argv[1]}", (UTF_8,))
    catalog = connection.getMetaData()
    shared.answer({
        "rows": lambda sql: cells(connection.createStatement().executeQuery(sql)),
        "bind": bound,
        "tables": lambda: named(catalog.getTables(None, "%", "%", ("TABLE", "VIEW")), 3),
        "columns": lambda table: named(catalog.getColumns(None, "%", table, "%"), 4),
        "keys": lambda table, schema: named(catalog.getPrimaryKeys(None, schema, table), 4),
    })  # fmt: skip
    connection.close()
    with contextlib.suppress(DisposedException, RuntimeException):  # it may be gone before it answers
        create("com.sun.star.frame.Desktop", context).terminate()
    office.wait()
