-- Excel with Microsoft Query: names without quotes or in backquotes, every column with its table, {oj} and {ts} escapes,
-- conditions in parentheses, joins in WHERE.
-- After Microsoft's article 136699 on joins in Microsoft Query, and the chapter on escapes of the ODBC reference.

-- A table dragged in whole
SELECT ServiceDesks.Id, ServiceDesks.ProjectId, ServiceDesks.ProjectKey, ServiceDesks.ProjectName
FROM JiraServiceDesk.ServiceDesks ServiceDesks

-- The catalog in backquotes, a criterion, sorted
SELECT Requests.IssueKey, Requests.Summary, Requests.Status
FROM `127.0.0.1`.JiraServiceDesk.Requests Requests
WHERE (Requests.Status='Resolved')
ORDER BY Requests.IssueKey
-- DuckDB:
SELECT IssueKey, Summary, Status FROM Requests WHERE Status = 'Resolved' ORDER BY IssueKey

-- Two tables joined by dragging a line
SELECT Requests.IssueKey, ServiceDesks.ProjectName
FROM JiraServiceDesk.Requests Requests, JiraServiceDesk.ServiceDesks ServiceDesks
WHERE Requests.ServiceDeskId = ServiceDesks.Id

-- An outer join by double click on the line
SELECT ServiceDesks.ProjectKey, Requests.IssueKey
FROM {oj JiraServiceDesk.ServiceDesks ServiceDesks LEFT OUTER JOIN JiraServiceDesk.Requests Requests ON ServiceDesks.Id = Requests.ServiceDeskId}
-- DuckDB:
SELECT d.ProjectKey, r.IssueKey FROM ServiceDesks d LEFT JOIN Requests r ON d.Id = r.ServiceDeskId

-- The subtract join
SELECT ServiceDesks.ProjectKey
FROM {oj JiraServiceDesk.ServiceDesks ServiceDesks LEFT OUTER JOIN JiraServiceDesk.Requests Requests ON ServiceDesks.Id = Requests.ServiceDeskId}
WHERE (Requests.IssueKey Is Null)
-- DuckDB:
SELECT ProjectKey FROM ServiceDesks WHERE Id NOT IN (SELECT ServiceDeskId FROM Requests)

-- Dates of a calendar year as escapes
SELECT Requests.IssueKey, Requests.CreatedDate
FROM JiraServiceDesk.Requests Requests
WHERE (Requests.CreatedDate>={ts '2024-01-01 00:00:00'} And Requests.CreatedDate<{ts '2025-01-01 00:00:00'})
-- DuckDB:
SELECT IssueKey, CreatedDate FROM Requests WHERE year(CreatedDate) = 2024

-- The totals button
SELECT Requests.Status, Count(Requests.IssueKey) AS 'Count of IssueKey'
FROM JiraServiceDesk.Requests Requests
GROUP BY Requests.Status
HAVING (Count(Requests.IssueKey)>3)
-- DuckDB:
SELECT Status, count(IssueKey) FROM Requests GROUP BY Status HAVING count(IssueKey) > 3

-- Criteria in two rows of the grid
SELECT Requests.IssueKey
FROM JiraServiceDesk.Requests Requests
WHERE (Requests.Status='Open') AND (Requests.Priority='High') OR (Requests.Status='Closed') AND (Requests.Priority='Low')

-- A question to the user: a parameter
SELECT Requests.IssueKey, Requests.Status
FROM JiraServiceDesk.Requests Requests
WHERE (Requests.Status=?) AND (Requests.CreatedDate>=?)
-- parameters: "Open", "2023-01-01 00:00:00"
-- DuckDB:
SELECT IssueKey, Status FROM Requests WHERE Status = 'Open' AND CreatedDate >= '2023-01-01'

-- Values from a list, no duplicates
SELECT DISTINCT Issues.IssueType
FROM Jira.Issues Issues
WHERE (Issues.IssueType In ('Bug','Story','Task'))

-- Text that contains, and text that doesn't begin with
SELECT Issues.IssueKey
FROM Jira.Issues Issues
WHERE (Issues.Summary Like '%e%') AND (Issues.Summary Not Like 'A%')

-- A date without a time, a computed column
SELECT Issues.IssueKey, {fn YEAR(Issues.DueDate)} AS 'Year'
FROM Jira.Issues Issues
WHERE (Issues.DueDate Between {d '2023-01-01'} And {d '2024-12-31'})
-- DuckDB:
SELECT IssueKey, year(DueDate) FROM Issues WHERE DueDate BETWEEN '2023-01-01' AND '2024-12-31'
