-- Superset: `column AS column`, `__timestamp`, `mme_inner__` and anon_1 for the limit of series, virtual_table around a
-- dataset's own SQL, LIMIT on everything; metrics under their own text as a name.
-- After its documentation of datasets and its issues 875, 1804 and 17036.

-- The preview of SQL Lab
SELECT *
FROM "JiraServiceDesk"."ServiceDesks"
LIMIT 101

-- A table chart
SELECT "Status" AS "Status", "Priority" AS "Priority", COUNT(*) AS count
FROM "Jira"."Issues"
GROUP BY "Status", "Priority"
ORDER BY count DESC
LIMIT 10000

-- A big number
SELECT COUNT(*) AS count
FROM "JiraServiceDesk"."Requests"
LIMIT 50000

-- A time series by week
SELECT DATE_TRUNC('week', "Created") AS __timestamp, COUNT(*) AS count
FROM "Jira"."Issues"
WHERE "Created" >= '2023-01-01 00:00:00.000000' AND "Created" < '2025-01-01 00:00:00.000000'
GROUP BY DATE_TRUNC('week', "Created")
ORDER BY count DESC
LIMIT 10000

-- A time series with a limit of series
SELECT DATE_TRUNC('year', "Created") AS __timestamp, "ProjectKey" AS "ProjectKey", COUNT(*) AS count
FROM "Jira"."Issues"
JOIN (
  SELECT "ProjectKey" AS "ProjectKey__", COUNT(*) AS mme_inner__
  FROM "Jira"."Issues"
  WHERE "Created" >= '2021-01-01 00:00:00.000000'
  GROUP BY "ProjectKey"
  ORDER BY mme_inner__ DESC
  LIMIT 2
) AS anon_1 ON "ProjectKey" = "ProjectKey__"
WHERE "Created" >= '2021-01-01 00:00:00.000000'
GROUP BY DATE_TRUNC('year', "Created"), "ProjectKey"
ORDER BY count DESC
LIMIT 50000

-- A virtual dataset
SELECT "Desk" AS "Desk", sum("n") AS "SUM(n)"
FROM (
  SELECT d.ProjectName AS Desk, r.Status, COUNT(*) AS n
  FROM JiraServiceDesk.Requests r
  JOIN JiraServiceDesk.ServiceDesks d ON d.Id = r.ServiceDeskId
  GROUP BY d.ProjectName, r.Status
) AS virtual_table
WHERE "Status" NOT IN ('Closed')
GROUP BY "Desk"
ORDER BY "SUM(n)" DESC
LIMIT 100

-- The columns of a virtual dataset
SELECT * FROM (SELECT IssueKey, Created FROM Jira.Issues) AS virtual_table WHERE false LIMIT 1

-- A metric as written, with a filter clause
SELECT "ProjectKey" AS "ProjectKey", AVG(CASE WHEN "StatusCategory" = 'Done' THEN 1.0 ELSE 0.0 END) AS "Share done", COUNT(DISTINCT "AssigneeDisplayName") AS "COUNT_DISTINCT(AssigneeDisplayName)"
FROM "Jira"."Issues"
WHERE ("Priority" IN ('High', 'Highest', 'Blocker') OR "Priority" IS NULL)
GROUP BY "ProjectKey"
LIMIT 1000

-- The values of a filter
SELECT DISTINCT "IssueType" AS "IssueType"
FROM "Jira"."Issues"
LIMIT 10000

-- A pivot table with a having clause
SELECT "ReporterDisplayName" AS "ReporterDisplayName", MAX("Votes") AS "MAX(Votes)", COUNT(*) AS count
FROM "Jira"."Issues"
GROUP BY "ReporterDisplayName"
HAVING ((COUNT(*) > 1))
ORDER BY "MAX(Votes)" DESC
LIMIT 50000

-- Samples, in order
SELECT "IssueKey" AS "IssueKey", "Created" AS "Created" FROM "Jira"."Issues" ORDER BY "Created" ASC, "IssueKey" ASC LIMIT 20 OFFSET 20

-- A histogram of SLA times
SELECT "SlaName" AS "SlaName", "ElapsedTimeMillis" / 3600000 AS "Hours", COUNT(*) AS count
FROM "JiraServiceDesk"."RequestSLACycles"
WHERE "ElapsedTimeMillis" IS NOT NULL
GROUP BY "SlaName", "ElapsedTimeMillis" / 3600000
LIMIT 1000
-- DuckDB:
SELECT SlaName, ElapsedTimeMillis // 3600000, count(*) FROM RequestSLACycles WHERE ElapsedTimeMillis IS NOT NULL GROUP BY ALL
