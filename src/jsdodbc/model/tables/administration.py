"""What administrators look at: groups, options of fields, the audit log; and what the account itself may do."""

from __future__ import annotations

from jsdodbc.model.column import Column, Filter, Pushdown
from jsdodbc.model.table import Items, Listing, Table, Unavailable
from jsdodbc.model.tables.parts import CLOUD, DATA_CENTER, IDENTIFIER, LONG, NAME, instant, json, member, pseudo
from jsdodbc.model.types import BOOLEAN, varchar

_ADMINISTER = "the global permission Administer Jira"
_BROWSE = "the global permission Browse users and groups"
_SYSTEM = "com.atlassian.jira.plugin.system.customfieldtypes:"
_WITH_OPTIONS = tuple(
    _SYSTEM + kind for kind in ("select", "radiobuttons", "multiselect", "multicheckboxes", "cascadingselect")
)
_PERMISSIONS = (
    "ADMINISTER,SYSTEM_ADMIN,BULK_CHANGE,USER_PICKER,MANAGE_GROUP_FILTER_SUBSCRIPTIONS,CREATE_SHARED_OBJECTS,"
    "ADMINISTER_PROJECTS,BROWSE_PROJECTS,VIEW_DEV_TOOLS,VIEW_READONLY_WORKFLOW,SERVICEDESK_AGENT,"
    "CREATE_ISSUES,EDIT_ISSUES,DELETE_ISSUES,MOVE_ISSUES,ASSIGN_ISSUES,ASSIGNABLE_USER,CLOSE_ISSUES,RESOLVE_ISSUES,"
    "TRANSITION_ISSUES,SCHEDULE_ISSUES,LINK_ISSUES,MODIFY_REPORTER,SET_ISSUE_SECURITY,"
    "ADD_COMMENTS,EDIT_ALL_COMMENTS,EDIT_OWN_COMMENTS,DELETE_ALL_COMMENTS,DELETE_OWN_COMMENTS,"
    "CREATE_ATTACHMENTS,DELETE_ALL_ATTACHMENTS,DELETE_OWN_ATTACHMENTS,"
    "WORK_ON_ISSUES,EDIT_ALL_WORKLOGS,EDIT_OWN_WORKLOGS,DELETE_ALL_WORKLOGS,DELETE_OWN_WORKLOGS,"
    "MANAGE_WATCHERS,VIEW_VOTERS_AND_WATCHERS,MANAGE_SPRINTS_PERMISSION"
)

GROUPS = Table(
    "Groups",
    "Jira",
    "The groups of users.",
    (
        Column("GroupId", IDENTIFIER, "Id of the group.", ("groupId",), key=True, nullable=False, deployment=CLOUD),
        Column("Name", NAME, "Name of the group.", ("name",), nullable=False, deployment=CLOUD),
        Column("Name", NAME, "Name of the group.", ("name",), key=True, nullable=False, deployment=DATA_CENTER),
    ),
    Listing("/rest/api/2/group/bulk", "offset", page_size=50),
    reads={DATA_CENTER: Listing("/rest/api/2/groups/picker", "complete", rows="groups")},
    kind="VIEW",
    needs=_BROWSE,
)


def _group(name: str, parent: str, deployment: str, text: str) -> Column:
    return Column(
        name,
        NAME if parent == "Name" else IDENTIFIER,
        text,
        ("@parent", parent),
        pushdown=Pushdown(Filter.PARAMETER, name),
        key=True,
        nullable=False,
        references=("Groups", parent),
        deployment=deployment,
    )


GROUP_MEMBERS = Table(
    "GroupMembers",
    "Jira",
    "Who is in which group, inactive users too. Name groups to read theirs alone.",
    (
        _group("GroupId", "GroupId", CLOUD, "Id of the group."),
        _group("GroupName", "Name", DATA_CENTER, "Name of the group."),
        *member(),
    ),
    Listing(
        "/rest/api/2/group/member",
        "offset",
        parent=("Groups", "GroupId"),
        query=(("groupId", "{GroupId}"), ("includeInactiveUsers", "true")),
        page_size=50,
    ),
    reads={
        DATA_CENTER: Listing(
            "/rest/api/2/group/member",
            "offset",
            parent=("Groups", "Name"),
            query=(("groupname", "{GroupName}"), ("includeInactiveUsers", "true")),
            page_size=50,
        )
    },
    kind="VIEW",
    needs=_BROWSE,
)

_FIELD = Column(
    "FieldId",
    NAME,
    "Id of the field.",
    ("@parent", "Id"),
    pushdown=Pushdown(Filter.PARAMETER, "FieldId"),
    key=True,
    nullable=False,
    references=("Fields", "Id"),
)

FIELD_CONTEXTS = Table(
    "FieldContexts",
    "Jira",
    "The contexts of custom fields: where a field has its own options and default.",
    (
        _FIELD,
        Column("Id", IDENTIFIER, "Id of the context.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name of the context.", ("name",)),
        Column("Description", LONG, "Description.", ("description",)),
        Column("IsGlobal", BOOLEAN, "Whether it is for every project.", ("isGlobalContext",)),
        Column("IsAnyIssueType", BOOLEAN, "Whether it is for every issue type.", ("isAnyIssueType",)),
        Column("FieldKind", NAME, "Kind of the field.", ("@parent", "SchemaCustom"), hidden=True),
    ),
    Listing(
        "/rest/api/2/field/{FieldId}/context",
        "offset",
        parent=("Fields", "Id", "SchemaCustom"),
        among=("Custom", (True,)),
        page_size=50,
    ),
    reads={DATA_CENTER: Unavailable("Data Center does not tell the contexts of fields.")},
    kind="VIEW",
    needs=_ADMINISTER,
)

