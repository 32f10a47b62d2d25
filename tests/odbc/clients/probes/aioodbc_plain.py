"""aioodbc: pyodbc on threads, behind asyncio."""

import asyncio
import sys
from typing import Any

import aioodbc
import shared

loop = asyncio.new_event_loop()
connection = loop.run_until_complete(aioodbc.connect(dsn=sys.argv[1], autocommit=True))


async def fetched(sql: str, *parameters: Any) -> shared.Rows:
    async with connection.cursor() as cursor:
        await cursor.execute(sql, *parameters)
        return await cursor.fetchall()


async def catalogue(function: str, column: str, **names: str) -> shared.Rows:
    async with connection.cursor() as cursor:
        await getattr(cursor, function)(**names)
        return [[getattr(row, column)] for row in await cursor.fetchall()]


shared.answer(
    {
        "rows": lambda sql: loop.run_until_complete(fetched(sql)),
        "bind": lambda sql, *given: loop.run_until_complete(fetched(sql, *map(shared.parameter, given))),
        "tables": lambda: loop.run_until_complete(catalogue("tables", "table_name")),
        "columns": lambda table: loop.run_until_complete(catalogue("columns", "column_name", table=table)),
        "keys": lambda table, schema: loop.run_until_complete(catalogue("primaryKeys", "column_name", table=table)),
    }
)
loop.run_until_complete(connection.close())
