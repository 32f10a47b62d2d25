#include "api/not_implemented.hpp"

#include <iterator>

namespace jsdodbc {
namespace {

struct Refusal {
    SQLUSMALLINT value;
    const char* sqlstate;
    const char* reason;  // null: allowed
};

constexpr const char* read_only = "The cursor is read-only: change data with INSERT, UPDATE and DELETE statements.";
constexpr const char* no_locks = "Rows can't be locked: the service has no locks. Pass SQL_LOCK_NO_CHANGE.";

// HY092 is the reference's answer to a change by a cursor whose SQL_ATTR_CONCURRENCY is SQL_CONCUR_READ_ONLY.
constexpr Refusal set_pos_operations[] = {
    {SQL_POSITION, "", nullptr},      {SQL_REFRESH, "", nullptr},    {SQL_UPDATE, "HY092", read_only},
    {SQL_DELETE, "HY092", read_only}, {SQL_ADD, "HY092", read_only},
};
constexpr Refusal lock_types[] = {
    {SQL_LOCK_NO_CHANGE, "", nullptr},
    {SQL_LOCK_EXCLUSIVE, "HYC00", no_locks},
    {SQL_LOCK_UNLOCK, "HYC00", no_locks},
};
constexpr Refusal bulk_operations[] = {
    {SQL_FETCH_BY_BOOKMARK, "", nullptr},
    {SQL_ADD, "HY092", read_only},
    {SQL_UPDATE_BY_BOOKMARK, "HY092", read_only},
    {SQL_DELETE_BY_BOOKMARK, "HY092", read_only},
};

template <std::size_t count>
const Refusal& known(const Refusal (&table)[count], SQLUSMALLINT value) {
    for (const Refusal& entry : table) {
        if (entry.value == value) return entry;
    }
    throw Failure("HY092");
}

void enforce(const Refusal& entry) {
    if (entry.reason) throw Failure(entry.sqlstate, entry.reason);
}

}  // namespace

void refuse_changes(SQLUSMALLINT set_pos_operation, SQLUSMALLINT lock_type) {
    const Refusal& operation = known(set_pos_operations, set_pos_operation);
    const Refusal& lock = known(lock_types, lock_type);
    enforce(operation);
    enforce(lock);
}

void refuse_changes(SQLUSMALLINT bulk_operation) {
    enforce(known(bulk_operations, bulk_operation));
}

}  // namespace jsdodbc
