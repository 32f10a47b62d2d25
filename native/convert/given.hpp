// What an application bound as a parameter, read out of its buffers.
#pragma once

#include <string>
#include <variant>

#include "binary.hpp"
#include "datetime.hpp"
#include "interval.hpp"
#include "outcome.hpp"
#include "values.hpp"

namespace jsdodbc::convert {

// Text is valid UTF-8, owned when it had to be converted.
struct GivenText {
    std::string owned;
    const char* data = nullptr;
    std::size_t size = 0;
};
struct GivenInterval {
    Interval interval;
    SQLSMALLINT type = 0;
};

using Given = std::variant<Boolean, Decimal, Real, GivenText, Bytes, Moment, GivenInterval, SQLGUID>;

// c_type must not be SQL_C_DEFAULT; size is that of character and binary values in bytes.
[[nodiscard]] Outcome read_given(const Source& source, SQLSMALLINT c_type, std::size_t size, Given& given);

// Which of the wire's values a SQL type is sent as.
enum class Family : std::uint8_t {
    character,
    decimal,
    integer,
    real,
    bit,
    binary,
    date,
    time,
    timestamp,
    guid,
    interval,
    natural,  // the SQL type is not known: what the C type suggests
    unknown,
};
[[nodiscard]] Family family_of(SQLSMALLINT sql_type);

// Appends the tagged value. Nothing is appended when it is an error.
[[nodiscard]] Outcome encode(const Given& given, Family family, const Source& source, std::string& out);

}  // namespace jsdodbc::convert
