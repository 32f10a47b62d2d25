"""Assets: schemas, object types, their attributes, objects, and the requests that these are connected to."""

from __future__ import annotations

from jsdodbc.model.column import Column, Filter, Pushdown
from jsdodbc.model.table import Listing, Table
from jsdodbc.model.tables.parts import CLOUD, DATA_CENTER, IDENTIFIER, KEY, LONG, NAME, instant, json, pseudo
from jsdodbc.model.types import BIGINT, BOOLEAN, INTEGER
from jsdodbc.model.write import DELETE, INSERT, UPDATE, Given, Put, Write

SCHEMA = "Assets"
_NEEDS = "a licence for Assets and a role in the object schema"
AQL = pseudo("AQL", "A search in AQL that finds the objects.", Pushdown(Filter.AQL, "AQL"))


def attribute(word: str, kind: str) -> Pushdown:
    """A condition that AQL can be told. `word`: its name there; `kind`: text, number or id."""
    return Pushdown(Filter.ATTRIBUTE, word, kind)


def _of(name: str, table: str, text: str) -> Column:
    return Column(
        name,
        IDENTIFIER,
        f"Id of {text}.",
        ("@parent", "Id"),
        pushdown=Pushdown(Filter.PARAMETER, name),
        key=True,
        nullable=False,
        references=(table, "Id"),
    )


_TIMES = (instant("Created", ("created",), "When it was made"), instant("Updated", ("updated",), "When it changed"))

OBJECT_SCHEMAS = Table(
    "ObjectSchemas",
    SCHEMA,
    "The object schemas that the account may see.",
    (
        Column("Id", IDENTIFIER, "Id of the object schema.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name of the object schema.", ("name",)),
        Column("ObjectSchemaKey", KEY, "What keys of its objects begin with.", ("objectSchemaKey",)),
        Column("Description", LONG, "Description.", ("description",)),
        Column("Status", NAME, "State of the object schema.", ("status",)),
        *_TIMES,
        Column("ObjectCount", BIGINT, "How many objects it has.", ("objectCount",)),
        Column("ObjectTypeCount", INTEGER, "How many object types it has.", ("objectTypeCount",)),
    ),
    Listing("/@assets/objectschema/list", "offset", page_size=50),
    reads={DATA_CENTER: Listing("/@assets/objectschema/list", "whole", rows="objectschemas")},
    kind="VIEW",
    needs=_NEEDS,
)

OBJECT_TYPES = Table(
    "ObjectTypes",
    SCHEMA,
    "The object types of object schemas. Name schemas (ObjectSchemaId) to read theirs alone.",
    (
        _of("ObjectSchemaId", "ObjectSchemas", "the object schema"),
        Column("Id", IDENTIFIER, "Id of the object type.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name of the object type.", ("name",)),
        Column("Description", LONG, "Description.", ("description",)),
        Column("ParentObjectTypeId", IDENTIFIER, "The object type above it.", ("parentObjectTypeId",)),
        Column("Position", INTEGER, "Place among its neighbours.", ("position",)),
        Column("Inherited", BOOLEAN, "Whether types below it have its attributes.", ("inherited",)),
        Column("Abstract", BOOLEAN, "Whether it has no objects of its own.", ("abstractObjectType",)),
        Column("ObjectCount", BIGINT, "How many objects it has.", ("objectCount",)),
        *_TIMES,
    ),
    Listing(
        "/@assets/objectschema/{ObjectSchemaId}/objecttypes/flat", "whole", rows="", parent=("ObjectSchemas", "Id")
    ),
    kind="VIEW",
    needs=_NEEDS,
)

