// What became of one cell, and its SQLSTATE.
#pragma once

#include <cstring>

#include "convert.hpp"

namespace jsdodbc::convert {

enum class Outcome : std::uint8_t {
    ok,
    truncated,           // characters or bytes did not fit
    fraction_truncated,  // digits behind the point, or a time of day
    replaced,            // a character that the charset lacks
    null_without_indicator,
    out_of_range,
    invalid_text,
    datetime_format,
    datetime_overflow,
    interval_overflow,
    data_too_long,
    restricted,
    bad_c_type,
    bad_sql_type,
    bad_pointer,
    bad_length,
    not_in_pieces,
    null_in_pieces,
    malformed,  // the engine sent a column that contradicts itself
    count,
};

struct OutcomeText {
    char sqlstate[6];
    bool error;
};

inline constexpr OutcomeText outcome_texts[] = {
    {"00000", false}, {"01004", false}, {"01S07", false}, {"01000", false}, {"22002", true},
    {"22003", true},  {"22018", true},  {"22007", true},  {"22008", true},  {"22015", true},
    {"22001", true},  {"07006", true},  {"HY003", true},  {"HY004", true},  {"HY009", true},
    {"HY090", true},  {"HY019", true},  {"HY020", true},  {"08S01", true},
};
static_assert(std::size(outcome_texts) == static_cast<std::size_t>(Outcome::count));

[[nodiscard]] constexpr bool is_error(Outcome outcome) {
    return outcome_texts[static_cast<std::size_t>(outcome)].error;
}

[[nodiscard]] inline Finding finding_of(Outcome outcome, std::int64_t row = 0) {
    const OutcomeText& text = outcome_texts[static_cast<std::size_t>(outcome)];
    Finding finding;
    finding.row = row;
    finding.error = text.error;
    std::memcpy(finding.sqlstate, text.sqlstate, sizeof text.sqlstate);
    return finding;
}

}  // namespace jsdodbc::convert
