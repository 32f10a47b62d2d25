// Columns built from values, one conversion at a time, and what came out as text that a table can hold.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "../convert.hpp"
#include "../wire_values.hpp"

namespace jsdodbc::test {

// Owns the buffers of a column of one or more rows. Exactly as long as they must be, so that a sanitizer sees one byte
// more.
class Column {
  public:
    static Column boolean(bool value);
    static Column int16(std::int16_t value);
    static Column int32(std::int32_t value);
    static Column int64(std::int64_t value);
    static Column float64(double value);
    static Column decimal(std::int64_t unscaled, std::int16_t scale);
    static Column decimal_words(std::uint64_t low, std::uint64_t high, std::int16_t scale);
    static Column utf8(const std::string& value);
    static Column binary(const std::string& value);
    static Column date(std::int32_t days);
    static Column time(std::int64_t microseconds, std::int16_t digits);
    static Column timestamp(std::int64_t microseconds, std::int16_t digits);
    static Column null(convert::Physical physical);
    // One row of every layout, a plausible value each.
    static Column sample(convert::Physical physical);

    [[nodiscard]] convert::ColumnVector vector() const;
    convert::Physical physical = convert::Physical::nulls;
    std::int16_t scale = 0;
    std::int16_t sql_type = SQL_VARCHAR;
    bool is_null = false;
    std::vector<std::uint8_t> values;
    std::vector<std::int32_t> offsets;
    std::vector<char> data;
};

// The C value as text: 42, 1.5, 2024-02-29, "abc", hex for binary, "-" when an error left the buffer alone.
std::string describe(SQLSMALLINT c_type, const std::vector<unsigned char>& bytes, SQLLEN length, unsigned wide);

struct Got {
    std::string value;
    SQLLEN length = -99;
    std::string state = "00000";
};

constexpr SQLLEN enough = 200;

// Converts row 0 into a buffer of exactly buffer_length bytes (fixed types: of their size).
Got get(const Column& column, SQLSMALLINT c_type, SQLLEN buffer_length = enough, unsigned wide = 2,
        SQLSMALLINT precision = 0, SQLSMALLINT scale = 0);

// A row of a table: what goes in, how it is asked for, what comes out.
struct Case {
    Column column;
    SQLSMALLINT c_type;
    SQLLEN buffer_length;
    const char* value;
    SQLLEN length;
    const char* state;
};
void run(const std::vector<Case>& cases, const char* name);

std::u16string wide(const std::string& utf8);

// A parameter's wire value as text: i:42, d:12.50, f:1.5, c:abc, x:00FF, date:19782, … or the SQLSTATE.
std::string encoded(const convert::Source& source);
std::string wire_text(const std::string& wire);

}  // namespace jsdodbc::test