OBJECT_TYPE_ATTRIBUTES = Table(
    "ObjectTypeAttributes",
    SCHEMA,
    "The attributes of object types. Name types (ObjectTypeId) to read theirs alone.",
    (
        _of("ObjectTypeId", "ObjectTypes", "the object type"),
        Column("Id", IDENTIFIER, "Id of the attribute.", ("id",), key=True, nullable=False),
        Column("Name", NAME, "Name of the attribute.", ("name",)),
        Column("Description", LONG, "Description.", ("description",)),
        Column("Label", BOOLEAN, "Whether objects are known by it.", ("label",)),
        Column("Type", INTEGER, "0 value, 1 object, 2 user, 4 group, 7 status.", ("type",)),
        Column("DefaultTypeId", INTEGER, "Kind of a value, such as 0 text and 1 integer.", ("defaultType", "id")),
        Column("DefaultTypeName", NAME, "Name of that kind.", ("defaultType", "name")),
        Column("ReferenceObjectTypeId", IDENTIFIER, "The type that it refers to.", ("referenceObjectTypeId",)),
        Column("MinimumCardinality", INTEGER, "How many values there must be.", ("minimumCardinality",)),
        Column("MaximumCardinality", INTEGER, "How many there may be, -1 for any number.", ("maximumCardinality",)),
        Column("Editable", BOOLEAN, "Whether it can be changed.", ("editable",)),
        Column("System", BOOLEAN, "Whether Assets keep it themselves.", ("system",)),
        Column("Hidden", BOOLEAN, "Whether it is not shown.", ("hidden",)),
        Column("Position", INTEGER, "Place among the attributes.", ("position",)),
    ),
    Listing("/@assets/objecttype/{ObjectTypeId}/attributes", "whole", rows="", parent=("ObjectTypes", "Id")),
    kind="VIEW",
    needs=_NEEDS,
)

OBJECT = (
    Column(
        "Id", IDENTIFIER, "Id of the object.", ("id",), pushdown=attribute("objectId", "id"), key=True, nullable=False
    ),
    Column("ObjectKey", KEY, "Key, such as ITA-12.", ("objectKey",), pushdown=attribute("Key", "text"), nullable=False),
    Column("Label", NAME, "What people know it by.", ("label",), pushdown=attribute("Label", "text")),
)

OBJECTS_READ = Listing("/@assets/object/aql", "aql")
OBJECTS_READ_DATA_CENTER = Listing("/@assets/aql/objects", "aql")
_VALUES = Put("Attributes", ("attributes",), Given.JSON, required=True)

OBJECTS = Table(
    "Objects",
    SCHEMA,
    "The objects of Assets. Name what is wanted, with AQL = '…' too: there are many. Each object type has a view of "
    "its own, named after it, with its attributes as columns.",
    (
        *OBJECT,
        Column(
            "ObjectTypeId",
            IDENTIFIER,
            "Id of the object type.",
            ("objectType", "id"),
            pushdown=attribute("objectTypeId", "id"),
            references=("ObjectTypes", "Id"),
        ),
        Column("ObjectTypeName", NAME, "Name of the object type.", ("objectType", "name")),
        Column(
            "ObjectSchemaId",
            IDENTIFIER,
            "Id of the object schema.",
            ("objectType", "objectSchemaId"),
            pushdown=attribute("objectSchemaId", "id"),
            references=("ObjectSchemas", "Id"),
        ),
        *_TIMES,
        Column("HasAvatar", BOOLEAN, "Whether it has a picture of its own.", ("hasAvatar",)),
        json("Attributes", ("attributes",), "Its values, as the API has them"),
        Column("GlobalId", NAME, "Id with that of the workspace.", ("globalId",), deployment=CLOUD),
    ),
    OBJECTS_READ,
    reads={DATA_CENTER: OBJECTS_READ_DATA_CENTER},
    needs=_NEEDS,
    writes=(
        Write(
            INSERT,
            "POST",
            "/@assets/object/create",
            (Put("ObjectTypeId", ("objectTypeId",), required=True), _VALUES),
            key=("id",),
            identity="Id",
        ),
        Write(UPDATE, "PUT", "/@assets/object/{Id}", (_VALUES,)),
        Write(DELETE, "DELETE", "/@assets/object/{Id}"),
    ),
    pseudo_columns=(AQL,),
)

OBJECT_CONNECTED_REQUESTS = Table(
    "ObjectConnectedRequests",
    SCHEMA,
    "The issues and requests that objects are connected to. Name objects (ObjectId) to read theirs alone.",
    (
        _of("ObjectId", "Objects", "the object"),
        Column(
            "IssueId",
            IDENTIFIER,
            "Id of the issue.",
            ("id",),
            key=True,
            nullable=False,
            references=("Issues", "IssueId"),
        ),
        Column("IssueKey", KEY, "Key of the issue.", ("key",)),
        Column("Title", NAME, "Summary of the issue.", ("title",)),
        Column("Status", NAME, "Status of the issue.", ("status", "name")),
        Column("Type", NAME, "Type of the issue.", ("type", "name")),
        Column("Priority", NAME, "Priority of the issue.", ("priority", "name")),
        *_TIMES,
    ),
    Listing("/@assets/objectconnectedtickets/{ObjectId}/tickets", "whole", rows="tickets", parent=("Objects", "Id")),
    kind="VIEW",
    needs=_NEEDS,
)
