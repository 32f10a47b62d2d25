"""Every SQLSTATE of the ODBC reference's appendix A: which test provokes it, or why the driver never says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BELOW = "tests/conformance/test_sqlstates.py"
HERE = f"{BELOW}::test_it_is_said"


@dataclass(frozen=True, slots=True)
class State:
    """A SQLSTATE. `by`: who says it, if anyone; `held`: the test that provokes it in the driver; `remark`: why not."""

    state: str
    meaning: str
    by: Literal["driver", "driver manager", "nobody"] = "driver"
    held: str = HERE
    remark: str = ""


def _never(state: str, meaning: str, remark: str) -> State:
    return State(state, meaning, "nobody", "", remark)


def _manager(state: str, meaning: str, remark: str = "") -> State:
    return State(state, meaning, "driver manager", "", remark)


_NO_TRANSACTIONS = "there are no transactions"
_NO_GRANTS = "rights are the service's own business: there is no GRANT and no REVOKE"
_NO_DEFINITIONS = "the scratch schema has tables only, and no ALTER"
_NOT_RETRIED = "the service has no such conflict"

STATES: tuple[State, ...] = (
    State("01000", "a warning", held="native/tests/driver/fetch.cpp"),
    _never("01001", "a positioned change met another one", "there are no positioned changes"),
    _never(
        "01002", "disconnecting failed, but is done", "an engine that is gone is disconnected; no other way is known"
    ),
    _never("01003", "an aggregate left out NULLs", "aggregates leave out NULLs silently, as every application expects"),
    State("01004", "text or bytes were cut"),
    _never("01006", "a right was not revoked", _NO_GRANTS),
    _never("01007", "a right was not granted", _NO_GRANTS),
    State("01S00", "an unknown or badly spelt connection property", held=BELOW),
    State("01S01", "a row of a block has an error"),
    State("01S02", "another value than the one asked for"),
    State("01S06", "a fetch before the first rowset"),
    State("01S07", "digits were cut"),
    _manager("01S08", "a file data source was not saved"),
    _manager("01S09", "a file data source and another keyword contradict"),
    _never("07001", "too few parameters are bound", "ODBC 2's; ODBC 3 has 07002"),
    State("07002", "a parameter is not bound"),
    State("07005", "the statement gives no columns", held="native/tests/test_odbc2_states.cpp"),
    State("07006", "no such conversion"),
    State("07009", "no such column, parameter or record"),
    State("07S01", "a default parameter where there is no procedure"),
    State("08001", "the service can't be reached"),
    State("08002", "connected already"),
    State("08003", "not connected"),
    State("08004", "the service refuses the connection", held="tests/odbc_seam/test_server.py"),
    _never("08007", "the link broke while a transaction ended", _NO_TRANSACTIONS),
    State("08S01", "the link to the engine or the service broke", held="tests/odbc/test_life.py"),
    State("21S01", "INSERT with another number of values than columns", held="tests/execute/test_writing.py"),
    _never("21S02", "a derived table with another number of columns", _NO_DEFINITIONS),
    State("22001", "a parameter is too long"),
    State("22002", "NULL, and no indicator to say so"),
    State("22003", "a number out of range"),
    State("22007", "no such date or time"),
    State("22008", "a date or time loses a part"),
    State("22012", "division by zero"),
    State("22015", "an interval out of range"),
    State("22018", "a text that is no number, date …"),
    _never("22019", "a bad escape character", "the engine says 42000"),
    _never("22025", "a bad escape sequence", "the engine says 42000"),
    _never("22026", "data at execution of another length", "lengths are not needed ahead (SQL_NEED_LONG_DATA_LEN)"),
    State("23000", "a constraint is violated"),
    State("24000", "no cursor, or one that is in the way"),
    _never("25000", "disconnecting in a transaction", _NO_TRANSACTIONS),
    _never("25S01", "the state of a transaction is unknown", _NO_TRANSACTIONS),
    _never("25S02", "a transaction is still active", _NO_TRANSACTIONS),
    _never("25S03", "a transaction was rolled back", _NO_TRANSACTIONS),
    State("28000", "user, password or token are refused", held=BELOW),
    State("34000", "no cursor name"),
    State("3C000", "a cursor name that another statement has"),
    State("3D000", "no such catalog"),
    _never("3F000", "no such schema", "a table in a schema that isn't there is a table that isn't there: 42S02"),
    _never("40001", "a deadlock", _NOT_RETRIED),
    _never("40002", "a constraint is violated at the end of a transaction", _NO_TRANSACTIONS),
    _never("40003", "it is unknown whether the statement was done", _NOT_RETRIED),
    State("42000", "the statement is no SQL, or not allowed"),
    State("42S01", "the table exists already"),
    State("42S02", "no such table"),
    _never("42S11", "the index exists already", _NO_DEFINITIONS),
    _never("42S12", "no such index", _NO_DEFINITIONS),
    _never("42S21", "the column exists already", _NO_DEFINITIONS),
    State("42S22", "no such column"),
    _never("44000", "a check option is violated", _NO_DEFINITIONS),
    State("HY000", "what has no SQLSTATE of its own", held="tests/site/test_requests.py"),
    State("HY001", "no memory", held="native/tests/test_guard.cpp"),
    State("HY003", "not a C type"),
    State("HY004", "not an SQL type"),
    State("HY007", "not prepared"),
    State("HY008", "cancelled", held="tests/odbc/test_statements.py"),
    State("HY009", "a null pointer"),
    State("HY010", "a call out of order"),
    State("HY011", "too late for the attribute"),
    State("HY012", "neither commit nor rollback"),
    _never("HY013", "memory can't be reached", "HY001"),
    _never("HY014", "too many handles", "there is no limit"),
    _never("HY015", "no cursor name", "every statement has one (ODBC 2's S1015)"),
    State("HY016", "a row descriptor of the implementation can't be changed"),
    State("HY017", "a descriptor that a statement made can't be freed or given"),
    _never("HY018", "the server declined to cancel", "cancelling always reaches the engine"),
    State("HY019", "neither text nor bytes, in pieces"),
    State("HY020", "a piece after NULL"),
    State("HY021", "fields of a descriptor contradict each other"),
    State("HY024", "not a value of the attribute"),
    State("HY090", "a bad length"),
    State("HY091", "not a field of the descriptor"),
    State("HY092", "not an attribute"),
    State("HY095", "not a function"),
    State("HY096", "not a type of information"),
    State("HY097", "neither a row's identity nor its version"),
    State("HY098", "not a scope"),
    State("HY099", "neither nullable nor not"),
    State("HY100", "neither unique nor all"),
    State("HY101", "neither quick nor ensured"),
    _manager("HY103", "not a direction of data sources"),
    State("HY104", "a bad precision or scale"),
    State("HY105", "not a parameter type"),
    State("HY106", "no such fetch with this cursor"),
    State("HY107", "no such row of the rowset"),
    State("HY109", "the row is none to stand on"),
    State("HY110", "not a way to complete a connection"),
    State("HY111", "no such bookmark"),
    _never("HY114", "no asynchronous connection", "it is answered by SQL_ASYNC_DBC_FUNCTIONS"),
    _manager("HY115", "SQLEndTran of an environment with asynchronous connections"),
    _manager("HY117", "the connection is suspended"),
    _manager("HY121", "the cursor library and pooling drivers exclude each other"),
    State("HYC00", "not offered"),
    State("HYT00", "the statement took longer than allowed", held="tests/odbc/test_statements.py"),
    State("HYT01", "the service did not answer in time", held="tests/site/test_requests.py"),
    _manager("IM001", "the driver has no such function"),
    State("IM002", "no such data source", remark="said by the driver manager too"),
    State("IM003", "no driver", "driver manager", ""),
    _manager("IM004", "the driver gave no environment"),
    _manager("IM005", "the driver gave no connection"),
    _manager("IM006", "an attribute was not accepted before connecting"),
    _manager("IM007", "neither data source nor driver is named"),
    _manager("IM008", "no dialog"),
    _manager("IM009", "the translation library can't be loaded"),
    _manager("IM010", "the data source's name is too long"),
    _manager("IM011", "the driver's name is too long"),
    _manager("IM012", "the driver is badly written"),
    _manager("IM013", "tracing failed"),
    _manager("IM014", "a data source for programs of another word size"),
    _manager("IM015", "a file data source is damaged"),
    _manager("IM017", "polling is not possible in this mode"),
    _manager("IM018", "SQLCompleteAsync was not called"),
)
# Not of appendix A: ISO's own that the engine says.
MORE: tuple[State, ...] = (
    State("21000", "a subquery gives more than one row"),
    State("54001", "a statement nested too deeply", held="tests/sql/test_parse.py"),
    State("22000", "a value that a function can't take"),
)