FIELD_OPTIONS = Table(
    "FieldOptions",
    "Jira",
    "What may be chosen in custom fields with options.",
    (
        Column(
            "FieldId",
            NAME,
            "Id of the field.",
            ("@parent", "FieldId"),
            pushdown=Pushdown(Filter.PARAMETER, "FieldId"),
            key=True,
            nullable=False,
            references=("Fields", "Id"),
            deployment=CLOUD,
        ),
        Column(
            "FieldId",
            NAME,
            "Id of the field.",
            ("@parent", "Id"),
            pushdown=Pushdown(Filter.PARAMETER, "FieldId"),
            key=True,
            nullable=False,
            references=("Fields", "Id"),
            deployment=DATA_CENTER,
        ),
        Column(
            "ContextId",
            IDENTIFIER,
            "Id of the context.",
            ("@parent", "Id"),
            pushdown=Pushdown(Filter.PARAMETER, "ContextId"),
            key=True,
            nullable=False,
            references=("FieldContexts", "Id"),
            deployment=CLOUD,
        ),
        Column("Id", IDENTIFIER, "Id of the option.", ("id",), key=True, nullable=False),
        Column("Value", NAME, "The option, as people read it.", ("value",)),
        Column("Disabled", BOOLEAN, "Whether it can no longer be chosen.", ("disabled",)),
        Column("ParentOptionId", IDENTIFIER, "The option it is below, of a cascade.", ("optionId",), deployment=CLOUD),
        Column(
            "FieldNumber",
            IDENTIFIER,
            "Number of the field.",
            ("@parent", "SchemaCustomId"),
            hidden=True,
            deployment=DATA_CENTER,
        ),
    ),
    Listing(
        "/rest/api/2/field/{FieldId}/context/{ContextId}/option",
        "offset",
        parent=("FieldContexts", "FieldId", "Id"),
        among=("FieldKind", _WITH_OPTIONS),
        page_size=100,
    ),
    reads={
        DATA_CENTER: Listing(
            "/rest/api/2/customFields/{FieldNumber}/options",
            "numbered",
            rows="options",
            parent=("Fields", "Id", "SchemaCustomId"),
            among=("SchemaCustom", _WITH_OPTIONS),
            page_size=100,
        )
    },
    kind="VIEW",
    needs=_ADMINISTER,
)

AUDIT_RECORDS = Table(
    "AuditRecords",
    "Jira",
    "What administrators changed, the latest first.",
    (
        Column("Id", IDENTIFIER, "Id of the record.", ("id",), key=True, nullable=False),
        instant("Created", ("created",), "When it was done"),
        Column("Summary", LONG, "What was done.", ("summary",)),
        Column("Category", NAME, "What kind of thing was changed.", ("category",)),
        Column("EventSource", NAME, "What did it, if no person.", ("eventSource",)),
        Column("Description", LONG, "Description.", ("description",)),
        Column("AuthorAccountId", NAME, "Account id of who did it.", ("authorAccountId",)),
        Column("AuthorKey", NAME, "Key of who did it.", ("authorKey",)),
        Column("RemoteAddress", NAME, "Address it was done from.", ("remoteAddress",)),
        Column("ObjectId", NAME, "Id of what was changed.", ("objectItem", "id")),
        Column("ObjectName", NAME, "Name of what was changed.", ("objectItem", "name")),
        Column("ObjectType", NAME, "Type of what was changed.", ("objectItem", "typeName")),
        json("ChangedValues", ("changedValues",), "Each value before and after"),
        json("AssociatedItems", ("associatedItems",), "What else it has to do with"),
    ),
    Listing("/rest/api/2/auditing/record", "limit", rows="records"),
    reads={DATA_CENTER: Unavailable("Data Center keeps its audit log behind another address; see its Audit log page.")},
    kind="VIEW",
    needs=_ADMINISTER,
)


MY_PERMISSIONS = Table(
    "MyPermissions",
    "Jira",
    "What the account may do: on the site, or WHERE ProjectKey or IssueKey says in which project or with which issue.",
    (
        Column("PermissionKey", NAME, "Key of the permission.", ("permission", "@key"), key=True, nullable=False),
        Column("Id", IDENTIFIER, "Id of the permission.", ("permission", "id")),
        Column("Name", NAME, "Name of the permission.", ("permission", "name")),
        Column("Type", varchar(32), "GLOBAL or PROJECT.", ("permission", "type")),
        Column("Description", LONG, "What it lets one do.", ("permission", "description")),
        Column("HavePermission", BOOLEAN, "Whether the account has it.", ("permission", "havePermission")),
    ),
    Listing(
        "/rest/api/2/mypermissions",
        "single",
        rows="",
        query=(("permissions", _PERMISSIONS),),
        items=(Items("permission", ("permissions",), map=True),),
    ),
    reads={
        DATA_CENTER: Listing(
            "/rest/api/2/mypermissions",
            "single",
            rows="",
            items=(Items("permission", ("permissions",), map=True),),
        )
    },
    kind="VIEW",
    pseudo_columns=(
        pseudo("ProjectKey", "The project that is asked about.", Pushdown(Filter.QUERY, "projectKey")),
        pseudo("IssueKey", "The issue that is asked about.", Pushdown(Filter.QUERY, "issueKey")),
    ),
)
