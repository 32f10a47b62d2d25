-- Access with linked tables: keys first, then ten rows at a time by `key = ? OR key = ? …`; joins, GROUP BY and {fn} of its
-- own queries sent on; names in double quotes; IIF and the like stay in Access.
-- After Microsoft's white paper "Jet Database Engine ODBC Connectivity" and UtterAccess' "Linked Table Operations".

-- The keys of a keyset
SELECT "JiraServiceDesk"."Requests"."IssueId" FROM "JiraServiceDesk"."Requests"

-- Ten rows of the keyset
SELECT "IssueId","IssueKey","Summary","Status","CreatedDate" FROM "JiraServiceDesk"."Requests" WHERE "IssueId" = ? OR "IssueId" = ? OR "IssueId" = ? OR "IssueId" = ? OR "IssueId" = ? OR "IssueId" = ? OR "IssueId" = ? OR "IssueId" = ? OR "IssueId" = ? OR "IssueId" = ?
-- parameters: "10000", "10001", "10002", "10003", "10004", "10005", "10006", "10007", "10007", "10007"
-- DuckDB:
SELECT IssueId, IssueKey, Summary, Status, CreatedDate FROM Requests WHERE IssueId BETWEEN '10000' AND '10007'

-- One row by its key, to see whether it changed
SELECT "IssueKey","Summary" FROM "Jira"."Issues" WHERE "IssueId" = ?
-- parameters: "10003"
-- DuckDB:
SELECT IssueKey, Summary FROM Issues WHERE IssueId = '10003'

-- A key of two columns
SELECT "RequestId","Id","Public" FROM "JiraServiceDesk"."RequestComments" WHERE ("RequestId" = ? AND "Id" IS NOT NULL) OR ("RequestId" = ? AND "Id" IS NOT NULL)
-- parameters: "10000", "10001"
-- DuckDB:
SELECT RequestId, Id, Public FROM RequestComments WHERE RequestId IN ('10000', '10001')

-- A snapshot with a criterion and a sort, in order
SELECT "IssueKey" ,"CreatedDate"  FROM "JiraServiceDesk"."Requests" WHERE ("Status" = 'Open' ) ORDER BY "JiraServiceDesk"."Requests"."IssueKey"
-- DuckDB:
SELECT IssueKey, CreatedDate FROM Requests WHERE Status = 'Open' ORDER BY IssueKey

-- A query over two linked tables
SELECT "JiraServiceDesk"."Requests"."IssueKey","JiraServiceDesk"."ServiceDesks"."ProjectName" FROM "JiraServiceDesk"."Requests","JiraServiceDesk"."ServiceDesks" WHERE ("JiraServiceDesk"."Requests"."ServiceDeskId" = "JiraServiceDesk"."ServiceDesks"."Id" )
-- DuckDB:
SELECT r.IssueKey, d.ProjectName FROM Requests r JOIN ServiceDesks d ON r.ServiceDeskId = d.Id

-- An outer join in its escape
SELECT "JiraServiceDesk"."ServiceDesks"."Id","JiraServiceDesk"."Requests"."IssueKey" FROM {oj "JiraServiceDesk"."ServiceDesks" LEFT OUTER JOIN "JiraServiceDesk"."Requests" ON ("JiraServiceDesk"."ServiceDesks"."Id" = "JiraServiceDesk"."Requests"."ServiceDeskId" ) }
-- DuckDB:
SELECT d.Id, r.IssueKey FROM ServiceDesks d LEFT JOIN Requests r ON d.Id = r.ServiceDeskId

-- Totals
SELECT "Status" ,COUNT(*  ),MIN("CreatedDate" ) FROM "JiraServiceDesk"."Requests" GROUP BY "Status"

-- Functions sent on
SELECT {fn ucase("ProjectKey" )},{fn left("Summary" ,5 )} FROM "Jira"."Issues" WHERE ({fn length("Summary" )} > 10 )
-- DuckDB:
SELECT upper(ProjectKey), left(Summary, 5) FROM Issues WHERE length(Summary) > 10

-- A date criterion
SELECT "IssueKey" FROM "Jira"."Issues" WHERE ("DueDate" >= {d '2023-03-01'} )
-- DuckDB:
SELECT IssueKey FROM Issues WHERE DueDate >= '2023-03-01'

-- A pass-through query as a person writes it
SELECT TOP 5 [IssueKey], [Summary] FROM [Jira].[Issues] WHERE [Summary] IS NOT NULL ORDER BY [IssueKey];
-- DuckDB:
SELECT IssueKey, Summary FROM Issues WHERE Summary IS NOT NULL ORDER BY IssueKey LIMIT 5

-- Like, with its wildcards translated
SELECT "IssueKey" FROM "Jira"."Issues" WHERE ("IssueKey" LIKE 'SUP-1%' )
