// What a cursor of this driver refuses, with the SQLSTATE that the ODBC reference names for it.
#pragma once

#include "api/entry.hpp"

namespace jsdodbc {

// Throws unless SQLSetPos is asked for something that a read-only cursor can do.
void refuse_changes(SQLUSMALLINT set_pos_operation, SQLUSMALLINT lock_type);
// Throws unless SQLBulkOperations is asked to fetch.
void refuse_changes(SQLUSMALLINT bulk_operation);

}  // namespace jsdodbc
