-- R with dbplyr and odbc, its SQL-92 translation: names in double quotes, `q01` around each verb, LHS and RHS, CASE WHEN,
-- WHERE (0 = 1) for the columns, IS NULL in parentheses.
-- After dbplyr's articles "SQL translation" and "Verb translation", its issues 236 and 1091, its change 959.

-- The columns of a table
SELECT *
FROM "Jira"."Issues" AS "q01"
WHERE (0 = 1)

-- head()
SELECT "Id", "Name"
FROM "Jira"."Priorities"
ORDER BY "Id"
FETCH FIRST 3 ROWS ONLY
-- DuckDB:
SELECT Id, Name FROM Priorities ORDER BY Id LIMIT 3

-- filter() and select()
SELECT "IssueKey", "Status", "Votes"
FROM "Jira"."Issues"
WHERE ("Status" = 'Open') AND ("Votes" >= 1.0) AND (NOT(("Priority" IS NULL)))

-- mutate() with if_else and case_when
SELECT
  "IssueKey",
  CASE WHEN ("Votes" > 3.0) THEN 'high' WHEN NOT ("Votes" > 3.0) THEN 'low' END AS "class",
  CASE
WHEN ("Status" IN ('Open', 'Pending')) THEN 'todo'
WHEN ("Status" = 'Closed') THEN 'done'
ELSE "Status"
END AS "state"
FROM "Jira"."Issues"

-- group_by() and summarise()
SELECT "ProjectKey", COUNT(*) AS "n", AVG("Votes") AS "mean_votes", MAX("Created") AS "latest"
FROM "Jira"."Issues"
GROUP BY "ProjectKey"

-- count() with a filter after it
SELECT "q01".*
FROM (
  SELECT "Status", "Priority", COUNT(*) AS "n"
  FROM "Jira"."Issues"
  GROUP BY "Status", "Priority"
) AS "q01"
WHERE ("n" > 2.0)

-- left_join()
SELECT "LHS"."IssueKey" AS "IssueKey", "LHS"."ServiceDeskId" AS "ServiceDeskId", "ProjectName"
FROM (SELECT "IssueKey", "ServiceDeskId" FROM "JiraServiceDesk"."Requests") AS "LHS"
LEFT JOIN (SELECT "Id", "ProjectName" FROM "JiraServiceDesk"."ServiceDesks") AS "RHS"
  ON ("LHS"."ServiceDeskId" = "RHS"."Id")

-- left_join() with a star for one side
SELECT "LHS".*, "SlaName", "Breached"
FROM (SELECT "IssueId", "IssueKey" FROM "JiraServiceDesk"."Requests") AS "LHS"
LEFT JOIN "JiraServiceDesk"."RequestSLACycles" AS "RHS"
  ON ("LHS"."IssueId" = "RHS"."RequestId")

-- semi_join()
SELECT "LHS"."IssueKey"
FROM "JiraServiceDesk"."Requests" AS "LHS"
WHERE EXISTS (
  SELECT 1 FROM "JiraServiceDesk"."RequestComments" AS "RHS"
  WHERE ("LHS"."IssueId" = "RHS"."RequestId")
)

-- anti_join()
SELECT "LHS"."IssueKey"
FROM "JiraServiceDesk"."Requests" AS "LHS"
WHERE NOT EXISTS (
  SELECT 1 FROM "JiraServiceDesk"."RequestComments" AS "RHS"
  WHERE ("LHS"."IssueId" = "RHS"."RequestId")
)

-- full_join(): keys by COALESCE
SELECT COALESCE("LHS"."Key", "RHS"."Key") AS "Key", "LHS"."Name", "RHS"."Desk"
FROM (SELECT "Key", "Name" FROM "Jira"."Projects") AS "LHS"
FULL JOIN (SELECT "ProjectKey" AS "Key", "Id" AS "Desk" FROM "JiraServiceDesk"."ServiceDesks") AS "RHS"
  ON ("LHS"."Key" = "RHS"."Key")

-- slice_max() in groups
SELECT "ProjectKey", "IssueKey", "Created"
FROM (
  SELECT "ProjectKey", "IssueKey", "Created", RANK() OVER (PARTITION BY "ProjectKey" ORDER BY "Created" DESC) AS "col01"
  FROM "Jira"."Issues"
) AS "q01"
WHERE ("col01" <= 1)

-- union_all() and intersect()
(
  SELECT "IssueKey" FROM "Jira"."Issues"
  INTERSECT
  SELECT "IssueKey" FROM "JiraServiceDesk"."Requests"
)
UNION ALL
SELECT "RequestKey" AS "IssueKey" FROM "JiraServiceDesk"."RequestApprovals"

-- A window: cumulative sums, lag
SELECT "IssueKey", SUM("Votes") OVER (PARTITION BY "ProjectKey" ORDER BY "IssueKey" ROWS UNBOUNDED PRECEDING) AS "total", LAG("Votes", 1, NULL) OVER (PARTITION BY "ProjectKey" ORDER BY "IssueKey") AS "before"
FROM "Jira"."Issues"
