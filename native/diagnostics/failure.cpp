#include "diagnostics/failure.hpp"

#include <algorithm>

#include "diagnostics/sqlstates.hpp"

namespace jsdodbc {

Failure::Failure(std::string_view sqlstate) : Failure(sqlstate, std::string(sqlstate_text(sqlstate))) {}

Failure::Failure(std::string_view sqlstate, std::string message) {
    Record record;
    record.sqlstate = sqlstate;
    record.message = std::move(message);
    records_.push_back(std::move(record));
}

const char* Failure::what() const noexcept {
    return records_.empty() ? "failure" : records_.front().message.c_str();
}

namespace {

// The reference's "Sequence of Status Records": what may have ended a transaction, other errors as ISO defines them,
// those of ODBC, no data, warnings.
int rank(std::string_view sqlstate) noexcept {
    if (sqlstate.starts_with("01")) return 4;
    if (sqlstate.starts_with("02")) return 3;
    if (sqlstate.starts_with("40") || sqlstate.starts_with("08")) return 0;
    return sqlstate.starts_with("IM") || sqlstate.substr(2, 1) == "S" ? 2 : 1;
}

bool before(const Record& left, const Record& right) noexcept {
    if (left.row != right.row) return left.row < right.row;
    return rank(left.sqlstate) < rank(right.sqlstate);
}

}  // namespace

void Diagnostics::add(Record record) {
    const auto place = std::upper_bound(records_.begin(), records_.end(), record, before);
    records_.insert(place, std::move(record));
}

void Diagnostics::add(std::string_view sqlstate) {
    add(sqlstate, std::string(sqlstate_text(sqlstate)));
}

void Diagnostics::add(std::string_view sqlstate, std::string message) {
    Record record;
    record.sqlstate = sqlstate;
    record.message = std::move(message);
    add(std::move(record));
}

void Diagnostics::add(const std::vector<Record>& records) {
    for (const Record& record : records) add(record);
}

}  // namespace jsdodbc
