"""Every table, in the order catalog functions list them."""

from __future__ import annotations

from jsdodbc.model.table import Table
from jsdodbc.model.tables.configuration import ISSUE_TYPES, PRIORITIES, PROJECTS, RESOLUTIONS, STATUSES
from jsdodbc.model.tables.fields import FIELDS
from jsdodbc.model.tables.issues import ISSUES
from jsdodbc.model.tables.of_desks import QUEUES, REQUEST_TYPE_GROUPS
from jsdodbc.model.tables.organizations import ORGANIZATION_USERS, ORGANIZATIONS, SERVICE_DESK_ORGANIZATIONS
from jsdodbc.model.tables.request_approvals import REQUEST_APPROVALS
from jsdodbc.model.tables.request_comments import ISSUE_COMMENTS, REQUEST_COMMENTS
from jsdodbc.model.tables.request_participants import REQUEST_PARTICIPANTS
from jsdodbc.model.tables.request_sla_cycles import REQUEST_SLA_CYCLES
from jsdodbc.model.tables.request_status_changelog import REQUEST_STATUS_CHANGELOG
from jsdodbc.model.tables.request_types import REQUEST_TYPES
from jsdodbc.model.tables.requests import REQUESTS
from jsdodbc.model.tables.server_info import SERVER_INFO
from jsdodbc.model.tables.service_desks import SERVICE_DESKS
from jsdodbc.model.tables.users import USERS

TABLES: tuple[Table, ...] = (
    FIELDS,
    ISSUE_COMMENTS,
    ISSUE_TYPES,
    ISSUES,
    ORGANIZATION_USERS,
    ORGANIZATIONS,
    PRIORITIES,
    PROJECTS,
    QUEUES,
    REQUEST_APPROVALS,
    REQUEST_COMMENTS,
    REQUEST_PARTICIPANTS,
    REQUEST_SLA_CYCLES,
    REQUEST_STATUS_CHANGELOG,
    REQUEST_TYPE_GROUPS,
    REQUEST_TYPES,
    REQUESTS,
    RESOLUTIONS,
    SERVER_INFO,
    SERVICE_DESK_ORGANIZATIONS,
    SERVICE_DESKS,
    STATUSES,
    USERS,
)
