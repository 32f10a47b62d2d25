-- LibreOffice Base and Calc: every name in double quotes, with catalog and schema, an alias for each table; WHERE 0 = 1 and a
-- primary key's query of the form; parameters as `?`; {d} and {ts} escapes; functions in {fn}.
-- After the Base Guide's chapters on queries and on database tasks.

-- The table opened for its columns
SELECT * FROM "127.0.0.1"."JiraServiceDesk"."Queues" WHERE 0 = 1
-- DuckDB:
SELECT * FROM Queues LIMIT 0

-- The table view, in order
SELECT * FROM "127.0.0.1"."JiraServiceDesk"."ServiceDesks" ORDER BY "Id" ASC

-- Query design: fields with aliases
SELECT "Requests"."IssueKey" AS "Key", "Requests"."Summary" AS "Title" FROM "127.0.0.1"."JiraServiceDesk"."Requests" "Requests"

-- Query design: two tables and a criterion
SELECT "Requests"."IssueKey", "RequestTypes"."Name" FROM "127.0.0.1"."JiraServiceDesk"."Requests" "Requests", "127.0.0.1"."JiraServiceDesk"."RequestTypes" "RequestTypes" WHERE "Requests"."RequestTypeId" = "RequestTypes"."Id" AND "Requests"."ServiceDeskId" = "RequestTypes"."ServiceDeskId" AND "Requests"."Status" = 'Open'

-- Query design: an outer join
SELECT "d"."ProjectName", COUNT( "r"."IssueKey" ) FROM { OJ "127.0.0.1"."JiraServiceDesk"."ServiceDesks" AS "d" LEFT OUTER JOIN "127.0.0.1"."JiraServiceDesk"."Requests" AS "r" ON "d"."Id" = "r"."ServiceDeskId" } GROUP BY "d"."ProjectName"
-- DuckDB:
SELECT d.ProjectName, count(r.IssueKey) FROM ServiceDesks d LEFT JOIN Requests r ON d.Id = r.ServiceDeskId GROUP BY 1

-- A standard filter
SELECT "IssueKey", "Priority" FROM "127.0.0.1"."Jira"."Issues" WHERE ( "Priority" = 'High' OR "Priority" IS NULL )

-- A filter by date
SELECT "IssueKey" FROM "127.0.0.1"."Jira"."Issues" WHERE ( "DueDate" > {d '2024-01-01' } )
-- DuckDB:
SELECT IssueKey FROM Issues WHERE DueDate > '2024-01-01'

-- A filter by time
SELECT "IssueKey" FROM "127.0.0.1"."Jira"."Issues" WHERE "Created" <= {ts '2024-05-01 12:00:00' }
-- DuckDB:
SELECT IssueKey FROM Issues WHERE Created <= '2024-05-01 12:00:00'

-- A parameter that was asked for
SELECT "IssueKey" FROM "127.0.0.1"."Jira"."Issues" WHERE "Summary" LIKE ?
-- parameters: "%o%"
-- DuckDB:
SELECT IssueKey FROM Issues WHERE Summary LIKE '%o%'

-- A subform: the details of the current row
SELECT * FROM ( SELECT "RequestId", "Id", "Created" FROM "127.0.0.1"."JiraServiceDesk"."RequestComments" ) AS "x" WHERE ( "RequestId" = ? )
-- parameters: "10000"
-- DuckDB:
SELECT RequestId, Id, Created FROM RequestComments WHERE RequestId = '10000'

-- A report's groups, in order
SELECT "Status", "IssueKey" FROM "127.0.0.1"."Jira"."Issues" "Issues" ORDER BY "Status" ASC, "IssueKey" ASC

-- A function in the query design
SELECT UPPER( "Status" ) AS "S", { fn MONTHNAME( "Created" ) } AS "M", COUNT( * ) AS "N" FROM "127.0.0.1"."Jira"."Issues" GROUP BY UPPER( "Status" ), { fn MONTHNAME( "Created" ) } HAVING COUNT( * ) >= 2
-- DuckDB:
SELECT upper(Status), monthname(Created), count(*) FROM Issues GROUP BY 1, 2 HAVING count(*) >= 2

-- A union, written in the SQL view
SELECT "Key" AS "K" FROM "Jira"."Projects" UNION SELECT "ProjectKey" FROM "JiraServiceDesk"."ServiceDesks"
