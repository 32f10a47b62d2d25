"""What may reach DuckDB: queries over our tables, and functions that compute. The first wall; execute/cage.py is the second.

DuckDB is given SQL made anew from the checked tree. tests/sql/known_functions.txt holds every function of the DuckDB release that was looked
through for this list; a test fails when a release brings others.
"""

from __future__ import annotations

import re

from sqlglot import exp

from jsdodbc.errors import Error

# Functions that may stand where a table stands.
TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest", "json_each", "json_tree", "repeat", "repeat_row"})

# Functions that read files, settings, variables, statistics or the catalog of the process, run SQL text, or change state.
_REFUSED = re.compile(
    r"""(?x)
    (read|write|scan|sniff|parquet|arrow|pandas|python|polars|sqlite|postgres|mysql|iceberg|delta|httpfs?|duckdb|pragma|pg|icu_calendar)_\w*
    | \w+_(scan|scan_dumb|secrets?|setting|settings)
    | (seq_scan|index_scan|glob|getenv|getvariable|setvariable|setseed|query|query_table|which_secret|in_search_path|enable_\w+|disable_\w+)
    | (from_substrait\w*|get_substrait\w*|sql_auto_complete|parse_duckdb_log_message|write_log|checkpoint|force_checkpoint|sleep_ms|sleep)
    | (current_setting|set_config|current_query|current_schemas?|current_connection_id|current_query_id|current_role|session_user)
    | (current_transaction_id|txid_current|nextval|currval|lastval|database_size|storage_info|show\w*|summary|bind_\w+|load_aws\w*)
    | (has_\w+_privilege|obj_description|col_description|shobj_description|format_pg_type|format_type|version|user_agent|add_parquet_key|file_exists)
    | (vector_type|is_histogram_other_bin|test_\w+|force_\w+|profiling\w*|metadata_info|import_\w*|export_\w*|copy_\w*|json_execute\w*|json_serialize_\w*|json_deserialize_\w*)
    | (get_block_size|constant_or_null|error|finalize|combine|to_arrow_ipc|arrow\w*|variant_\w*schema|parse_\w*path|parse_filename|parse_dirname)
    """
)
_HARMLESS = frozenset({"error", "constant_or_null", "read_off"})
_QUERIES = (exp.Select, exp.SetOperation, exp.Values, exp.Subquery)
_FORBIDDEN_NODES = (
    exp.DDL,
    exp.DML,
    exp.Command,
    exp.Into,
    exp.Attach,
    exp.Copy,
    exp.Describe,
    exp.Pragma,
    exp.Set,
    exp.Show,
    exp.Summarize,
    exp.Use,
)


def refused(name: str) -> bool:
    """Whether a function of that name must not reach DuckDB."""
    return name.lower() not in _HARMLESS and _REFUSED.fullmatch(name.lower()) is not None


def check(tree: exp.Expr) -> None:
    """Error 42000 or HYC00 unless `tree` is a query that only reads our tables and computes."""
    if not isinstance(tree, _QUERIES):
        raise Error("42000", "Only queries can be run. Write SELECT …, WITH … SELECT, VALUES (…) or EXPLAIN SELECT ….")
    for node in tree.walk():
        if isinstance(node, exp.Create) or (isinstance(node, exp.Select) and node.args.get("into")):
            raise Error("HYC00", "SELECT … INTO is not supported. Leave INTO out and read the rows.")
        if isinstance(node, _FORBIDDEN_NODES) and not isinstance(node, _QUERIES):
            raise Error("42000", f"{type(node).__name__.upper()} cannot be part of a query. Only SELECT can.")
        _check_function(node)


def _check_function(node: exp.Expr) -> None:
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Func):
        name = function_name(node.this)
        if name.lower() not in TABLE_FUNCTIONS:
            raise Error(
                "42000", f"The table function {name} is not available: queries read the tables of the site only."
            )
    if isinstance(node, exp.Func) and refused(function_name(node)):
        raise Error("42000", f"The function {function_name(node)} is not available in queries.")


def function_name(node: exp.Expr) -> str:
    """The name a function was written with, where it was kept."""
    return str(node.name) if isinstance(node, exp.Anonymous) else node.sql_name()  # type: ignore[attr-defined]
