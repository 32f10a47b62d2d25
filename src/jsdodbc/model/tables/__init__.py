"""Every table, in the order catalog functions list them."""

from __future__ import annotations

from jsdodbc.model.table import Table
from jsdodbc.model.tables.configuration import ISSUE_TYPES, PRIORITIES, PROJECTS, RESOLUTIONS, STATUSES
from jsdodbc.model.tables.fields import FIELDS
from jsdodbc.model.tables.issues import ISSUES
from jsdodbc.model.tables.of_desks import QUEUES, REQUEST_TYPE_GROUPS
from jsdodbc.model.tables.organizations import ORGANIZATIONS
from jsdodbc.model.tables.request_comments import ISSUE_COMMENTS, REQUEST_COMMENTS
from jsdodbc.model.tables.request_sla_cycles import REQUEST_SLA_CYCLES
from jsdodbc.model.tables.request_types import REQUEST_TYPES
from jsdodbc.model.tables.requests import REQUESTS
from jsdodbc.model.tables.service_desks import SERVICE_DESKS
from jsdodbc.model.tables.users import USERS

TABLES: tuple[Table, ...] = (
    FIELDS,
    ISSUE_COMMENTS,
    ISSUE_TYPES,
    ISSUES,
    ORGANIZATIONS,
    PRIORITIES,
    PROJECTS,
    QUEUES,
    REQUEST_COMMENTS,
    REQUEST_SLA_CYCLES,
    REQUEST_TYPE_GROUPS,
    REQUEST_TYPES,
    REQUESTS,
    RESOLUTIONS,
    SERVICE_DESKS,
    STATUSES,
    USERS,
)
