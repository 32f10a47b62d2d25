"""Every table, in the order catalog functions list them."""

from __future__ import annotations

from jsdodbc.model.table import Table
from jsdodbc.model.tables.fields import FIELDS
from jsdodbc.model.tables.issues import ISSUES
from jsdodbc.model.tables.request_comments import REQUEST_COMMENTS
from jsdodbc.model.tables.request_sla_cycles import REQUEST_SLA_CYCLES
from jsdodbc.model.tables.request_types import REQUEST_TYPES
from jsdodbc.model.tables.requests import REQUESTS
from jsdodbc.model.tables.service_desks import SERVICE_DESKS
from jsdodbc.model.tables.users import USERS

TABLES: tuple[Table, ...] = (
    FIELDS,
    ISSUES,
    REQUEST_COMMENTS,
    REQUEST_SLA_CYCLES,
    REQUEST_TYPES,
    REQUESTS,
    SERVICE_DESKS,
    USERS,
)
