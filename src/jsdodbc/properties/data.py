"""What is read of the site, and how it is shown."""

from __future__ import annotations

from jsdodbc.properties.declaration import Property

DATA: tuple[Property, ...] = (
    Property(
        "MaxRows",
        "Data",
        "integer",
        "-1",
        "Most rows that a SELECT without aggregates and without a LIMIT of its own returns. -1: all.",
        minimum=-1,
    ),
    Property(
        "MaxRequests",
        "Data",
        "integer",
        "0",
        "Most requests that a statement may send: one that needs more fails (HY000), as early as that is known. 0: any "
        "number.",
        minimum=0,
    ),
    Property(
        "WarnRequests",
        "Data",
        "integer",
        "1000",
        "Requests of one statement beyond which it warns (01000) that it costs much. 0: never.",
        minimum=0,
    ),
    Property(
        "IncludeCustomFields",
        "Data",
        "boolean",
        "false",
        "Whether the custom fields of the site appear as columns of Issues and Requests.",
    ),
    Property(
        "ServiceDeskID",
        "Data",
        "string",
        "",
        "Limits the tables of the service desk to this service desk, by its id. Empty: all service desks.",
        aliases=("ServiceDesk",),
    ),
    Property(
        "Readonly",
        "Data",
        "boolean",
        "true",
        "Whether statements that change the site are refused.",
        aliases=("Read Only", "Read_Only"),
    ),
    Property(
        "BatchErrors",
        "Data",
        "enum",
        "stop",
        "What a row that the site refuses does to the others of a statement or of an array of parameters: nothing "
        "after it is tried (stop), or each is tried and told of (continue).",
        values=("stop", "continue"),
    ),
    Property(
        "ScratchLocation",
        "Data",
        "string",
        "",
        "File that keeps the tables of the scratch schema. Empty: in memory, gone with the connection.",
    ),
    Property(
        "BrowsableSchemas",
        "Data",
        "string",
        "",
        "Schemas whose tables are listed, with commas between them: JiraServiceDesk, Jira. Empty: all. What is not "
        "listed can be named all the same.",
    ),
    Property(
        "Tables",
        "Data",
        "string",
        "",
        "Tables that are listed, with commas between them, such as Requests,Issues. Empty: all.",
    ),
    Property(
        "Views",
        "Data",
        "string",
        "",
        "Views that are listed, with commas between them, such as Customers,[All open (HELP)]. Empty: all.",
    ),
    Property(
        "PseudoColumns",
        "Data",
        "string",
        "",
        "Pseudo-columns such as JQL that are listed with the columns, for applications that filter by nothing else: "
        "pairs like Issues=JQL;Requests=*, or *=* for all. They can be used in WHERE whatever it says.",
    ),
    Property(
        "MaximumColumnSize",
        "Data",
        "integer",
        "32767",
        "Characters or bytes that columns of long text and JSON are said to hold, and most that any column is said to "
        "hold. Longer values still arrive whole; applications that set memory aside by it want it small.",
        minimum=1,
        maximum=2_147_483_647,
    ),
    Property(
        "Charset",
        "Data",
        "string",
        "UTF-8",
        "Encoding of the text that an application exchanges through the functions and buffers of narrow characters "
        "(SQLCHAR): UTF-8, `locale` for that of the user's locale, or a name that `iconv -l` lists; on Windows "
        "windows-1252 and other code pages. A character that it lacks arrives as '?' with a warning (01000). Wide "
        "characters are UTF-16 whatever it says.",
    ),
    Property(
        "MapToLongVarchar",
        "Data",
        "integer",
        "-1",
        "Size from which on text is shown as LONGVARCHAR (a memo, for Access) instead of VARCHAR. -1: never.",
        minimum=-1,
    ),
    Property(
        "MapToWVarchar",
        "Data",
        "boolean",
        "true",
        "Whether text is shown as SQL_WVARCHAR, sizes in characters of UTF-16, or as SQL_VARCHAR, sizes in bytes of "
        "UTF-8: for applications that set aside a byte for each character (PHP, Perl, Ruby, R).",
    ),
)
