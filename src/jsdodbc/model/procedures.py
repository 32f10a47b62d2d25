"""The procedures, as data: those that sign in, and those that do what no table can."""

from __future__ import annotations

from dataclasses import dataclass

from jsdodbc.auth.procedures import PROCEDURES as SIGN_IN
from jsdodbc.model.types import BIGINT, BOOLEAN, LONGVARBINARY, LONGVARCHAR, TIMESTAMP, SqlType, varchar

TEXT = varchar(8_000)


@dataclass(frozen=True, slots=True)
class Procedure:
    """`inputs`: name and what it is, in their order; `needed`: those that can't be left out. `outputs`: columns of the
    result. `changes`: whether it changes the site.
    """

    name: str
    text: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, SqlType], ...]
    needed: tuple[str, ...] = ()
    changes: bool = True


_FILE = (
    ("FilePath", "The file, on the machine of the application."),
    ("Content", "Instead of FilePath: what the file holds, as binary or text."),
    ("FileName", "How it is called on the site. Default: as FilePath is. Content needs it."),
    ("Encoding", "BASE64: Content is text in base 64. Default: none."),
)
_PERSON = tuple((name, TEXT) for name in ("AccountId", "Name", "Key", "DisplayName", "EmailAddress"))

SERVICE: tuple[Procedure, ...] = (
    Procedure(
        "AddAttachment",
        "Attaches files that were uploaded with AttachTemporaryFile to a request, with a comment.",
        (
            ("RequestId", "Id or key of the request."),
            ("TemporaryAttachmentIds", "Ids from AttachTemporaryFile: one, several parted by commas, or a JSON list."),
            ("Public", "Whether customers see them. Default: true."),
            ("AdditionalComment", "Text of the comment. Default: none."),
        ),
        (
            *(("FileName", TEXT), ("Size", BIGINT), ("MimeType", TEXT), ("CreatedDate", TIMESTAMP)),
            *(("AuthorDisplayName", TEXT), ("CommentId", TEXT), ("CommentBody", LONGVARCHAR), ("Public", BOOLEAN)),
        ),
        ("RequestId", "TemporaryAttachmentIds"),
    ),
    Procedure(
        "AttachTemporaryFile",
        "Uploads a file to a service desk, for AddAttachment.",
        (("ServiceDeskId", "Id of the service desk, or key of its project."), *_FILE),
        (("TemporaryAttachmentId", TEXT), ("FileName", TEXT)),
        ("ServiceDeskId",),
    ),
    Procedure(
        "CreateCustomer",
        "Creates a customer.",
        (
            ("Email", "E-mail address."),
            ("DisplayName", "Name."),
            ("FullName", "The same as DisplayName, as Data Center calls it."),
        ),
        (*_PERSON, ("Active", BOOLEAN), ("TimeZone", TEXT)),
        ("Email",),
    ),
    Procedure(
        "CreateSchema",
        "The description of a table as a CREATE TABLE statement.",
        (("TableName", "The table."), ("FileName", "A new file to write it to. Default: FileData has it.")),
        (("Result", TEXT), ("FileData", LONGVARCHAR)),
        ("TableName",),
        changes=False,
    ),
    Procedure(
        "DownloadAttachment",
        "The file of an attachment.",
        (
            ("AttachmentId", "Id of the attachment: IssueAttachments.Id."),
            ("FilePath", "A new file to write it to. Default: Content has it."),
        ),
        (("FileName", TEXT), ("MimeType", TEXT), ("Size", BIGINT), ("Content", LONGVARBINARY)),
        ("AttachmentId",),
        changes=False,
    ),
)

PROCEDURES: tuple[Procedure, ...] = (
    *(Procedure(one.name, one.text, one.inputs, tuple((name, TEXT) for name in one.outputs)) for one in SIGN_IN),
    *SERVICE,
)
