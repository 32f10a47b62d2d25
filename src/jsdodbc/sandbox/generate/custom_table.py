"""The custom fields of a generated site: one of every `schema.custom`, and the traps (shared names, quotes, declared
types that lie).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jsdodbc.sandbox.generate import custom_values as make

P = "com.atlassian.jira.plugin.system.customfieldtypes:"
DESK = "com.atlassian.servicedesk:"
AGILE = "com.pyxis.greenhopper.jira:"
FORMS = "com.atlassian.jira.plugins.proforma-managed-fields:"
ROADMAP = "com.atlassian.jpo:jpo-custom-field-"
DEVELOPMENT = "com.atlassian.jira.plugins.jira-development-integration-plugin:"
INSIGHT = "com.riadalabs.jira.plugins.insight:rlabs-customfield-"
MANAGEMENT = "com.atlassian.jira.modules.servicemanagement."


@dataclass(frozen=True, slots=True)
class Row:
    """`percent`: of the issues that have a value. `on`: cloud, dc or both. `scoped`: belongs to one team-managed
    project.
    """

    number: int
    name: str
    custom: str
    type: str
    kind: str
    make: Callable[..., Any]
    percent: int = 50
    items: str | None = None
    options: tuple[Any, ...] = ()
    on: str = "cloud dc"
    scoped: bool = False


IMPACT = (
    "Extensive / Widespread",
    "Significant / Large",
    "Moderate / Limited",
    "Minor / Localized",
    "select",
    "O'Brien's",
)
CASCADE = (("Hardware", ("Laptop", "Printer, large")), ("Software", ("E-mail", 'The "App"')), ("Other", ()))
SPRINTS = ("Sprint 1", "Sprint 2, late", "DEV Sprint 😀")

ROWS: tuple[Row, ...] = (
    Row(10010, "Request Type", DESK + "vp-origin", "sd-customerrequesttype", "requesttype", make.request_type, 100),
    Row(
        10002,
        "Organizations",
        DESK + "sd-customer-organizations",
        "array",
        "organization",
        make.organizations,
        60,
        "sd-customerorganization",
    ),
    Row(
        10003,
        "Approvals",
        "com.atlassian.servicedesk.approvals-plugin:sd-approvals",
        "sd-approvals",
        "approvals",
        make.decisions,
        30,
    ),
    Row(
        10004, "Request participants", DESK + "sd-request-participants", "array", "user", make.participants, 40, "user"
    ),
    Row(10005, "Satisfaction", DESK + "sd-request-feedback", "sd-feedback", "number", make.rating, 40),
    Row(10006, "Satisfaction date", DESK + "sd-request-feedback-date", "datetime", "datetime", make.rated, 40),
    Row(
        10007,
        "Request language",
        "com.atlassian.servicedesk.servicedesk-lingo-integration-plugin:sd-request-language",
        "sd-request-lang",
        "language",
        make.one,
        70,
        options=("en:English", "de:German", "ko:한국어"),
    ),
    Row(
        10008,
        "Sentiment",
        "com.atlassian.servicedesk.sentiment:sd-sentiment",
        "array",
        "opaque",
        make.sentiment,
        60,
        "sd-sentiment",
        on="cloud",
    ),
    Row(
        10009,
        "Entitlement",
        "com.atlassian.servicedesk.customer-context:sd-csm-entitlement",
        "array",
        "opaque",
        lambda *_: [],
        100,
        "sd-csm-entitlement",
        on="cloud",
    ),
    Row(
        10011,
        "Linked major incidents",
        "com.atlassian.servicedesk.incident-management-plugin:sd-incidents-link",
        "any",
        "opaque",
        make.nothing,
    ),
    Row(10012, "Request groups", DESK + "sd-request-groups", "array", "group", make.groups, 20, "group", on="cloud"),
    # Text and numbers
    Row(10020, "Customer reference", P + "textfield", "string", "text", make.phrase),
    Row(10021, "Root cause", P + "textarea", "string", "text", make.passage, 40),
    Row(10022, "Reference link", P + "url", "string", "url", make.link),
    Row(10023, "Build", P + "readonlyfield", "string", "exact", make.code),
    Row(10024, "Effort", P + "float", "number", "number", make.amount),
    Row(10025, "Import id", P + "importid", "number", "number", make.count, 20),
    Row(10026, "Score", P + "float", "number", "number", make.written_number),
    Row(10027, 'Customer "VIP" level', P + "textfield", "string", "text", make.phrase, 20),
    Row(10028, "Order", P + "float", "number", "number", make.count),
    Row(10029, "Größe 😀", P + "textfield", "string", "text", make.code, 30),
    # Dates
    Row(10030, "Change start date", P + "datepicker", "date", "date", make.day),
    Row(10031, "Change completion date", P + "datetime", "datetime", "datetime", make.moment),
    # Options
    Row(10032, "Impact", P + "select", "option", "option", make.one, 70, options=IMPACT),
    Row(
        10033,
        "Urgency",
        P + "radiobuttons",
        "option",
        "option",
        make.one,
        60,
        options=("Critical", "High", "Medium", "Low", "low-ish"),
    ),
    Row(
        10034,
        "Operational categorization",
        P + "multiselect",
        "array",
        "option",
        make.several,
        50,
        "option",
        ("Access", "Order, by mail", "1.0", "null"),
    ),
    Row(
        10035,
        "Affected hardware",
        P + "multicheckboxes",
        "array",
        "option",
        make.several,
        40,
        "option",
        ("Monitor", "Dock", "Chair's arm"),
    ),
    Row(
        10036,
        "Product categorization",
        P + "cascadingselect",
        "option-with-child",
        "cascade",
        make.one,
        50,
        options=CASCADE,
    ),
    Row(10037, "Severity", P + "select", "option", "option", make.one, 40, options=("S1", "S2", "S3")),
    Row(10038, "Severity", P + "select", "option", "option", make.one, 20, options=("Minor", "Major"), scoped=True),
    Row(10039, "impact", P + "textfield", "string", "text", make.code, 20),
    # People, groups, versions, projects
    Row(10040, "Change manager", P + "userpicker", "user", "user", make.agent),
    Row(10041, "Approvers", P + "multiuserpicker", "array", "user", make.agents, 40, "user"),
    Row(10042, "Team members", P + "people", "array", "user", make.agents, 20, "user", on="cloud"),
    Row(10043, "Approver group", P + "grouppicker", "group", "group", make.group, 30),
    Row(10044, "Approver groups", P + "multigrouppicker", "array", "group", make.groups, 30, "group"),
    Row(10045, "Tags", P + "labels", "array", "labels", make.tags, 50, "string"),
    Row(10046, "Target version", P + "version", "version", "version", make.version),
    Row(10047, "Found in", P + "multiversion", "array", "version", make.versions, 50, "version"),
    Row(10048, "Related project", P + "project", "project", "project", make.project, 30),
    Row(
        10049, "Team", P + "atlassian-team", "team", "team", make.one, 40, options=("Night's Watch", "Blue"), on="cloud"
    ),
    Row(10050, "Goals", P + "goals", "array", "opaque", make.goals, 30, "Goals", on="cloud"),
    Row(10051, "Category", P + "jwm-category", "option", "option", make.one, 30, options=("Left", "Right"), on="cloud"),
    # Forms, services, incidents, assets
    Row(10060, "Open forms", FORMS + "forms-open-cftype", "number", "number", make.count),
    Row(10061, "Submitted forms", FORMS + "forms-submitted-cftype", "number", "number", make.count),
    Row(10062, "Locked forms", FORMS + "forms-locked-cftype", "number", "number", make.count),
    Row(10063, "Total forms", FORMS + "forms-total-cftype", "number", "number", make.count),
    Row(
        10064,
        "Affected services",
        "com.atlassian.jira.plugins.service-entity:service-entity-field-cftype",
        "array",
        "opaque",
        make.services,
        40,
        "service-entity-field",
        on="cloud",
    ),
    Row(
        10065,
        "Major incident",
        MANAGEMENT + "major-incident-entity:major-incident-entity-field-cftype",
        "any",
        "opaque",
        make.nothing,
        on="cloud",
    ),
    Row(
        10066,
        "Responders",
        MANAGEMENT + "responders-entity:responders-entity-field-cftype",
        "array",
        "opaque",
        lambda *_: [],
        100,
        "responders-entity",
        on="cloud",
    ),
    Row(
        10067,
        "Assets",
        "com.atlassian.jira.plugins.cmdb:cmdb-object-cftype",
        "array",
        "opaque",
        make.assets,
        40,
        "cmdb-object-field",
        on="cloud",
    ),
    Row(10068, "Asset", INSIGHT + "default-object", "any", "opaque", make.labelled_assets, 40, on="dc"),
    Row(10069, "Asset reference", INSIGHT + "object-reference", "any", "opaque", make.labelled_assets, 30, on="dc"),
    Row(
        10070,
        "Asset references",
        INSIGHT + "object-reference-multi",
        "any",
        "opaque",
        make.labelled_assets,
        30,
        on="dc",
    ),
    # Software
    Row(10080, "Sprint", AGILE + "gh-sprint", "array", "sprint", make.sprints, 80, "json", SPRINTS),
    Row(10081, "Epic Link", AGILE + "gh-epic-link", "any", "exact", make.epic),
    Row(10082, "Epic Name", AGILE + "gh-epic-label", "string", "text", make.phrase, 5),
    Row(10083, "Epic Color", AGILE + "gh-epic-color", "string", "opaque", lambda *_: "ghx-label-1", 5),
    Row(
        10084,
        "Epic Status",
        AGILE + "gh-epic-status",
        "option",
        "option",
        make.one,
        10,
        options=("To Do", "In Progress", "Done"),
    ),
    Row(10085, "Rank", AGILE + "gh-lexo-rank", "any", "rank", make.rank, 100),
    Row(10086, "Global Rank", AGILE + "gh-global-rank", "any", "opaque", make.count, 10, on="dc"),
    Row(10087, "Story point estimate", AGILE + "jsw-story-points", "number", "number", make.count, 30, on="cloud"),
    Row(10088, "Issue color", AGILE + "jsw-issue-color", "string", "opaque", lambda *_: "purple", 10, on="cloud"),
    Row(10090, "Parent Link", ROADMAP + "parent", "any", "opaque", make.parent, 20),
    Row(10091, "Target start", ROADMAP + "baseline-start", "date", "date", make.day, 20),
    Row(10092, "Target end", ROADMAP + "baseline-end", "date", "date", make.day, 20),
    Row(10093, "Original story points", ROADMAP + "original-story-points", "number", "number", make.count, 20),
    Row(10094, "Shared team", "com.atlassian.teams:rm-teams-custom-field-team", "any", "opaque", lambda *_: "7", 10),
    # Odds and ends
    Row(
        10100,
        "First response",
        "com.atlassian.jira.ext.charting:firstresponsedate",
        "datetime",
        "datetime",
        make.moment,
    ),
    Row(10101, "Time in status", "com.atlassian.jira.ext.charting:timeinstatus", "any", "opaque", make.time_in_status),
    Row(10102, "Development", DEVELOPMENT + "devsummarycf", "any", "opaque", make.development, 20),
    Row(10103, "development", DEVELOPMENT + "devsummary", "any", "opaque", make.development, 10, on="dc"),
    Row(
        10104, "Design", DEVELOPMENT + "designcf", "array", "opaque", lambda *_: [], 50, "design.field.name", on="cloud"
    ),
    Row(10105, "Vulnerability", DEVELOPMENT + "vulnerabilitycf", "any", "opaque", make.nothing, on="cloud"),
    Row(10110, "Value", "jira.polaris:rating", "number", "number", make.count, 30, on="cloud"),
    Row(10111, "Confidence", "jira.polaris:slider", "number", "number", make.count, 30, on="cloud"),
    Row(10112, "Formula", "jira.polaris:formula", "number", "number", make.amount, 30, on="cloud"),
    Row(10113, "Archived idea", "jira.polaris:boolean", "number", "number", make.yes, 30, on="cloud"),
    Row(10114, "Project target", "jira.polaris:interval", "string", "opaque", make.interval, 30, on="cloud"),
    Row(10115, "Delivery", "jira.polaris:external-reference", "any", "opaque", make.nested, 20, on="cloud"),
    Row(
        10120,
        "Scripted",
        "com.onresolve.jira.groovy.groovyrunner:scripted-field",
        "any",
        "opaque",
        make.nested,
        20,
        on="dc",
    ),
    Row(10121, "Read-only number", P + "read-only-number-issue-field", "number", "number", make.count, 20, on="cloud"),
    Row(10122, "Read-only string", P + "read-only-string-issue-field", "string", "exact", make.code, 20, on="cloud"),
    Row(
        10123,
        "Connect field",
        "com.atlassian.plugins.atlassian-connect-plugin:com.example.app__thing",
        "string",
        "exact",
        make.code,
        20,
        on="cloud",
    ),
    Row(
        10124,
        "Forge field",
        "ari:cloud:ecosystem::extension/5a4d/0000/static/thing",
        "object",
        "opaque",
        make.nested,
        20,
        on="cloud",
    ),
)
# (number, name, id of the metric, the projects it applies to)
SLAS = (
    (10130, "Time to first response", "1", ("SUP", "ITH", "SET")),
    (10131, "Time to resolution", "2", ("SUP", "ITH")),
    (10132, "Time to resolution", "3", ("SET",)),
    (10133, "Time to close after resolution", "4", ("SUP",)),
    (10134, "Zeit bis „erledigt“", "5", ("ITH", "SET")),
)
