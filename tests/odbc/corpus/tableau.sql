-- Tableau over generic ODBC: aggregate columns named `sum:Votes:ok`, GROUP BY positions or expressions, `Custom SQL Query`,
-- probes of what the driver can do, temporary tables.
-- After Tableau's "Customise and Tune a Connection" and its "Capability Customisations Reference".

-- The probe for a subquery in FROM
SELECT "SUBQUERY"."COL" AS "COL" FROM ( SELECT 1 AS "COL" ) "SUBQUERY"

-- The probe for columns of a table
SELECT * FROM "JiraServiceDesk"."ServiceDesks" WHERE 1=0

-- The probe for TOP
SELECT TOP 1 1 AS "COL" FROM "JiraServiceDesk"."ServiceDesks"
-- DuckDB:
SELECT 1

-- A bar for each status
SELECT "Requests"."Status" AS "Status", COUNT("Requests"."IssueKey") AS "cnt:IssueKey:ok"
FROM "JiraServiceDesk"."Requests" "Requests"
GROUP BY 1

-- A continuous date: months
SELECT {fn TIMESTAMPADD(SQL_TSI_DAY,(-({fn DAYOFMONTH("Issues"."Created")}-1)),CAST("Issues"."Created" AS DATE))} AS "tmn:Created:ok", SUM("Issues"."Votes") AS "sum:Votes:ok"
FROM "Jira"."Issues" "Issues"
GROUP BY 1
-- DuckDB:
SELECT date_trunc('month', Created)::TIMESTAMP, sum(Votes) FROM Issues GROUP BY 1

-- A discrete date part
SELECT {fn YEAR("Issues"."Created")} AS "yr:Created:ok", {fn QUARTER("Issues"."Created")} AS "qr:Created:ok", SUM(1) AS "sum:Number of Records:ok"
FROM "Jira"."Issues" "Issues"
GROUP BY {fn YEAR("Issues"."Created")}, {fn QUARTER("Issues"."Created")}
-- DuckDB:
SELECT year(Created), quarter(Created), count(*) FROM Issues GROUP BY ALL

-- Custom SQL with a filter around it
SELECT "Custom SQL Query"."ProjectKey" AS "ProjectKey", SUM("Custom SQL Query"."n") AS "sum:n:ok"
FROM (
  SELECT ProjectKey, Status, COUNT(*) AS n FROM Jira.Issues GROUP BY ProjectKey, Status
) "Custom SQL Query"
WHERE ("Custom SQL Query"."Status" IN ('Open', 'Closed'))
GROUP BY "Custom SQL Query"."ProjectKey"

-- A filter on top values
SELECT "Issues"."AssigneeDisplayName" AS "AssigneeDisplayName", SUM(1) AS "x"
FROM "Jira"."Issues" "Issues"
INNER JOIN (
  SELECT TOP 3 "Issues"."AssigneeDisplayName" AS "name", COUNT("Issues"."IssueKey") AS "$__alias__0"
  FROM "Jira"."Issues" "Issues" WHERE NOT ("Issues"."AssigneeDisplayName" IS NULL)
  GROUP BY "Issues"."AssigneeDisplayName" ORDER BY 2 DESC, 1 ASC
) "t0" ON ("Issues"."AssigneeDisplayName" = "t0"."name")
GROUP BY "Issues"."AssigneeDisplayName"
-- DuckDB:
SELECT AssigneeDisplayName, count(*) FROM Issues WHERE AssigneeDisplayName IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3

-- The extent of an axis
SELECT MIN("Requests"."CreatedDate") AS "lower", MAX("Requests"."CreatedDate") AS "upper", COUNT(1) AS "count"
FROM "JiraServiceDesk"."Requests" "Requests"
HAVING (COUNT(1) > 0)

-- The domain of a quick filter, in order
SELECT "Issues"."Priority" AS "Priority" FROM "Jira"."Issues" "Issues" GROUP BY "Issues"."Priority" ORDER BY "Priority" ASC
-- DuckDB:
SELECT DISTINCT Priority FROM Issues ORDER BY Priority

-- A level of detail: a join that holds for NULL too
SELECT "t0"."ProjectKey" AS "ProjectKey", AVG("t1"."x") AS "avg"
FROM ( SELECT "ProjectKey", "Priority" FROM "Jira"."Issues" GROUP BY 1, 2 ) "t0"
INNER JOIN ( SELECT "Priority", CAST(COUNT(1) AS DOUBLE PRECISION) AS "x" FROM "Jira"."Issues" GROUP BY 1 ) "t1"
ON (("t0"."Priority" = "t1"."Priority") OR (("t0"."Priority" IS NULL) AND ("t1"."Priority" IS NULL)))
GROUP BY 1

-- A relationship of two tables, with a calculated field
SELECT "ServiceDesks"."ProjectName" AS "ProjectName", (CASE WHEN ("RequestSLACycles"."Breached" = 1) THEN 'yes' ELSE 'no' END) AS "Late", COUNT("RequestSLACycles"."RequestId") AS "cnt"
FROM "JiraServiceDesk"."ServiceDesks" "ServiceDesks"
LEFT JOIN "JiraServiceDesk"."Requests" "Requests" ON ("ServiceDesks"."Id" = "Requests"."ServiceDeskId")
LEFT JOIN "JiraServiceDesk"."RequestSLACycles" "RequestSLACycles" ON ("Requests"."IssueId" = "RequestSLACycles"."RequestId")
GROUP BY 1, 2
