"""What may reach DuckDB: queries over our tables, and functions that compute. execute/cage.py is the second wall.

DuckDB is given SQL made anew from the checked tree. tests/sql/known_functions.txt holds every function of the DuckDB
release that was looked through for this list; a test fails when a release brings others.
"""

from __future__ import annotations

import re

from sqlglot import exp

from jsdodbc.errors import Error

# Functions that may stand where a table stands.
TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest", "json_each", "json_tree", "repeat", "repeat_row"})

# Functions that read files, settings or the catalog of the process, run SQL text, or change state.
_REFUSED = re.compile(
    r"""(?x)
    # families by what their names begin with
    (read|write|scan|sniff|parquet|arrow|pandas|python|polars|sqlite|postgres|mysql|iceberg|delta|httpfs?)_\w*
    | (duckdb|pragma|pg|icu_calendar|json_execute|json_serialize|json_deserialize|json_copy|bind|test|force)_\w*
    | (import|export|copy|enable|disable|profiling|inet|load_aws|__internal)_\w*
    | (show|force|arrow|from_substrait|get_substrait)\w*
    # and by what they end with
    | \w+_(scan|scan_dumb|secrets?|setting|settings|external_resource|external_resource_type)
    | has_\w*_?privilege
    # files, environment, SQL as text
    | glob|getenv|file_exists|parse_\w*path|parse_filename|parse_dirname|query|query_table|sql_auto_complete
    | which_secret| add_parquet_key|variant_\w*schema|to_arrow_ipc
    # settings, variables, sequences, waiting
    | current_setting|set_config|getvariable|setvariable|setseed|nextval|currval|lastval|setval|sleep|sleep_ms
    | write_log
    # what the process, its catalog and its statements are
    | version|user_agent|current_query|current_query_id|current_connection_id|current_transaction_id|txid_current
    | current_schemas?|current_role|session_user|in_search_path|database_size|storage_info|metadata_info|summary
    | checkpoint|obj_description|col_description|shobj_description|format_pg_type|format_type|get_block_size
    | parse_duckdb_log_message
    # innards
    | vector_type|is_histogram_other_bin|stats|index_key|finalize|combine
    """
)
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
    return _REFUSED.fullmatch(name.lower()) is not None


def check(tree: exp.Expr) -> None:
    """Error 42000 or HYC00 unless `tree` is a query that only reads our tables and computes."""
    if not isinstance(tree, _QUERIES):
        raise Error("42000", "Only queries can be run. Write SELECT …, WITH … SELECT, VALUES (…) or EXPLAIN SELECT ….")
    for node in tree.walk():
        if isinstance(node, exp.Select) and node.args.get("into"):
            raise Error("HYC00", "SELECT … INTO cannot be part of another statement. Write it on its own.")
        _check_node(node)


def check_change(tree: exp.Expr) -> None:
    """Error 42000 unless what stands inside a statement that changes only reads our tables and computes."""
    for node in tree.walk():
        if node is not tree:
            _check_node(node)


def _check_node(node: exp.Expr) -> None:
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
