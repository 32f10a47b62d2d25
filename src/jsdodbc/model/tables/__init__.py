"""Every table, in the order catalog functions list them."""

from __future__ import annotations

from jsdodbc.model.table import Table
from jsdodbc.model.tables.administration import (
    AUDIT_RECORDS,
    FIELD_CONTEXTS,
    FIELD_OPTIONS,
    GROUP_MEMBERS,
    GROUPS,
    MY_PERMISSIONS,
)
from jsdodbc.model.tables.agile import BOARDS, FILTERS, SPRINTS
from jsdodbc.model.tables.assets import (
    OBJECT_CONNECTED_REQUESTS,
    OBJECT_SCHEMAS,
    OBJECT_TYPE_ATTRIBUTES,
    OBJECT_TYPES,
    OBJECTS,
)
from jsdodbc.model.tables.configuration import ISSUE_TYPES, PRIORITIES, PROJECTS, RESOLUTIONS, STATUSES
from jsdodbc.model.tables.customers import (
    CUSTOMER_TRANSITIONS,
    CUSTOMERS,
    KNOWLEDGE_BASE_ARTICLES,
    REQUEST_NOTIFICATIONS,
    SERVICE_DESK_CUSTOMERS,
)
from jsdodbc.model.tables.fields import FIELDS
from jsdodbc.model.tables.issue_children import (
    ISSUE_CHANGELOG,
    ISSUE_PROPERTIES,
    ISSUE_TRANSITIONS,
    ISSUE_WORKLOGS,
)
from jsdodbc.model.tables.issue_lists import (
    ISSUE_AFFECTED_VERSIONS,
    ISSUE_ATTACHMENTS,
    ISSUE_COMPONENTS,
    ISSUE_FIX_VERSIONS,
    ISSUE_LABELS,
    ISSUE_LINKS,
    REQUEST_APPROVERS,
    REQUEST_ATTACHMENTS,
    REQUEST_FEEDBACK,
    REQUEST_ORGANIZATIONS,
)
from jsdodbc.model.tables.issues import ISSUES
from jsdodbc.model.tables.of_desks import QUEUES, REQUEST_TYPE_GROUPS
from jsdodbc.model.tables.of_projects import PROJECT_COMPONENTS, PROJECT_VERSIONS
from jsdodbc.model.tables.of_request_types import QUEUE_REQUESTS, REQUEST_TYPE_FIELDS, SLAS
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
    AUDIT_RECORDS,
    BOARDS,
    CUSTOMERS,
    CUSTOMER_TRANSITIONS,
    FIELDS,
    FIELD_CONTEXTS,
    FIELD_OPTIONS,
    FILTERS,
    GROUPS,
    GROUP_MEMBERS,
    ISSUES,
    ISSUE_AFFECTED_VERSIONS,
    ISSUE_ATTACHMENTS,
    ISSUE_CHANGELOG,
    ISSUE_COMMENTS,
    ISSUE_COMPONENTS,
    ISSUE_FIX_VERSIONS,
    ISSUE_LABELS,
    ISSUE_LINKS,
    ISSUE_PROPERTIES,
    ISSUE_TRANSITIONS,
    ISSUE_TYPES,
    ISSUE_WORKLOGS,
    KNOWLEDGE_BASE_ARTICLES,
    MY_PERMISSIONS,
    OBJECTS,
    OBJECT_CONNECTED_REQUESTS,
    OBJECT_SCHEMAS,
    OBJECT_TYPES,
    OBJECT_TYPE_ATTRIBUTES,
    ORGANIZATIONS,
    ORGANIZATION_USERS,
    PRIORITIES,
    PROJECTS,
    PROJECT_COMPONENTS,
    PROJECT_VERSIONS,
    QUEUES,
    QUEUE_REQUESTS,
    REQUESTS,
    REQUEST_APPROVALS,
    REQUEST_APPROVERS,
    REQUEST_ATTACHMENTS,
    REQUEST_COMMENTS,
    REQUEST_FEEDBACK,
    REQUEST_NOTIFICATIONS,
    REQUEST_ORGANIZATIONS,
    REQUEST_PARTICIPANTS,
    REQUEST_SLA_CYCLES,
    REQUEST_STATUS_CHANGELOG,
    REQUEST_TYPES,
    REQUEST_TYPE_FIELDS,
    REQUEST_TYPE_GROUPS,
    RESOLUTIONS,
    SERVER_INFO,
    SERVICE_DESKS,
    SERVICE_DESK_CUSTOMERS,
    SERVICE_DESK_ORGANIZATIONS,
    SLAS,
    SPRINTS,
    STATUSES,
    USERS,
)
