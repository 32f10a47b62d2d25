-- Power BI and Power Query over ODBC: quoted names in lower-case aliases, one derived table in another, `select top n`,
-- COUNT of everything as `"a0"`, rows of a table for its preview.
-- After the folding shown in microsoft/DataConnectors (samples and issue 232) and PowerBI-visuals-TextFilter issue 21.

-- The navigator's preview
select top 200 "$Table"."Id" as "Id", "$Table"."ProjectKey" as "ProjectKey"
from "127.0.0.1"."JiraServiceDesk"."ServiceDesks" as "$Table"
-- DuckDB:
SELECT Id, ProjectKey FROM ServiceDesks

-- Columns chosen and renamed
select "IssueKey" as "Key", "Summary" as "Title", "CreatedDate" as "Created on"
from "127.0.0.1"."JiraServiceDesk"."Requests"

-- Rows filtered by a number and by text
select "_"."IssueKey", "_"."Votes"
from (select "IssueKey", "Votes", "Status" from "127.0.0.1"."Jira"."Issues" "$Table") "_"
where "_"."Votes" >= 0 and ("_"."Status" = 'Open' and "_"."Status" is not null)

-- Group by, sum
select "rows"."Status" as "Status", count(*) as "Count", sum("rows"."TimeSpent") as "Spent"
from (select "Status", "TimeSpent" from "127.0.0.1"."Jira"."Issues" "$Table") "rows"
group by "Status"

-- A card that counts
select COUNT(1) as "C1" from (select "Status" from "127.0.0.1"."JiraServiceDesk"."Requests") as "ITBL" where "Status" = 'Closed'

-- A visual: one million and one rows at most
select top 1000001 "t0"."ProjectKey", count(distinct "t0"."IssueKey") as "a0"
from (select "ProjectKey", "IssueKey" from "127.0.0.1"."Jira"."Issues") as "t0"
group by "t0"."ProjectKey"
-- DuckDB:
SELECT ProjectKey, count(DISTINCT IssueKey) FROM Issues GROUP BY ProjectKey

-- Merge queries: left outer
select "$Outer"."IssueKey", "$Inner"."ProjectName"
from (select "IssueKey", "ServiceDeskId" from "127.0.0.1"."JiraServiceDesk"."Requests") "$Outer"
left outer join (select "Id" as "Id2", "ProjectName" from "127.0.0.1"."JiraServiceDesk"."ServiceDesks") "$Inner"
on ("$Outer"."ServiceDeskId" = "$Inner"."Id2" or "$Outer"."ServiceDeskId" is null and "$Inner"."Id2" is null)

-- Merge queries: left anti
select "$Outer"."Id" from "127.0.0.1"."JiraServiceDesk"."ServiceDesks" as "$Outer"
where not exists (select 1 from "127.0.0.1"."JiraServiceDesk"."Requests" "$Inner" where "$Outer"."Id" = "$Inner"."ServiceDeskId")

-- A page of rows, in order
select "IssueKey", "Created" from "127.0.0.1"."Jira"."Issues" order by "Created" desc, "IssueKey" offset 10 rows fetch next 15 rows only
-- DuckDB:
SELECT IssueKey, Created FROM Issues ORDER BY Created DESC, IssueKey LIMIT 15 OFFSET 10

-- A slicer of years and months
select year("Created") as "Year", month("Created") as "Month", count(*) as "a0"
from "127.0.0.1"."Jira"."Issues" where "Created" is not null group by year("Created"), month("Created")

-- Incremental refresh: a range of time
select "IssueKey" from "127.0.0.1"."JiraServiceDesk"."Requests" "$Table"
where "$Table"."CreatedDate" >= {ts '2022-01-01 00:00:00.000'} and "$Table"."CreatedDate" < {ts '2024-07-01 00:00:00.000'}
-- DuckDB:
SELECT IssueKey FROM Requests WHERE CreatedDate >= '2022-01-01' AND CreatedDate < '2024-07-01'

-- A conditional column, types changed
select "IssueKey", case when "Breached" = 1 then 'late' else 'in time' end as "State", { fn convert("CycleNumber", SQL_VARCHAR) } as "Cycle"
from (select "RequestKey" as "IssueKey", "Breached", "CycleNumber" from "127.0.0.1"."JiraServiceDesk"."RequestSLACycles") "rows"
-- DuckDB:
SELECT RequestKey, CASE WHEN Breached THEN 'late' ELSE 'in time' END, CycleNumber::VARCHAR FROM RequestSLACycles
