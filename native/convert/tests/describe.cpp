#include "describe.hpp"

#include <cstdio>
#include <cstring>

#include "../decimal.hpp"
#include "../interval.hpp"
#include "../text.hpp"
#include "check.hpp"

namespace jsdodbc::test {

namespace {

using convert::Physical;

template <class Stored>
Column fixed(Physical physical, Stored stored, std::int16_t scale = 0) {
    Column column;
    column.physical = physical;
    column.scale = scale;
    column.values.resize(sizeof stored);
    std::memcpy(column.values.data(), &stored, sizeof stored);
    return column;
}

Column variable(Physical physical, const std::string& value) {
    Column column;
    column.physical = physical;
    column.offsets = {0, static_cast<std::int32_t>(value.size())};
    column.data.assign(value.begin(), value.end());
    return column;
}

template <class Structure>
Structure take(const std::vector<unsigned char>& bytes) {
    Structure structure{};
    std::memcpy(&structure, bytes.data(), sizeof structure);
    return structure;
}

std::string format(const char* pattern, auto... values) {
    char text[256];
    std::snprintf(text, sizeof text, pattern, values...);
    return text;
}

std::string date_text(int year, int month, int day) {
    return format("%04d-%02d-%02d", year, month, day);
}

std::string time_text(int hour, int minute, int second) {
    return format("%02d:%02d:%02d", hour, minute, second);
}

std::string hex(const unsigned char* bytes, std::size_t size) {
    std::string text;
    for (std::size_t index = 0; index < size; ++index) {
        text += format("%02X", bytes[index]);
    }
    return text;
}

std::string numeric_text(const SQL_NUMERIC_STRUCT& numeric) {
    convert::Decimal decimal{{}, numeric.scale, numeric.sign == 0, false};
    for (int byte = 7; byte >= 0; --byte) {
        decimal.magnitude.low = decimal.magnitude.low << 8 | numeric.val[byte];
        decimal.magnitude.high = decimal.magnitude.high << 8 | numeric.val[byte + 8];
    }
    char text[convert::max_decimal_text];
    std::size_t whole = 0;
    return std::string(text, convert::print_decimal(decimal, text, whole));
}

std::string interval_text(const SQL_INTERVAL_STRUCT& structure, SQLSMALLINT c_type) {
    convert::Interval interval;
    (void)convert::read_interval(structure, c_type, 6, interval);
    char text[convert::max_interval_text];
    return std::string(text, convert::print_interval(interval, c_type, text));
}

template <class Unit>
std::string wide_text(const std::vector<unsigned char>& bytes) {
    std::string text;
    std::size_t units = 0;
    Unit unit{};
    while ((units + 1) * sizeof unit <= bytes.size() &&
           (std::memcpy(&unit, bytes.data() + units * sizeof unit, sizeof unit), unit != 0)) {
        ++units;
    }
    return convert::narrow(bytes.data(), units, sizeof unit, text) ? text : "not Unicode";
}

std::string real_text(double value) {
    return format("%.17g", value);
}

}  // namespace

Column Column::boolean(bool value) {
    return fixed(Physical::boolean, static_cast<std::uint8_t>(value));
}
Column Column::int16(std::int16_t value) {
    return fixed(Physical::int16, value);
}
Column Column::int32(std::int32_t value) {
    return fixed(Physical::int32, value);
}
Column Column::int64(std::int64_t value) {
    return fixed(Physical::int64, value);
}
Column Column::float64(double value) {
    return fixed(Physical::float64, value);
}
Column Column::decimal(std::int64_t unscaled, std::int16_t scale) {
    return decimal_words(static_cast<std::uint64_t>(unscaled), unscaled < 0 ? ~std::uint64_t{0} : 0, scale);
}
Column Column::decimal_words(std::uint64_t low, std::uint64_t high, std::int16_t scale) {
    struct Words {
        std::uint64_t low, high;
    };
    return fixed(Physical::decimal128, Words{low, high}, scale);
}
Column Column::utf8(const std::string& value) {
    return variable(Physical::utf8, value);
}
Column Column::binary(const std::string& value) {
    return variable(Physical::binary, value);
}
Column Column::date(std::int32_t days) {
    return fixed(Physical::date32, days);
}
Column Column::time(std::int64_t microseconds, std::int16_t digits) {
    return fixed(Physical::time64, microseconds, digits);
}
Column Column::timestamp(std::int64_t microseconds, std::int16_t digits) {
    return fixed(Physical::timestamp, microseconds, digits);
}
Column Column::null(Physical physical) {
    Column column = sample(physical);
    column.is_null = true;
    return column;
}
Column Column::sample(Physical physical) {
    switch (physical) {
        case Physical::boolean: return boolean(true);
        case Physical::int16: return int16(1);
        case Physical::int32: return int32(1);
        case Physical::int64: return int64(1);
        case Physical::float64: return float64(1);
        case Physical::decimal128: return decimal(100, 2);
        case Physical::utf8: return utf8("1");
        case Physical::binary: return binary("1");
        case Physical::date32: return date(1);
        case Physical::time64: return time(1'000'000, 0);
        case Physical::timestamp: return timestamp(1'000'000, 0);
        default: return {};
    }
}

convert::ColumnVector Column::vector() const {
    static constexpr std::uint8_t nothing_valid = 0;
    convert::ColumnVector vector;
    vector.physical = physical;
    vector.scale = scale;
    vector.sql_type = sql_type;
    vector.validity = is_null ? &nothing_valid : nullptr;
    vector.values = values.data();
    vector.offsets = offsets.data();
    vector.data = data.data();
    vector.data_size = static_cast<std::int64_t>(data.size());
    vector.rows = 1;
    return vector;
}

std::string describe(SQLSMALLINT c_type, const std::vector<unsigned char>& bytes, SQLLEN length, unsigned wide) {
    if (convert::is_interval_type(c_type)) {
        return interval_text(take<SQL_INTERVAL_STRUCT>(bytes), c_type);
    }
    switch (c_type) {
        case SQL_C_CHAR:
            return std::string(reinterpret_cast<const char*>(bytes.data()),
                               strnlen(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
        case SQL_C_WCHAR: return wide == 2 ? wide_text<char16_t>(bytes) : wide_text<char32_t>(bytes);
        case SQL_C_BINARY: return hex(bytes.data(), std::min(bytes.size(), static_cast<std::size_t>(length)));
        case SQL_C_BIT:
        case SQL_C_UTINYINT: return format("%d", take<std::uint8_t>(bytes));
        case SQL_C_TINYINT:
        case SQL_C_STINYINT: return format("%d", take<std::int8_t>(bytes));
        case SQL_C_SHORT:
        case SQL_C_SSHORT: return format("%d", take<std::int16_t>(bytes));
        case SQL_C_USHORT: return format("%u", take<std::uint16_t>(bytes));
        case SQL_C_LONG:
        case SQL_C_SLONG: return std::to_string(take<std::int32_t>(bytes));
        case SQL_C_ULONG: return std::to_string(take<std::uint32_t>(bytes));
        case SQL_C_SBIGINT: return std::to_string(take<std::int64_t>(bytes));
        case SQL_C_UBIGINT: return std::to_string(take<std::uint64_t>(bytes));
        case SQL_C_FLOAT: return format("%.9g", static_cast<double>(take<float>(bytes)));
        case SQL_C_DOUBLE: return real_text(take<double>(bytes));
        case SQL_C_NUMERIC: return numeric_text(take<SQL_NUMERIC_STRUCT>(bytes));
        case SQL_C_DATE:
        case SQL_C_TYPE_DATE: {
            const auto date = take<SQL_DATE_STRUCT>(bytes);
            return date_text(date.year, date.month, date.day);
        }
        case SQL_C_TIME:
        case SQL_C_TYPE_TIME: {
            const auto time = take<SQL_TIME_STRUCT>(bytes);
            return time_text(time.hour, time.minute, time.second);
        }
        case SQL_C_TIMESTAMP:
        case SQL_C_TYPE_TIMESTAMP: {
            const auto stamp = take<SQL_TIMESTAMP_STRUCT>(bytes);
            return date_text(stamp.year, stamp.month, stamp.day) + " " +
                   time_text(stamp.hour, stamp.minute, stamp.second) +
                   format(".%09u", static_cast<unsigned>(stamp.fraction));
        }
        default: return hex(bytes.data(), bytes.size());
    }
}

Got get(const Column& column, SQLSMALLINT c_type, SQLLEN buffer_length, unsigned wide, SQLSMALLINT precision,
        SQLSMALLINT scale) {
    Got got;
    const SQLLEN size = convert::c_type_size(c_type);
    const auto room = static_cast<std::size_t>(size != 0 ? size : std::max<SQLLEN>(buffer_length, 0));
    std::vector<unsigned char> bytes(room, 0xEE);
    std::vector<convert::Finding> findings;
    convert::Target target;
    target.c_type = c_type;
    target.precision = precision;
    target.scale = scale;
    unsigned char nowhere = 0;
    target.value = room == 0 ? &nowhere : bytes.data();
    target.buffer_length = buffer_length;
    target.octet_length = &got.length;
    target.indicator = &got.length;
    target.value_stride = room;
    target.length_stride = sizeof got.length;
    target.wide_char_bytes = wide;
    convert::to_rows(column.vector(), 0, 1, target, findings);
    if (!findings.empty()) {
        got.state = findings.front().sqlstate;
        CHECK_EQUAL(findings.size(), 1U, "one finding a cell");
    }
    const bool delivered = (findings.empty() || !findings.front().error) && got.length != SQL_NULL_DATA && room > 0;
    got.value = delivered ? describe(c_type, bytes, got.length, wide) : "-";
    return got;
}

void run(const std::vector<Case>& cases, const char* name) {
    int number = 0;
    for (const Case& item : cases) {
        const std::string what = std::string(name) + " case " + std::to_string(++number) + " (C type " +
                                 std::to_string(item.c_type) + ", " + item.value + ")";
        const Got got = get(item.column, item.c_type, item.buffer_length);
        CHECK_EQUAL(got.state, item.state, what);
        CHECK_EQUAL(got.value, item.value, what);
        if (got.value != "-") {
            CHECK_EQUAL(got.length, item.length, what);
        }
    }
}

std::u16string wide(const std::string& utf8) {
    std::u16string units(utf8.size(), u'\0');
    const auto progress = convert::widen<char16_t>(utf8.data(), utf8.size(), units.data(), units.size() * 2);
    units.resize(progress.bytes_written / 2);
    return units;
}

namespace {

template <class Number>
Number number_at(const std::string& wire) {
    Number number{};
    std::memcpy(&number, wire.data() + 1, std::min(sizeof number, wire.size() - 1));
    return wire.size() == 1 + sizeof number ? number : Number{-77};
}

}  // namespace

std::string wire_text(const std::string& wire) {
    using convert::Tag;
    if (wire.empty()) {
        return "nothing";
    }
    const std::string rest = wire.size() >= 5 ? wire.substr(5) : "";
    switch (static_cast<Tag>(wire[0])) {
        case Tag::null: return "null";
        case Tag::boolean: return "b:" + std::to_string(wire.at(1));
        case Tag::integer: return "i:" + std::to_string(number_at<std::int64_t>(wire));
        case Tag::real: return "f:" + real_text(number_at<double>(wire));
        case Tag::decimal: return "d:" + rest;
        case Tag::character: return "c:" + rest;
        case Tag::binary: return "x:" + hex(reinterpret_cast<const unsigned char*>(rest.data()), rest.size());
        case Tag::date: return "date:" + std::to_string(number_at<std::int32_t>(wire));
        case Tag::time: return "time:" + std::to_string(number_at<std::int64_t>(wire));
        case Tag::timestamp: return "ts:" + std::to_string(number_at<std::int64_t>(wire));
        case Tag::guid: return "g:" + rest;
        case Tag::months: return "months:" + std::to_string(number_at<std::int64_t>(wire));
        case Tag::microseconds: return "us:" + std::to_string(number_at<std::int64_t>(wire));
        case Tag::default_value: return "default";
        default: return "unknown tag";
    }
}

std::string encoded(const convert::Source& source) {
    std::string wire = "before";
    convert::Finding finding;
    if (!convert::encode_parameter(source, wire, finding)) {
        CHECK_EQUAL(wire, "before", "nothing is appended on error");
        CHECK(finding.error, "an error is marked as one");
        return finding.sqlstate;
    }
    const std::string warning = finding.sqlstate == std::string("00000") ? "" : std::string(" ") + finding.sqlstate;
    CHECK(!finding.error, "a warning is no error");
    return wire_text(wire.substr(6)) + warning;
}

}  // namespace jsdodbc::test
