// The states of a statement and what may be done in them: ODBC Programmer's Reference, appendix B.
#pragma once

#include "odbc.hpp"

namespace jsdodbc {

enum class State {
    allocated,            // S1
    prepared,             // S2, S3
    executed,             // S4: no result set
    cursor_open,          // S5
    positioned,           // S6: by SQLFetch or SQLFetchScroll
    positioned_extended,  // S7: by SQLExtendedFetch
    need_data,            // S8 to S10: parameters come by SQLParamData and SQLPutData
};

enum class Operation {
    bind,
    bulk,
    catalog,
    close_cursor,
    describe_columns,
    describe_parameters,
    execute,
    execute_direct,
    extended_fetch,
    fetch,
    free_statement,
    get_data,
    more_results,
    name_cursor,
    parameter_data,
    prepare,
    read_cursor_name,
    row_count,
    set_cursor_attribute,
    set_position,
};

// Null when the operation is allowed, the SQLSTATE when it is not. `prepared`: there is a prepared statement.
const char* refusal(Operation operation, State state, bool prepared) noexcept;

}  // namespace jsdodbc
