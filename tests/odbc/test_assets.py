"""Assets through the driver manager: schemas, types, attributes, objects, and a view for each type."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pyodbc
import pytest

from jsdodbc.sandbox import routes_assets
from jsdodbc.sandbox.generate.assets import BY_ID, SCHEMAS, TYPES, label, object_id, values
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.sandbox.site import Site
from tests.odbc.clients import Client
from tests.odbc.test_children_of_issues import ordered, read

LAPTOP = BY_ID[11]
TWO = ("ITA-110003", "ITA-110004")


@pytest.fixture
def cursor(client: Client) -> Iterator[pyodbc.Cursor]:
    connection = client.connect()
    yield connection.cursor()
    connection.close()


@pytest.fixture
def writer(client: Client) -> Iterator[pyodbc.Cursor]:
    connection = client.connect("Readonly=false;")
    yield connection.cursor()
    connection.close()


@pytest.fixture
def held(site: Sandbox) -> Site:
    return site._site(site.url)


def asked(site: Sandbox) -> list[str]:
    """The AQL of each search for objects that was sent."""
    found: list[str] = []
    for request in site.requests:
        if request.path.endswith("/object/aql"):
            found.append(json.loads(request.body)["qlQuery"])
        elif request.path.endswith("/aql/objects"):
            found.append(dict(request.query)["qlQuery"])
    return found


def test_schemas_types_and_attributes(cursor: pyodbc.Cursor) -> None:
    assert read(cursor, "SELECT Id, Name, ObjectSchemaKey FROM ObjectSchemas") == ordered(
        [(str(number), name, key) for number, name, key in SCHEMAS]
    )
    wanted = [(str(each.schema), str(each.id), each.name, each.abstract) for each in TYPES]
    assert read(cursor, "SELECT ObjectSchemaId, Id, Name, Abstract FROM ObjectTypes") == ordered(wanted)
    attributes = [(str(kind.id), str(each.id), each.name) for kind in TYPES for each in kind.attributes]
    assert read(cursor, "SELECT ObjectTypeId, Id, Name FROM ObjectTypeAttributes") == ordered(attributes)
    some = [row for row in attributes if row[0] == "12"]
    sql = "SELECT ObjectTypeId, Id, Name FROM Assets.ObjectTypeAttributes WHERE ObjectTypeId = '12'"
    assert read(cursor, sql) == ordered(some)


def test_objects(cursor: pyodbc.Cursor) -> None:
    wanted = [
        (str(object_id(kind.id, at)), values(kind, at)["Key"], label(kind, at), str(kind.id), str(kind.schema))
        for kind in TYPES
        for at in range(kind.objects)
    ]
    sql = "SELECT Id, ObjectKey, Label, ObjectTypeId, ObjectSchemaId FROM Objects"
    assert read(cursor, sql) == ordered(wanted)


def laptop(at: int) -> dict[str, Any]:
    return values(LAPTOP, at)


def test_view_of_a_type_has_typed_columns(cursor: pyodbc.Cursor) -> None:
    rows = cursor.execute("SELECT * FROM Laptop").fetchall()
    names = [item[0] for item in cursor.description]
    assert names == [
        *("Id", "ObjectKey", "Label", "Name", "Created", "Updated", 'Serial "number"', "Price", "Memory GB"),
        *("Encrypted", "Bought on", "State", "System software", "System software Key", "Installed"),
    ]
    assert len(rows) == LAPTOP.objects
    by_key = {row.ObjectKey: dict(zip(names, row, strict=True)) for row in rows}
    for at in range(LAPTOP.objects):
        told, row = laptop(at), by_key[laptop(at)["Key"]]
        for name in ("Name", 'Serial "number"', "Price", "Memory GB", "Encrypted", "State"):
            assert row[name] == told[name], (at, name)
        assert row["Bought on"] == datetime.date.fromisoformat(told["Bought on"])
        assert row["Created"] == datetime.datetime.fromisoformat(told["Created"]).replace(tzinfo=None)
        other = told["System software"]
        assert row["System software"] == (label(BY_ID[12], other[2]) if other else None)
        assert row["System software Key"] == (values(BY_ID[12], other[2])["Key"] if other else None)
        installed = [label(BY_ID[12], each[2]) for each in told["Installed"]]
        assert json.loads(row["Installed"] or "[]") == installed


@pytest.mark.parametrize(
    ("where", "told", "aql"),
    [
        ("Price > 2000", lambda row: (row["Price"] or 0) > 2000, '"Price" > 2000'),
        ("[Memory GB] IN (8, 32)", lambda row: row["Memory GB"] in (8, 32), '"Memory GB" in (8, 32)'),
        ("Name = 'Laptop 007'", lambda row: row["Name"] == "Laptop 007", '"Name" = "Laptop 007"'),
        ("Name = 'laptop 007'", lambda row: False, '"Name" = "laptop 007"'),
        ("Name <> 'Laptop 007'", lambda row: row["Name"] != "Laptop 007", ""),
        ("State IS NULL", lambda row: row["State"] is None, ""),
        ("Encrypted = 1", lambda row: row["Encrypted"], ""),
        ('"Serial ""number""" = \'SN-00000\'', lambda row: row['Serial "number"'] == "SN-00000", ""),
        ("ObjectKey = 'ITA-110003'", lambda row: row["Key"] == "ITA-110003", 'Key = "ITA-110003"'),
        ("Id = '110003' OR Id = '110004'", lambda row: row["Key"] in TWO, "(objectId = 110003 OR objectId = 110004)"),
        ("AQL = 'Price < 100' AND Encrypted = 1", lambda row: row["Encrypted"] and (row["Price"] or 200) < 100, "(Pr"),
    ],
)  # fmt: skip
def test_conditions_are_told_in_aql(cursor: pyodbc.Cursor, site: Sandbox, where: str, told: Any, aql: str) -> None:
    before = len(asked(site))
    rows = [row.ObjectKey for row in cursor.execute(f"SELECT ObjectKey FROM Laptop WHERE {where}")]
    assert sorted(rows) == sorted(laptop(at)["Key"] for at in range(LAPTOP.objects) if told(laptop(at)))
    (sent,) = set(asked(site)[before:])
    assert sent.startswith("objectTypeId = 11") and aql in sent
    assert bool(aql) == (sent != "objectTypeId = 11")


