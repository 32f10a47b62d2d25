"""All routes, by being imported."""

from jsdodbc.sandbox import (
    routes_administration,
    routes_agile,
    routes_attachments,
    routes_control,
    routes_desk,
    routes_history,
    routes_issue,
    routes_lists,
    routes_platform,
    routes_portal,
    routes_request,
    routes_search,
    routes_users,
    routes_writes,
    routes_writes_issue,
)

ALL = (
    routes_administration,
    routes_agile,
    routes_attachments,
    routes_control,
    routes_desk,
    routes_history,
    routes_issue,
    routes_lists,
    routes_platform,
    routes_portal,
    routes_request,
    routes_search,
    routes_users,
    routes_writes,
    routes_writes_issue,
)
