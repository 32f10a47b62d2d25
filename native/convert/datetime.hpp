// Dates and times: proleptic Gregorian calendar by arithmetic, ISO and ODBC texts.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jsdodbc::convert {

inline constexpr std::int64_t microseconds_a_day = 86'400'000'000;
inline constexpr std::int64_t nanoseconds_a_day = microseconds_a_day * 1000;

struct CivilDate {
    std::int64_t year = 1970;
    unsigned month = 1;
    unsigned day = 1;
};

[[nodiscard]] CivilDate civil_of_days(std::int64_t days);
[[nodiscard]] std::int64_t days_of_civil(std::int64_t year, unsigned month, unsigned day);
[[nodiscard]] bool is_civil(std::int64_t year, unsigned month, unsigned day);
[[nodiscard]] std::int64_t current_days();  // UTC

// A timestamp's day and the rest, which is never negative.
struct DayAndTime {
    std::int64_t days = 0;
    std::int64_t microseconds = 0;
};
[[nodiscard]] DayAndTime split_timestamp(std::int64_t microseconds);

// Each returns the end of what it wrote; digits is clamped to 0 … 9.
inline constexpr std::size_t max_datetime_text = 48;
char* print_date(std::int64_t days, char* to);
char* print_time(std::int64_t microseconds, int digits, char* to);
char* print_time_exactly(std::int64_t nanoseconds, char* to);  // as many digits as it has

// What a date, time or timestamp text says. lost: digits beyond the nanosecond.
struct Moment {
    bool has_date = false;
    bool has_time = false;
    bool lost = false;
    std::int64_t days = 0;
    std::int64_t nanoseconds = 0;  // since midnight
};

// YYYY-MM-DD, HH:MM[:SS[.fraction]], both joined by a blank or T, then perhaps Z or an offset (turned into UTC); in an
// ODBC escape {d '…'}, {t '…'}, {ts '…'} or bare; blanks around. False: nothing of these, or no such day or time.
[[nodiscard]] bool parse_moment(const char* text, std::size_t size, Moment& moment);

}  // namespace jsdodbc::convert