def test_numbers_of_many_values(cursor: pyodbc.Cursor) -> None:
    found = dict(cursor.execute("SELECT ObjectKey, Numbers FROM Assets.Phone").fetchall())
    for at in range(BY_ID[20].objects):
        told = values(BY_ID[20], at)
        assert json.loads(found[told["Key"]] or "[]") == told["Numbers"]


def test_views_are_listed(cursor: pyodbc.Cursor) -> None:
    listed = {(row.table_schem, row.table_name): row.table_type for row in cursor.tables(schema="Assets")}
    assert listed[("Assets", "Objects")] == "TABLE"
    for name in ("Hardware", "Laptop", "Software", "Phone", "Objects (PT)", "ObjectSchemas"):
        assert listed[("Assets", name)] == "VIEW"
    names = [row.column_name for row in cursor.columns(table="Laptop")]
    assert "Memory GB" in names and "Secret" not in names


def test_joined_with_issues(cursor: pyodbc.Cursor, held: Site) -> None:
    numbers = [object_id(11, at) for at in range(LAPTOP.objects)]
    wanted = [
        (str(number), held.store.key(index)) for number in numbers for index in routes_assets.connected(held, number)
    ]
    sql = "SELECT c.ObjectId, i.IssueKey FROM Laptop l JOIN ObjectConnectedRequests c ON c.ObjectId = l.Id "
    assert read(cursor, f"{sql} JOIN Issues i ON i.IssueId = c.IssueId") == ordered(wanted)


def test_objects_are_written(writer: pyodbc.Cursor, site: Sandbox) -> None:
    name = [{"objectTypeAttributeId": "1102", "objectAttributeValues": [{"value": "New one"}]}]
    price = [{"objectTypeAttributeId": "1106", "objectAttributeValues": [{"value": "12.5"}]}]
    sql = "INSERT INTO Objects (ObjectTypeId, Attributes) VALUES ('11', ?)"
    assert writer.execute(sql, json.dumps(name)).rowcount == 1
    (number,) = writer.execute("SELECT SCOPE_IDENTITY()").fetchone()
    update = "UPDATE Objects SET Attributes = ? WHERE Id = ?"
    assert writer.execute(update, json.dumps(price), str(number)).rowcount == 1
    seen = writer.execute("SELECT Name, Price FROM Laptop WHERE Id = ?", str(number)).fetchall()
    assert [tuple(row) for row in seen] == [("New one", 12.5)]
    assert writer.execute("DELETE FROM Objects WHERE Id = ?", str(number)).rowcount == 1
    assert writer.execute("SELECT COUNT(*) FROM Objects WHERE Id = ?", str(number)).fetchval() == 0
    with pytest.raises(pyodbc.Error, match="Name is required"):
        writer.execute(sql, "[]")


def test_refusals(cursor: pyodbc.Cursor, site: Sandbox) -> None:
    with pytest.raises(pyodbc.Error, match="Unknown attribute: nonsense") as caught:
        cursor.execute("SELECT * FROM Objects WHERE AQL = 'nonsense = 1'")
    assert caught.value.args[0] == "42000"
    site.set(denied=[routes_assets.NO_ROLE])
    with pytest.raises(pyodbc.Error, match="a role in the object schema"):
        cursor.execute("SELECT * FROM ObjectSchemas")
    site.set(denied=[])


def test_site_without_assets(client: Client, site: Sandbox) -> None:
    site.set(denied=[routes_assets.NO_ASSETS])
    connection = client.connect()
    with pytest.raises(pyodbc.Error, match="Assets"):
        connection.execute("SELECT * FROM ObjectSchemas")
    names = [row.table_name for row in connection.cursor().tables()]
    assert "Objects" in names and "Laptop" not in names
    connection.close()
    site.set(denied=[])
