// Intervals: ODBC's structures and texts, and the one form both go through.
#pragma once

#include "outcome.hpp"

namespace jsdodbc::convert {

struct Interval {
    std::int64_t whole = 0;        // months or seconds, never negative
    std::int32_t nanoseconds = 0;  // beside the seconds
    bool year_month = false;
    bool negative = false;
};

inline constexpr int default_second_precision = 6;
inline constexpr std::size_t max_interval_text = 64;

// SQL_C_INTERVAL_* and SQL_INTERVAL_* are the same thirteen numbers.
[[nodiscard]] bool is_interval_type(SQLSMALLINT type);
[[nodiscard]] bool is_year_month(SQLSMALLINT type);

// The fields of `type`; what is smaller than its last field is cut (fraction_truncated). fraction counts in units of
// 10^-second_precision seconds. leading_precision 0: as many digits as fit.
[[nodiscard]] Outcome fill_interval(const Interval& interval, SQLSMALLINT type, int leading_precision,
                                    int second_precision, SQL_INTERVAL_STRUCT& structure);
[[nodiscard]] Outcome read_interval(const SQL_INTERVAL_STRUCT& structure, SQLSMALLINT type, int second_precision,
                                    Interval& interval);

// A number of the one field of `type`: restricted when it has two.
[[nodiscard]] Outcome interval_of_number(std::uint64_t count, std::int32_t nanoseconds, bool negative, SQLSMALLINT type,
                                         Interval& interval);
// The reverse: whole units of the one field of `type`.
[[nodiscard]] Outcome number_of_interval(const Interval& interval, SQLSMALLINT type, std::int64_t& count);

// '1-2' or '3 04:05:06.5' as `type` has its fields, or INTERVAL '…' with its own, bare or in braces.
[[nodiscard]] bool parse_interval(const char* text, std::size_t size, SQLSMALLINT type, Interval& interval);
// The text between the quotes; returns its length.
std::size_t print_interval(const Interval& interval, SQLSMALLINT type, char* to);

// Fields of an interval type, largest first.
enum class Field : std::uint8_t { year, month, day, hour, minute, second };
struct Qualifier {
    Field leading;
    Field trailing;
};
[[nodiscard]] Qualifier qualifier_of(SQLSMALLINT type);
[[nodiscard]] std::int64_t unit_of(Field field);  // months or seconds

}  // namespace jsdodbc::convert
