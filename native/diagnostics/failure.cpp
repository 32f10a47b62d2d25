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

void Diagnostics::add(Record record) {
    const bool warning = record.sqlstate.starts_with("01");
    const auto place = warning ? records_.end()
                               : std::find_if(records_.begin(), records_.end(),
                                              [](const Record& other) { return other.sqlstate.starts_with("01"); });
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
