"""What customers and their portal have: Customers, CustomerTransitions, KnowledgeBaseArticles, RequestNotifications."""

from __future__ import annotations

from jsdodbc.model.column import Column, Filter, Pushdown
from jsdodbc.model.table import Listing, Table, Unavailable
from jsdodbc.model.tables import issue_writes
from jsdodbc.model.tables.parts import DATA_CENTER, IDENTIFIER, LONG, NAME, TEXT, member, of_desk, of_request, pseudo
from jsdodbc.model.types import BOOLEAN, varchar

_CUSTOMERS = Listing(
    "/rest/servicedeskapi/servicedesk/{ServiceDeskId}/customer", "service desk", parent=("ServiceDesks", "Id")
)
_NO_CUSTOMERS = Unavailable("Data Center has no list of a service desk's customers. Read Users or OrganizationUsers.")
_AGENT = "an agent's licence for the service desk"

CUSTOMERS = Table(
    "Customers",
    "JiraServiceDesk",
    "The customers of service desks.",
    (of_desk(), *member()),
    _CUSTOMERS,
    reads={DATA_CENTER: _NO_CUSTOMERS},
    kind="VIEW",
    needs=_AGENT,
)

SERVICE_DESK_CUSTOMERS = Table(
    "ServiceDeskCustomers",
    "JiraServiceDesk",
    "Which customers use which service desk.",
    (of_desk(), *member()[:4]),
    _CUSTOMERS,
    reads={DATA_CENTER: _NO_CUSTOMERS},
    needs=_AGENT,
    writes=issue_writes.CUSTOMERS,
)

CUSTOMER_TRANSITIONS = Table(
    "CustomerTransitions",
    "JiraServiceDesk",
    "What customers may do next with a request. Name requests (RequestId, RequestKey): the site tells them one request "
    "at a time.",
    (
        *of_request(),
        Column("Id", IDENTIFIER, "Id of the transition.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name of the transition.", ("name",)),
        Column("Comment", LONG, "What is said when it is performed; always NULL when read.", ("comment",)),
    ),
    Listing("/rest/servicedeskapi/request/{RequestId}/transition", "service desk", parent=("Requests", "IssueId")),
    writes=issue_writes.CUSTOMER_TRANSITIONS,
)

KNOWLEDGE_BASE_ARTICLES = Table(
    "KnowledgeBaseArticles",
    "JiraServiceDesk",
    "The articles of a service desk's knowledge base that a search finds: WHERE Query = 'printer'.",
    (
        of_desk(),
        Column("Title", NAME, "Title of the article.", ("title",), key=True, nullable=False),
        Column("Excerpt", LONG, "The place in it that was found.", ("excerpt",)),
        Column("SourceType", varchar(64), "Kind of place it comes from.", ("source", "type")),
        Column("SourcePageId", IDENTIFIER, "Id of its page.", ("source", "pageId")),
        Column("SourceSpaceKey", NAME, "Key of its space.", ("source", "spaceKey")),
        Column("ContentUrl", TEXT, "Address of its text.", ("content", "iframeSrc")),
    ),
    Listing(
        "/rest/servicedeskapi/servicedesk/{ServiceDeskId}/knowledgebase/article",
        "linked",
        parent=("ServiceDesks", "Id"),
        query=(("highlight", "false"),),
        requires=("Query",),
    ),
    reads={
        DATA_CENTER: Unavailable("Data Center has no search for articles. Ask the knowledge base (Confluence) itself.")
    },
    kind="VIEW",
    pseudo_columns=(pseudo("Query", "The words that are looked for.", Pushdown(Filter.QUERY, "query")),),
)

REQUEST_NOTIFICATIONS = Table(
    "RequestNotifications",
    "JiraServiceDesk",
    "Whether the account is told of what happens to a request. Name requests (RequestId, RequestKey): the site tells "
    "it one request at a time.",
    (*of_request(), Column("Subscribed", BOOLEAN, "Whether the account is told.", ("subscribed",))),
    Listing("/rest/servicedeskapi/request/{RequestId}/notification", "single", rows="", parent=("Requests", "IssueId")),
    reads={DATA_CENTER: Unavailable("Data Center does not tell who is notified of a request.")},
    writes=issue_writes.NOTIFICATIONS,
)
