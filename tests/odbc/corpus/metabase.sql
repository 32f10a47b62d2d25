-- Metabase: every column with schema and table, `source` and `__mb_source` around questions, DATE_TRUNC by the chosen unit, CAST
-- of bounds, joins named by their table ("Service Desks - Id").
-- After Metabase's documentation of "View SQL" and its issues 38384 and 63990.

-- A table's first rows
SELECT "JiraServiceDesk"."RequestTypes"."Id" AS "Id", "JiraServiceDesk"."RequestTypes"."Name" AS "Name" FROM "JiraServiceDesk"."RequestTypes" LIMIT 2000
-- DuckDB:
SELECT Id, Name FROM RequestTypes

-- A count
SELECT COUNT(*) AS "count" FROM "JiraServiceDesk"."Requests"

-- A count by a category, in order
SELECT "Jira"."Issues"."Status" AS "Status", COUNT(*) AS "count" FROM "Jira"."Issues" GROUP BY "Jira"."Issues"."Status" ORDER BY "Jira"."Issues"."Status" ASC
-- DuckDB:
SELECT Status, count(*) FROM Issues GROUP BY 1 ORDER BY 1

-- A count by month, in order
SELECT DATE_TRUNC('month', "Jira"."Issues"."Created") AS "Created", COUNT(*) AS "count" FROM "Jira"."Issues" GROUP BY DATE_TRUNC('month', "Jira"."Issues"."Created") ORDER BY DATE_TRUNC('month', "Jira"."Issues"."Created") ASC
-- DuckDB:
SELECT date_trunc('month', Created), count(*) FROM Issues GROUP BY 1 ORDER BY 1

-- A filter on a date
SELECT "Jira"."Issues"."IssueKey" AS "IssueKey" FROM "Jira"."Issues" WHERE ("Jira"."Issues"."Created" >= CAST('2023-01-01' AS timestamp)) AND ("Jira"."Issues"."Created" < CAST('2024-01-01' AS timestamp))
-- DuckDB:
SELECT IssueKey FROM Issues WHERE year(Created) = 2023

-- A filter on text, without regard to case
SELECT "Jira"."Issues"."IssueKey" AS "IssueKey" FROM "Jira"."Issues" WHERE (LOWER("Jira"."Issues"."Summary") LIKE '%re%')
-- DuckDB:
SELECT IssueKey FROM Issues WHERE lower(Summary) LIKE '%re%'

-- A filter that leaves a value out
SELECT COUNT(*) AS "count" FROM "Jira"."Issues" WHERE (("Jira"."Issues"."Priority" <> 'High') OR ("Jira"."Issues"."Priority" IS NULL))
-- DuckDB:
SELECT count(*) FROM Issues WHERE Priority IS DISTINCT FROM 'High'

-- A join
SELECT "JiraServiceDesk"."Requests"."IssueKey" AS "IssueKey", "Service Desks"."ProjectName" AS "Service Desks__ProjectName" FROM "JiraServiceDesk"."Requests" LEFT JOIN "JiraServiceDesk"."ServiceDesks" AS "Service Desks" ON "JiraServiceDesk"."Requests"."ServiceDeskId" = "Service Desks"."Id" LIMIT 2000
-- DuckDB:
SELECT r.IssueKey, d.ProjectName FROM Requests r LEFT JOIN ServiceDesks d ON r.ServiceDeskId = d.Id

-- A question on a question
SELECT "source"."Status" AS "Status", AVG("source"."count") AS "avg" FROM (SELECT "Jira"."Issues"."Status" AS "Status", "Jira"."Issues"."Priority" AS "Priority", COUNT(*) AS "count" FROM "Jira"."Issues" GROUP BY "Jira"."Issues"."Status", "Jira"."Issues"."Priority") AS "source" WHERE "source"."count" > 1 GROUP BY "source"."Status"
-- DuckDB:
SELECT Status, avg(n) FROM (SELECT Status, count(*) AS n FROM Issues GROUP BY Status, Priority) WHERE n > 1 GROUP BY 1

-- A custom expression
SELECT "__mb_source"."IssueKey" AS "IssueKey", CASE WHEN "__mb_source"."Votes" > 2 THEN 'popular' ELSE 'other' END AS "Kind", CAST("__mb_source"."TimeSpent" AS DOUBLE) / NULLIF(3600, 0) AS "Hours" FROM "Jira"."Issues" AS "__mb_source"
-- DuckDB:
SELECT IssueKey, if(Votes > 2, 'popular', 'other'), TimeSpent::DOUBLE / 3600 FROM Issues

-- Distinct values and a conditional count
SELECT COUNT(DISTINCT "Jira"."Issues"."AssigneeDisplayName") AS "count", SUM(CASE WHEN "Jira"."Issues"."Status" = 'Open' THEN 1 ELSE 0.0 END) AS "open" FROM "Jira"."Issues"
-- DuckDB:
SELECT count(DISTINCT AssigneeDisplayName), sum(if(Status = 'Open', 1, 0)) FROM Issues

-- Hours of the day
SELECT CAST(extract(hour from "Jira"."Issues"."Created") AS integer) AS "Created", COUNT(*) AS "count" FROM "Jira"."Issues" GROUP BY CAST(extract(hour from "Jira"."Issues"."Created") AS integer)
-- DuckDB:
SELECT hour(Created), count(*) FROM Issues GROUP BY 1

-- The values of a filter, in order
SELECT "Jira"."Issues"."ProjectName" AS "ProjectName" FROM "Jira"."Issues" GROUP BY "Jira"."Issues"."ProjectName" ORDER BY "Jira"."Issues"."ProjectName" ASC LIMIT 1000
-- DuckDB:
SELECT DISTINCT ProjectName FROM Issues ORDER BY 1
