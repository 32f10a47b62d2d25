// Engine values in the form of ODBC's C structures, and values of fixed width as short texts and as raw bytes.
#pragma once

#include <charconv>

#include "binary.hpp"
#include "datetime.hpp"
#include "numbers.hpp"
#include "outcome.hpp"
#include "values.hpp"

namespace jsdodbc::convert {

[[nodiscard]] inline Outcome fill(std::int64_t days, SQL_DATE_STRUCT& date) {
    const CivilDate civil = civil_of_days(days);
    date = {static_cast<SQLSMALLINT>(civil.year), static_cast<SQLUSMALLINT>(civil.month),
            static_cast<SQLUSMALLINT>(civil.day)};
    return civil.year >= -32768 && civil.year <= 32767 ? Outcome::ok : Outcome::datetime_overflow;
}

inline void fill(std::int64_t seconds, SQL_TIME_STRUCT& time) {
    const auto second = static_cast<std::uint32_t>(seconds);
    time = {static_cast<SQLUSMALLINT>(second / 3600), static_cast<SQLUSMALLINT>(second / 60 % 60),
            static_cast<SQLUSMALLINT>(second % 60)};
}

[[nodiscard]] inline Outcome fill(std::int64_t days, std::int64_t nanoseconds, SQL_TIMESTAMP_STRUCT& timestamp) {
    SQL_DATE_STRUCT date;
    SQL_TIME_STRUCT time;
    const Outcome outcome = fill(days, date);
    fill(nanoseconds / 1'000'000'000, time);
    timestamp = {date.year,
                 date.month,
                 date.day,
                 time.hour,
                 time.minute,
                 time.second,
                 static_cast<SQLUINTEGER>(nanoseconds % 1'000'000'000)};
    return outcome;
}

[[nodiscard]] inline bool is_time_of_day(std::int64_t microseconds) {
    return microseconds >= 0 && microseconds < microseconds_a_day;
}

// decimal must have been rescaled to `scale` and fit into 16 bytes.
inline void fill(const Decimal& decimal, int precision, SQL_NUMERIC_STRUCT& numeric) {
    numeric.precision = static_cast<SQLCHAR>(precision);
    numeric.scale = static_cast<SQLSCHAR>(decimal.scale);
    numeric.sign = decimal.negative && !decimal.is_zero() ? 0 : 1;
    for (std::size_t byte = 0; byte < 8; ++byte) {
        numeric.val[byte] = static_cast<SQLCHAR>(decimal.magnitude.low >> (8 * byte));
        numeric.val[byte + 8] = static_cast<SQLCHAR>(decimal.magnitude.high >> (8 * byte));
    }
}

// A value of fixed width as text. Cut behind `whole` characters or later it is still the value, less exact.
struct Rendered {
    char text[96];
    std::size_t size = 0;
    std::size_t whole = 0;
};

[[nodiscard]] inline Outcome render(Boolean boolean, Rendered& rendered) {
    rendered.text[0] = boolean.value ? '1' : '0';
    rendered.size = rendered.whole = 1;
    return Outcome::ok;
}

template <class Stored>
[[nodiscard]] inline Outcome render(Integer<Stored> integer, Rendered& rendered) {
    rendered.size = rendered.whole =
        static_cast<std::size_t>(std::to_chars(rendered.text, rendered.text + 24, integer.value).ptr - rendered.text);
    return Outcome::ok;
}

[[nodiscard]] inline Outcome render(Real real, Rendered& rendered) {
    rendered.size = print_real(real.value, rendered.text, rendered.whole);
    return Outcome::ok;
}

[[nodiscard]] inline Outcome render(const Decimal& decimal, Rendered& rendered) {
    rendered.size = print_decimal(decimal, rendered.text, rendered.whole);
    return Outcome::ok;
}

[[nodiscard]] inline Outcome render(Date date, Rendered& rendered) {
    rendered.size = rendered.whole = static_cast<std::size_t>(print_date(date.days, rendered.text) - rendered.text);
    return Outcome::ok;
}

[[nodiscard]] inline Outcome render(Time time, Rendered& rendered) {
    if (!is_time_of_day(time.microseconds)) {
        return Outcome::datetime_overflow;
    }
    rendered.whole = 8;
    rendered.size = static_cast<std::size_t>(print_time(time.microseconds, time.digits, rendered.text) - rendered.text);
    return Outcome::ok;
}

[[nodiscard]] inline Outcome render(Timestamp timestamp, Rendered& rendered) {
    const DayAndTime split = split_timestamp(timestamp.microseconds);
    char* at = print_date(split.days, rendered.text);
    *at++ = ' ';
    rendered.whole = static_cast<std::size_t>(at - rendered.text) + 8;
    rendered.size = static_cast<std::size_t>(print_time(split.microseconds, timestamp.digits, at) - rendered.text);
    return Outcome::ok;
}

[[nodiscard]] inline Outcome render(const Guid& guid, Rendered& rendered) {
    std::memcpy(rendered.text, guid.text, guid_text);
    rendered.size = rendered.whole = guid_text;
    return Outcome::ok;
}

// A value of fixed width as SQL_C_BINARY: the bytes of its default C type.
struct Raw {
    unsigned char bytes[24];
    std::size_t size = 0;

    template <class Stored>
    void set(const Stored& stored) {
        static_assert(sizeof stored <= sizeof bytes);
        size = sizeof stored;
        std::memcpy(bytes, &stored, size);
    }
};

[[nodiscard]] inline Outcome to_raw(Boolean boolean, Raw& raw) {
    raw.set(static_cast<unsigned char>(boolean.value));
    return Outcome::ok;
}

template <class Stored>
[[nodiscard]] inline Outcome to_raw(Integer<Stored> integer, Raw& raw) {
    raw.set(integer.value);
    return Outcome::ok;
}

[[nodiscard]] inline Outcome to_raw(Real real, Raw& raw) {
    raw.set(real.value);
    return Outcome::ok;
}

[[nodiscard]] inline Outcome to_raw(const Decimal& decimal, Raw& raw) {
    SQL_NUMERIC_STRUCT numeric;
    fill(decimal, max_decimal_digits, numeric);
    raw.set(numeric);
    return Outcome::ok;
}

[[nodiscard]] inline Outcome to_raw(const Guid& guid, Raw& raw) {
    raw.set(guid.value);
    return Outcome::ok;
}

[[nodiscard]] inline Outcome to_raw(Date date, Raw& raw) {
    SQL_DATE_STRUCT structure;
    const Outcome outcome = fill(date.days, structure);
    raw.set(structure);
    return outcome;
}

[[nodiscard]] inline Outcome to_raw(Time time, Raw& raw) {
    SQL_TIME_STRUCT structure;
    if (!is_time_of_day(time.microseconds)) {
        return Outcome::datetime_overflow;
    }
    fill(time.microseconds / 1'000'000, structure);
    raw.set(structure);
    return Outcome::ok;
}

[[nodiscard]] inline Outcome to_raw(Timestamp timestamp, Raw& raw) {
    const DayAndTime split = split_timestamp(timestamp.microseconds);
    SQL_TIMESTAMP_STRUCT structure;
    const Outcome outcome = fill(split.days, split.microseconds * 1000, structure);
    raw.set(structure);
    return outcome;
}

}  // namespace jsdodbc::convert
