-- SQL Server Integration Services and linked servers: [bracketed] names, TOP, T-SQL functions, OPENQUERY's inner text, `?`
-- of an Execute SQL task, lookups with a derived table around the query.
-- After Microsoft's pages on the ODBC source, the Lookup transformation and OPENQUERY.

-- The table access mode of the ODBC source
select * from [JiraServiceDesk].[RequestTypeGroups]
-- DuckDB:
SELECT * FROM RequestTypeGroups

-- The preview
SELECT TOP 200 * FROM [Jira].[Statuses]
-- DuckDB:
SELECT * FROM Statuses

-- A lookup without a cache: the query of the reference table in a derived table
select * from (select [Id], [Name] from [Jira].[Statuses]) [refTable] where [refTable].[Name] = ?
-- parameters: "Open"
-- DuckDB:
SELECT Id, Name FROM Statuses WHERE Name = 'Open'

-- A source query with T-SQL functions
SELECT [IssueKey], ISNULL([Resolution], N'none') AS [Resolution], LEN([Summary]) AS [Length], CONVERT(VARCHAR(10), [Created], 120) AS [Day] FROM [Jira].[Issues]
-- DuckDB:
SELECT IssueKey, coalesce(Resolution, 'none'), length(Summary), strftime(Created, '%Y-%m-%d') FROM Issues

-- Days that a request took
SELECT [IssueKey], DATEDIFF(day, [CreatedDate], [ResolutionDate]) AS [Days] FROM [JiraServiceDesk].[Requests] WHERE [ResolutionDate] IS NOT NULL
-- DuckDB:
SELECT IssueKey, date_diff('day', CreatedDate, ResolutionDate) FROM Requests WHERE ResolutionDate IS NOT NULL

-- A high-water mark
SELECT CAST(MAX([Updated]) AS DATETIME) AS [HighWater] FROM [Jira].[Issues]
-- DuckDB:
SELECT max(Updated) FROM Issues

-- An incremental extract with two marks
SELECT [IssueId], [IssueKey], [Updated] FROM [Jira].[Issues] WHERE [Updated] > ? AND [Updated] <= ?
-- parameters: "2022-01-01 00:00:00", "2025-01-01 00:00:00"
-- DuckDB:
SELECT IssueId, IssueKey, Updated FROM Issues WHERE Updated > '2022-01-01' AND Updated <= '2025-01-01'

-- What a linked server makes of a remote join
SELECT "Tbl1002"."IssueKey" "Col1010","Tbl1004"."SlaName" "Col1014" FROM "JiraServiceDesk"."Requests" "Tbl1002","JiraServiceDesk"."RequestSLACycles" "Tbl1004" WHERE "Tbl1002"."IssueId"="Tbl1004"."RequestId" AND "Tbl1004"."CycleType"='completed'

-- A row number to remove duplicates
SELECT [RequestKey], [Status] FROM (SELECT [RequestKey], [Status], ROW_NUMBER() OVER (PARTITION BY [RequestKey] ORDER BY [StatusDate] DESC, [Status]) AS [rn] FROM [JiraServiceDesk].[RequestStatusChangelog]) AS [x] WHERE [x].[rn] = 1
-- DuckDB:
SELECT RequestKey, Status FROM RequestStatusChangelog QUALIFY row_number() OVER (PARTITION BY RequestKey ORDER BY StatusDate DESC, Status) = 1

-- A common table expression for a dimension
WITH [used] AS (SELECT DISTINCT [PriorityId] FROM [Jira].[Issues]) SELECT p.[Id], p.[Name] FROM [Jira].[Priorities] p INNER JOIN [used] u ON u.[PriorityId] = p.[Id]
-- DuckDB:
SELECT Id, Name FROM Priorities WHERE Id IN (SELECT PriorityId FROM Issues)

-- Counts for the audit table, with a comment
SELECT /* audit */ COUNT(*) AS [RowCount], COUNT([Resolution]) AS [Resolved] FROM [Jira].[Issues] -- rows read
-- DuckDB:
SELECT count(*), count(Resolution) FROM Issues

-- A pivot
SELECT [ProjectKey], SUM(CASE WHEN [StatusCategory] = 'Done' THEN 1 ELSE 0 END) AS [Done], SUM(CASE WHEN [StatusCategory] <> 'Done' THEN 1 ELSE 0 END) AS [Todo] FROM [Jira].[Issues] GROUP BY [ProjectKey]
-- DuckDB:
SELECT ProjectKey, sum((StatusCategory = 'Done')::INT), sum((StatusCategory <> 'Done')::INT) FROM Issues GROUP BY 1
