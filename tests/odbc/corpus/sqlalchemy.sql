-- SQLAlchemy through pyodbc: columns with their table, labels `Table_Column`, anon_1, `?` for every value, `IN (?, ?)`,
-- TOP or LIMIT by dialect, lower(…) LIKE lower(…) for ilike.
-- After SQLAlchemy's documentation of the ORM's querying guide and the dialects' pages on pyodbc.

-- The test of a connection
SELECT 1

-- The first connection's test of text
SELECT CAST('test plain returns' AS VARCHAR(60)) AS anon_1

-- session.query(Issue).limit, in order
SELECT "Issues"."IssueId" AS "Issues_IssueId", "Issues"."IssueKey" AS "Issues_IssueKey"
FROM "Jira"."Issues" ORDER BY "Issues"."IssueKey"
 LIMIT ? OFFSET ?
-- parameters: 5, 2
-- DuckDB:
SELECT IssueId, IssueKey FROM Issues ORDER BY IssueKey LIMIT 5 OFFSET 2

-- session.get
SELECT "Issues"."IssueId" AS "Issues_IssueId", "Issues"."Summary" AS "Issues_Summary"
FROM "Jira"."Issues"
WHERE "Issues"."IssueId" = ?
-- parameters: "10010"
-- DuckDB:
SELECT IssueId, Summary FROM Issues WHERE IssueId = '10010'

-- in_() with values
SELECT "Issues"."IssueKey"
FROM "Jira"."Issues"
WHERE "Issues"."Status" IN (?, ?, ?) AND "Issues"."Votes" > ?
-- parameters: "Open", "Closed", "End", 1
-- DuckDB:
SELECT IssueKey FROM Issues WHERE Status IN ('Open', 'Closed', 'End') AND Votes > 1

-- in_() with an empty list
SELECT "Issues"."IssueKey" FROM "Jira"."Issues" WHERE "Issues"."Status" IN (NULL) AND (1 != 1)

-- ilike()
SELECT "Issues"."IssueKey" FROM "Jira"."Issues" WHERE lower("Issues"."Summary") LIKE lower(?)
-- parameters: "%THE%"
-- DuckDB:
SELECT IssueKey FROM Issues WHERE Summary ILIKE '%the%'

-- count() of a query
SELECT count(*) AS count_1
FROM (SELECT "Requests"."IssueId" AS "Requests_IssueId"
FROM "JiraServiceDesk"."Requests"
WHERE "Requests"."Status" = ?) AS anon_1
-- parameters: "Open"
-- DuckDB:
SELECT count(*) FROM Requests WHERE Status = 'Open'

-- joinedload()
SELECT anon_1."R_IssueId", anon_1."R_IssueKey", "C_1"."Id" AS "C_1_Id"
FROM (SELECT "R"."IssueId" AS "R_IssueId", "R"."IssueKey" AS "R_IssueKey"
FROM "JiraServiceDesk"."Requests" AS "R" ORDER BY "R"."IssueKey"
 LIMIT ?) AS anon_1 LEFT OUTER JOIN "JiraServiceDesk"."RequestComments" AS "C_1" ON anon_1."R_IssueId" = "C_1"."RequestId"
-- parameters: 6
-- DuckDB:
SELECT r.IssueId, r.IssueKey, c.Id FROM (SELECT * FROM Requests ORDER BY IssueKey LIMIT 6) r LEFT JOIN RequestComments c ON r.IssueId = c.RequestId

-- selectinload()
SELECT "C"."RequestId" AS "C_RequestId", "C"."Id" AS "C_Id"
FROM "JiraServiceDesk"."RequestComments" AS "C"
WHERE "C"."RequestId" IN (?, ?, ?)
-- parameters: "10000", "10004", "10008"
-- DuckDB:
SELECT RequestId, Id FROM RequestComments WHERE RequestId IN ('10000', '10004', '10008')

-- exists() and not_()
SELECT "D"."ProjectKey" FROM "JiraServiceDesk"."ServiceDesks" AS "D"
WHERE NOT (EXISTS (SELECT 1 FROM "JiraServiceDesk"."Requests" AS "R" WHERE "D"."Id" = "R"."ServiceDeskId"))

-- case, cast, func with labels
SELECT CASE WHEN ("Issues"."Votes" > ?) THEN ? ELSE ? END AS popularity, CAST(count("Issues"."IssueId") AS INTEGER) AS n
FROM "Jira"."Issues" GROUP BY CASE WHEN ("Issues"."Votes" > 2) THEN 'many' ELSE 'few' END
-- parameters: 2, "many", "few"
-- fails: 42000

-- A common table expression that refers to itself
WITH RECURSIVE parents(id, parent) AS
(SELECT "I"."IssueId", "I"."ParentId" FROM "Jira"."Issues" AS "I" WHERE "I"."ParentId" IS NOT NULL
 UNION
SELECT "I"."IssueId", "I"."ParentId" FROM "Jira"."Issues" AS "I", parents WHERE parents.parent = "I"."IssueId")
SELECT parents.id, parents.parent FROM parents
