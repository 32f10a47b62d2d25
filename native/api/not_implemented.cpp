// What is not offered yet says so here, and nowhere else pretends.
#include "api/entry.hpp"

using namespace jsdodbc;

// Inserting, updating and fetching by bookmark: there are no bookmarks, and data change by SQL statements.
extern "C" SQLRETURN SQL_API SQLBulkOperations(SQLHSTMT handle, SQLSMALLINT) {
    return enter<Statement>(handle, [](Statement&) -> SQLRETURN {
        throw Failure("IM001", "SQLBulkOperations is not offered: change data with SQL statements.");
    });
}
