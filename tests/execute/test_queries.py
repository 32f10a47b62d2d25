"""SQL end to end over the fake site: the same rows as plain DuckDB over the same data, with pushdown and without."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tests.execute.fake import FakeCatalog
from tests.execute.site import rows, site

QUERIES = """
SELECT * FROM ServiceDesks
SELECT IssueKey, Votes FROM Requests WHERE Votes > 5 AND Summary IS NOT NULL
SELECT IssueKey FROM Requests WHERE NOT (Votes BETWEEN 2 AND 9) OR Summary IS NULL
SELECT IssueKey FROM Requests WHERE Summary LIKE '%1%' AND Votes IN (1, 2, 3)
SELECT IssueKey FROM Requests WHERE lower(Summary) = 'summary 5' OR IssueKey = 'A-7'
SELECT r.IssueKey, d.Name FROM Requests r JOIN ServiceDesks d ON d.Id = r.ServiceDeskId WHERE d.Name = 'Desk 1'
SELECT d.Name, COUNT(r.IssueId) AS n FROM ServiceDesks d LEFT JOIN Requests r ON d.Id = r.ServiceDeskId GROUP BY d.Name
SELECT d.Name, r.IssueKey FROM Requests r RIGHT JOIN ServiceDesks d ON d.Id = r.ServiceDeskId AND r.Votes = 3
SELECT d.Name, r.IssueKey FROM Requests r FULL JOIN ServiceDesks d ON d.Id = r.ServiceDeskId AND r.Votes = 3 WHERE r.Votes > 7 OR r.Votes IS NULL
SELECT r.IssueKey, c.Body FROM Requests r JOIN RequestComments c ON c.RequestId = r.IssueId WHERE r.Votes = 4
SELECT r.IssueKey, c.Body FROM Requests r LEFT JOIN RequestComments c ON c.RequestId = r.IssueId WHERE r.Votes = 4
SELECT r.IssueKey, c.Body FROM RequestComments c LEFT JOIN Requests r ON c.RequestId = r.IssueId AND r.Votes = 4
SELECT r.IssueKey, c.Body FROM RequestComments c RIGHT JOIN Requests r ON c.RequestId = r.IssueId WHERE r.Votes = 4 OR r.Votes IS NULL
SELECT r.IssueKey, c.Body FROM Requests r FULL JOIN RequestComments c ON c.RequestId = r.IssueId WHERE r.Votes IS NULL OR r.Votes = 2
SELECT r.IssueKey, c.Body FROM Requests r, RequestComments c WHERE c.RequestId = r.IssueId AND r.Score < 5
SELECT c.Body FROM RequestComments c WHERE c.RequestId IN (SELECT IssueId FROM Requests WHERE Votes = 4)
SELECT c.Body FROM RequestComments c WHERE c.RequestId NOT IN (SELECT IssueId FROM Requests WHERE Votes < 9)
SELECT c.Body FROM RequestComments c WHERE EXISTS (SELECT 1 FROM Requests r WHERE r.IssueId = c.RequestId AND r.Votes = 4)
SELECT IssueKey, (SELECT COUNT(*) FROM RequestComments c WHERE c.RequestId = r.IssueId) AS n FROM Requests r WHERE Votes = 4
SELECT a.IssueKey, b.IssueKey AS other FROM Requests a JOIN Requests b ON a.Votes = b.Votes AND a.IssueId < b.IssueId WHERE a.Votes = 4 AND b.Votes > 3
SELECT i.IssueKey, r.Votes FROM Issues i LEFT JOIN Requests r ON r.IssueId = i.IssueId WHERE i.Votes = 3
WITH busy AS (SELECT * FROM Requests WHERE Votes > 8) SELECT b.IssueKey, c.Body FROM busy b JOIN RequestComments c ON c.RequestId = b.IssueId
WITH busy AS (SELECT IssueId AS Id FROM Requests WHERE Votes > 8), quiet AS (SELECT IssueId AS Id FROM Requests WHERE Votes < 1) SELECT * FROM busy UNION ALL SELECT * FROM quiet
SELECT IssueId FROM Requests EXCEPT SELECT IssueId FROM Issues
SELECT IssueId FROM Requests WHERE Votes = 2 INTERSECT SELECT IssueId FROM Issues
SELECT Votes, COUNT(*) AS n, SUM(Score) AS s FROM Requests GROUP BY Votes HAVING COUNT(*) > 9
SELECT ServiceDeskId, Votes, COUNT(*) AS n FROM Requests GROUP BY ROLLUP (ServiceDeskId, Votes)
SELECT IssueKey, RANK() OVER (PARTITION BY ServiceDeskId ORDER BY Votes DESC, IssueId) AS r FROM Requests QUALIFY r <= 2
SELECT IssueKey FROM Requests ORDER BY CreatedDate DESC LIMIT 7
SELECT IssueKey FROM Requests WHERE Votes > 3 ORDER BY CreatedDate LIMIT 7 OFFSET 3
SELECT IssueKey FROM Requests WHERE Votes > 3 AND lower(Summary) <> 'summary 4' ORDER BY CreatedDate DESC LIMIT 7
SELECT IssueKey FROM Requests ORDER BY Score DESC LIMIT 3
SELECT COUNT(*) AS n FROM Requests
SELECT COUNT(*) AS n FROM Requests WHERE Votes = 3
SELECT COUNT(*) AS n FROM Requests WHERE lower(Summary) LIKE '%9'
SELECT COUNT(Summary) AS n, COUNT(DISTINCT Votes) AS d, MIN(CreatedDate) AS a, MAX(CreatedDate) AS b FROM Requests
SELECT DISTINCT ServiceDeskId FROM Requests
SELECT CASE WHEN Votes > 5 THEN 'many' ELSE 'few' END AS c, COUNT(*) AS n FROM Requests GROUP BY 1
SELECT x.n FROM (SELECT COUNT(*) AS n FROM Requests WHERE Votes > 5) x
SELECT IssueKey FROM Requests WHERE CreatedDate >= '2026-03-01' AND CreatedDate < TIMESTAMP '2026-03-05 00:00:00'
SELECT IssueKey FROM Requests WHERE Votes > ALL (SELECT Votes FROM Issues WHERE Votes < 9)
SELECT IssueKey FROM Requests WHERE 1 = 0
SELECT r.IssueKey FROM Requests r WHERE r.IssueKey = 'A-5' AND r.IssueKey = 'A-6'
SELECT d.Name, r.IssueKey, c.Body FROM ServiceDesks d JOIN Requests r ON r.ServiceDeskId = d.Id JOIN RequestComments c ON c.RequestId = r.IssueId WHERE d.Name = 'Desk 2' AND r.Votes = 4
SELECT r.IssueKey, i.IssueKey AS k FROM Requests r LEFT JOIN Issues i ON i.IssueId = r.IssueId AND i.Votes = 1 WHERE r.Votes < 2
SELECT * FROM (SELECT ServiceDeskId, Votes FROM Requests) PIVOT (COUNT(*) FOR Votes IN (1, 2, 3))
FROM ServiceDesks SELECT Name
""".strip().splitlines()  # noqa: E501


def plain(data: dict[str, list[dict[str, Any]]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for table in FakeCatalog.tables:
        schema = pa.schema([(column.name, column.type.arrow) for column in table.columns])
        connection.register(table.name, pa.Table.from_pylist(data[table.name], schema=schema))
    return connection


@pytest.mark.parametrize("push", [True, False])
@pytest.mark.parametrize("sql", QUERIES)
def test_same_rows_as_plain_duckdb(sql: str, push: bool) -> None:
    fake = site()
    fake.push = push
    expected = plain(fake.rows).execute(sql).fetchall()
    found = rows(fake.connect(), sql)
    if "ORDER BY" not in sql or "OVER" in sql:
        expected, found = sorted(expected, key=repr), sorted(found, key=repr)
    assert [tuple(map(_number, row)) for row in found] == [tuple(map(_number, row)) for row in expected]


def _number(value: Any) -> Any:
    return float(value) if hasattr(value, "as_tuple") else value
