-- Qlik Sense and QlikView: the part of a load script between SQL and the semicolon, as its wizard writes it and as people do.
-- After Qlik's help on "Select data from an ODBC data source" and the SQL statement of the script.

-- The wizard's list of columns
SELECT "Id",
    "ServiceDeskId",
    "Name",
    "Description"
FROM "JiraServiceDesk"."RequestTypes"

-- The whole table, with its catalog
SELECT * FROM "127.0.0.1"."JiraServiceDesk"."Organizations"

-- A query without names in quotes
SELECT IssueKey, Status, CreatedDate FROM JiraServiceDesk.Requests WHERE CreatedDate > '2023-06-30 23:59:59'

-- The incremental load: since the last run
SELECT IssueKey, Updated FROM Jira.Issues WHERE Updated >= '2024-01-01 00:00:00' AND Updated < '2026-01-01 00:00:00'

-- Keys to delete from the stored file
SELECT DISTINCT IssueId FROM Jira.Issues

-- The newest change, for the variable of the next run
SELECT MAX(Updated) AS LastUpdated FROM Jira.Issues

-- A link table
SELECT r.IssueKey || '|' || d.ProjectKey AS "%LinkKey", r.Status FROM JiraServiceDesk.Requests r INNER JOIN JiraServiceDesk.ServiceDesks d ON d.Id = r.ServiceDeskId

-- A calendar's limits
SELECT MIN(DueDate) AS MinDate, MAX(DueDate) AS MaxDate FROM Jira.Issues WHERE DueDate IS NOT NULL

-- A cross table made long
SELECT IssueKey, 'Spent' AS Kind, TimeSpent AS Seconds FROM Jira.Issues UNION ALL SELECT IssueKey, 'Estimate', TimeEstimate FROM Jira.Issues

-- Where not exists
SELECT DisplayName, EmailAddress FROM JiraServiceDesk.Users u WHERE NOT EXISTS (SELECT 1 FROM Jira.Issues i WHERE i.AssigneeDisplayName = u.DisplayName)

-- Comments counted for the fact table
SELECT RequestId, COUNT(*) AS Comments, SUM(CASE WHEN Public = 1 THEN 1 ELSE 0 END) AS PublicComments FROM JiraServiceDesk.RequestComments GROUP BY RequestId
-- DuckDB:
SELECT RequestId, count(*), count(*) FILTER (Public) FROM RequestComments GROUP BY 1
