"""HTTP to one Jira site: transport, pacing, errors, the signed-in session, paging."""
