"""Tables about the tables: sys_… as the commercial driver has them, and INFORMATION_SCHEMA. They ask the site nothing,
except for the names of custom fields where these are columns.
"""

from __future__ import annotations

from sqlglot import exp

from jsdodbc.model import types
from jsdodbc.model.column import Column
from jsdodbc.model.table import Listing, Table

SYSTEM, STANDARD = "sys", "information_schema"
_TYPES = {"text": types.varchar(4_000), "number": types.INTEGER, "flag": types.BOOLEAN}
_TABLE = "CatalogName SchemaName TableName"
_KEY = f"{_TABLE} ColumnName PrimaryKeyName ForeignKeyName"
_REFERENCED = "ReferencedCatalogName ReferencedSchemaName ReferencedTableName ReferencedColumnName"
_SIZES = "DataType:number Length:number NumericPrecision:number NumericScale:number"

# Schema, name → columns, "name" or "name:type".
_DECLARED: dict[tuple[str, str], str] = {
    (SYSTEM, "sys_catalogs"): "CatalogName",
    (SYSTEM, "sys_schemas"): "CatalogName SchemaName",
    (SYSTEM, "sys_tables"): f"{_TABLE} TableType Description IsUpdateable:flag",
    (SYSTEM, "sys_tablecolumns"): f"{_TABLE} ColumnName DataTypeName {_SIZES} Ordinal:number IsNullable:flag "
    "IsReadOnly:flag IsKey:flag IsHidden:flag Description IsAutoIncrement:flag IsGeneratedColumn:flag",
    (SYSTEM, "sys_procedures"): "CatalogName SchemaName ProcedureName Description ProcedureType",
    (SYSTEM, "sys_procedureparameters"): f"CatalogName SchemaName ProcedureName ColumnName Direction:number "
    f"DataTypeName {_SIZES} IsNullable:flag IsRequired:flag Description Ordinal:number",
    (SYSTEM, "sys_keycolumns"): f"{_TABLE} ColumnName IsKey:flag IsForeignKey:flag PrimaryKeyName ForeignKeyName "
    f"{_REFERENCED}",
    (SYSTEM, "sys_foreignkeys"): f"{_KEY} {_REFERENCED} ForeignKeyType",
    (SYSTEM, "sys_primarykeys"): f"{_TABLE} ColumnName KeySeq:number KeyName",
    (SYSTEM, "sys_indexes"): f"{_TABLE} IndexName ColumnName IsUnique:flag IsPrimary:flag Type:number SortOrder "
    "OrdinalPosition:number",
    (SYSTEM, "sys_connection_props"): "Name ShortDescription Type Default Values Category IsSecret:flag Ordinal:number",
    (SYSTEM, "sys_sqlinfo"): "Name Value",
    (SYSTEM, "sys_identity"): "Id Batch Operation Message",
    (SYSTEM, "sys_scope_identity"): "Id",
    (SYSTEM, "sys_information"): "Product Version Datasource User Deployment",
    (STANDARD, "schemata"): "catalog_name schema_name schema_owner",
    (STANDARD, "tables"): "table_catalog table_schema table_name table_type",
    (STANDARD, "columns"): "table_catalog table_schema table_name column_name ordinal_position:number column_default "
    "is_nullable data_type character_maximum_length:number numeric_precision:number numeric_scale:number "
    "datetime_precision:number",
    (STANDARD, "table_constraints"): "constraint_catalog constraint_schema constraint_name table_catalog table_schema "
    "table_name constraint_type",
    (STANDARD, "key_column_usage"): "constraint_catalog constraint_schema constraint_name table_catalog table_schema "
    "table_name column_name ordinal_position:number",
}


def _table(schema: str, name: str, columns: str) -> Table:
    parts = [each.partition(":") for each in columns.split()]
    declared = tuple(Column(each, _TYPES[kind or "text"], "") for each, _, kind in parts)
    return Table(name, schema, "", declared, Listing("", "whole"), kind="SYSTEM TABLE")


TABLES = {key: _table(*key, columns) for key, columns in _DECLARED.items()}


def find(node: exp.Table) -> Table | None:
    """The system table that a name means: sys_tables, sys.sys_tables, INFORMATION_SCHEMA.TABLES."""
    return TABLES.get((node.db.lower() or SYSTEM, node.name.lower()))
