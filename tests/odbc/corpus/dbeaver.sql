-- DBeaver: the data viewer's text with filter and order around it, alias by initial letters, `count(*)` for the row count, the
-- grouping panel, generated SELECT with all columns, scripts of a person.
-- After DBeaver's wiki on the data editor, filters and the grouping panel.

-- The data editor
SELECT * FROM JiraServiceDesk.Organizations

-- The data editor with a filter and an order, in order
SELECT * FROM JiraServiceDesk.RequestTypes WHERE Name LIKE '%e%' ORDER BY Id, ServiceDeskId

-- The filter around a query of one's own
SELECT * FROM (
select IssueKey, Status from Jira.Issues
) x WHERE Status = 'Open'

-- The number of rows
SELECT COUNT(*) FROM JiraServiceDesk.RequestSLACycles

-- The number of rows of a query
SELECT COUNT(*) FROM (select r.IssueKey from JiraServiceDesk.Requests r where r.Status <> 'Closed') dbvrcnt

-- The grouping panel
SELECT Status, COUNT(*) AS cnt FROM (select * from Jira.Issues) dbvrgrp GROUP BY Status ORDER BY cnt DESC

-- A generated SELECT
SELECT Id, ServiceDeskId, Name, Jql, Fields FROM JiraServiceDesk.Queues

-- A foreign key followed
SELECT * FROM JiraServiceDesk.ServiceDesks sd WHERE Id = '2'

-- The editor's dictionary of a foreign key, in order
SELECT Id, Name FROM Jira.Statuses WHERE Name >= 'C' ORDER BY Name, Id LIMIT 50

-- A bookmark by key in brackets
select i.* from [Jira].[Issues] i where i.[IssueKey] in ('SUP-1', 'SUP-2', 'ITH-1')
-- DuckDB:
SELECT * FROM Issues WHERE IssueKey IN ('SUP-1', 'SUP-2', 'ITH-1')

-- A person's report
with late as (
  select RequestId, count(*) as n from JiraServiceDesk.RequestSLACycles where Breached group by RequestId
)
select r.IssueKey, d.ProjectKey, coalesce(late.n, 0) as breaches,
       rank() over (partition by d.ProjectKey order by coalesce(late.n, 0) desc) as place
from JiraServiceDesk.Requests r
join JiraServiceDesk.ServiceDesks d on d.Id = r.ServiceDeskId
left join late on late.RequestId = r.IssueId
where r.CreatedDate >= '2022-01-01' -- not the old ones

-- Subtotals
select ProjectKey, Status, count(*) as n from Jira.Issues group by rollup (ProjectKey, Status)

-- A lateral join
select d.ProjectKey, x.IssueKey from JiraServiceDesk.ServiceDesks d
cross join lateral (select r.IssueKey from JiraServiceDesk.Requests r where r.ServiceDeskId = d.Id order by r.CreatedDate desc, r.IssueKey limit 2) x
