"""A Jira Service Management site for tests: a real HTTP server, generated data, a JQL evaluator of its own."""
