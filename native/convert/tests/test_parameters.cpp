#include <cstring>
#include <limits>

#include "../binary.hpp"
#include "../datetime.hpp"
#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;

namespace {

template <class Value>
std::string bound(SQLSMALLINT c_type, const Value& value, SQLSMALLINT sql_type, SQLSMALLINT precision = 0,
                  SQLSMALLINT scale = 0) {
    // One byte off, as row-wise binding may have it.
    std::vector<char> bytes(sizeof value + 1);
    std::memcpy(bytes.data() + 1, &value, sizeof value);
    convert::Source source;
    source.c_type = c_type;
    source.sql_type = sql_type;
    source.precision = precision;
    source.scale = scale;
    source.value = bytes.data() + 1;
    return encoded(source);
}

std::string text(const std::string& value, SQLSMALLINT sql_type, SQLULEN column_size = 0, SQLSMALLINT precision = 0,
                 SQLSMALLINT scale = 0) {
    const std::vector<char> bytes(value.begin(), value.end());
    const auto length = static_cast<SQLLEN>(value.size());
    convert::Source source;
    source.c_type = SQL_C_CHAR;
    source.sql_type = sql_type;
    source.value = bytes.data();
    source.octet_length = source.indicator = &length;
    source.column_size = column_size;
    source.precision = precision;
    source.scale = scale;
    return encoded(source);
}

std::string raw(const std::string& value, SQLSMALLINT sql_type, SQLULEN column_size = 0) {
    const auto length = static_cast<SQLLEN>(value.size());
    convert::Source source;
    source.c_type = SQL_C_BINARY;
    source.sql_type = sql_type;
    source.value = value.data();
    source.octet_length = source.indicator = &length;
    source.column_size = column_size;
    return encoded(source);
}

template <class Structure>
std::string raw_structure(const Structure& structure, SQLSMALLINT sql_type) {
    return raw(std::string(reinterpret_cast<const char*>(&structure), sizeof structure), sql_type);
}

SQL_TIMESTAMP_STRUCT stamp(SQLSMALLINT year, SQLUSMALLINT month, SQLUSMALLINT day, SQLUSMALLINT hour = 0,
                           SQLUSMALLINT minute = 0, SQLUSMALLINT second = 0, SQLUINTEGER fraction = 0) {
    return {year, month, day, hour, minute, second, fraction};
}

SQL_NUMERIC_STRUCT numeric(unsigned value, SQLSCHAR scale, bool negative) {
    SQL_NUMERIC_STRUCT structure{};
    structure.precision = 38;
    structure.scale = scale;
    structure.sign = negative ? 0 : 1;
    std::memcpy(structure.val, &value, sizeof value);
    return structure;
}

}  // namespace

TEST(integers_as_parameters) {
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{-5}, SQL_INTEGER), "i:-5", "SLONG");
    CHECK_EQUAL(bound(SQL_C_LONG, std::int32_t{-5}, SQL_BIGINT), "i:-5", "LONG");
    CHECK_EQUAL(bound(SQL_C_ULONG, 3'000'000'000U, SQL_BIGINT), "i:3000000000", "ULONG");
    CHECK_EQUAL(bound(SQL_C_ULONG, 3'000'000'000U, SQL_INTEGER), "22003", "ULONG");
    CHECK_EQUAL(bound(SQL_C_SHORT, std::int16_t{-300}, SQL_SMALLINT), "i:-300", "SHORT");
    CHECK_EQUAL(bound(SQL_C_USHORT, std::uint16_t{60000}, SQL_SMALLINT), "22003", "USHORT");
    CHECK_EQUAL(bound(SQL_C_STINYINT, std::int8_t{-128}, SQL_TINYINT), "i:-128", "STINYINT");
    CHECK_EQUAL(bound(SQL_C_UTINYINT, std::uint8_t{255}, SQL_TINYINT), "i:255", "UTINYINT");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{256}, SQL_TINYINT), "22003", "TINYINT");
    CHECK_EQUAL(bound(SQL_C_SBIGINT, INT64_MIN, SQL_BIGINT), "i:-9223372036854775808", "SBIGINT");
    CHECK_EQUAL(bound(SQL_C_UBIGINT, UINT64_MAX, SQL_BIGINT), "22003", "UBIGINT");
    CHECK_EQUAL(bound(SQL_C_UBIGINT, UINT64_MAX, SQL_DECIMAL), "d:18446744073709551615", "UBIGINT as DECIMAL");
    CHECK_EQUAL(bound(SQL_C_SBIGINT, INT64_MIN, SQL_DECIMAL), "d:-9223372036854775808", "SBIGINT as DECIMAL");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{7}, SQL_DOUBLE), "f:7", "as DOUBLE");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{-7}, SQL_VARCHAR), "c:-7", "as VARCHAR");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{1}, SQL_BIT), "b:1", "as BIT");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{2}, SQL_BIT), "22003", "as BIT");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{-1}, SQL_BIT), "22003", "as BIT");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{1}, SQL_VARBINARY), "07006", "as VARBINARY");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{1}, SQL_TYPE_DATE), "07006", "as DATE");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{1}, SQL_GUID), "07006", "as GUID");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{-3}, SQL_INTERVAL_YEAR), "months:-36", "as years");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{3}, SQL_INTERVAL_HOUR), "us:10800000000", "as hours");
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{3}, SQL_INTERVAL_DAY_TO_HOUR), "07006", "as two fields");
    CHECK_EQUAL(bound(SQL_C_BIT, std::uint8_t{1}, SQL_BIT), "b:1", "BIT");
    CHECK_EQUAL(bound(SQL_C_BIT, std::uint8_t{2}, SQL_BIT), "22003", "BIT");
    CHECK_EQUAL(bound(SQL_C_BIT, std::uint8_t{0}, SQL_INTEGER), "i:0", "BIT as INTEGER");
    CHECK_EQUAL(bound(SQL_C_BIT, std::uint8_t{1}, SQL_VARCHAR), "c:1", "BIT as VARCHAR");
    CHECK_EQUAL(bound(SQL_C_DEFAULT, std::int64_t{9}, SQL_BIGINT), "i:9", "DEFAULT");
}

TEST(inexact_and_exact_numbers_as_parameters) {
    CHECK_EQUAL(bound(SQL_C_DOUBLE, 0.1, SQL_DOUBLE), "f:0.10000000000000001", "DOUBLE");
    CHECK_EQUAL(bound(SQL_C_FLOAT, 0.5F, SQL_REAL), "f:0.5", "FLOAT");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, 1e300, SQL_REAL), "22003", "too large for REAL");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, 0.1, SQL_DECIMAL), "d:0.1", "as DECIMAL");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, 1e20, SQL_DECIMAL), "d:100000000000000000000", "as DECIMAL");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, std::numeric_limits<double>::quiet_NaN(), SQL_DECIMAL), "22003", "NaN as DECIMAL");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, 2.0, SQL_INTEGER), "i:2", "as INTEGER");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, 2.5, SQL_INTEGER), "i:2 01S07", "as INTEGER, fraction");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, 1e10, SQL_INTEGER), "22003", "as INTEGER, too large");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, 0.5, SQL_BIT), "22001", "as BIT");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, -0.5, SQL_BIT), "22003", "as BIT");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, 12.25, SQL_WVARCHAR), "c:12.25", "as text");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, 1.0, SQL_INTERVAL_DAY), "07006", "as interval");
    CHECK_EQUAL(bound(SQL_C_NUMERIC, numeric(1250, 2, true), SQL_NUMERIC), "d:-12.50", "NUMERIC");
    CHECK_EQUAL(bound(SQL_C_NUMERIC, numeric(125, -2, false), SQL_NUMERIC), "d:12500", "NUMERIC, negative scale");
    CHECK_EQUAL(bound(SQL_C_NUMERIC, numeric(1250, 2, true), SQL_NUMERIC, 4, 1), "d:-12.50",
                "nothing but a zero is lost");
    CHECK_EQUAL(bound(SQL_C_NUMERIC, numeric(1255, 2, true), SQL_NUMERIC, 4, 1), "d:-12.5 01S07", "a digit is lost");
    CHECK_EQUAL(bound(SQL_C_NUMERIC, numeric(1255, 2, true), SQL_NUMERIC, 3, 2), "22003", "too many digits");
    CHECK_EQUAL(bound(SQL_C_NUMERIC, numeric(1200, 2, true), SQL_INTEGER), "i:-12", "NUMERIC as INTEGER");
    CHECK_EQUAL(bound(SQL_C_NUMERIC, numeric(1250, 2, true), SQL_DOUBLE), "f:-12.5", "NUMERIC as DOUBLE");
    CHECK_EQUAL(bound(SQL_C_NUMERIC, numeric(1250, 2, true), SQL_VARCHAR), "c:-12.50", "NUMERIC as text");
}

TEST(text_as_parameters) {
    CHECK_EQUAL(text("aé", SQL_VARCHAR), "c:aé", "VARCHAR");
    CHECK_EQUAL(text("", SQL_WVARCHAR), "c:", "empty");
    CHECK_EQUAL(text(std::string("a\0b", 3), SQL_VARCHAR), std::string("c:a\0b", 5), "zero byte");
    CHECK_EQUAL(text("aéb", SQL_VARCHAR, 3), "c:aéb", "three characters, not four bytes");
    CHECK_EQUAL(text("aéb", SQL_VARCHAR, 2), "22001", "too long");
    CHECK_EQUAL(text("\xFF", SQL_VARCHAR), "22018", "not UTF-8");
    CHECK_EQUAL(text(" 12.50 ", SQL_DECIMAL), "d:12.50", "DECIMAL stays exact");
    CHECK_EQUAL(text("-0.10000000000000000000000000000000000001", SQL_NUMERIC),
                "d:-0.10000000000000000000000000000000000001", "38 digits");
    CHECK_EQUAL(text("1e20", SQL_NUMERIC), "d:100000000000000000000", "exponent");
    CHECK_EQUAL(text("1e-50", SQL_NUMERIC), "22001", "too fine");
    CHECK_EQUAL(text("1e50", SQL_NUMERIC), "22001", "too large");
    CHECK_EQUAL(text("0e50", SQL_NUMERIC), "d:0", "zero");
    CHECK_EQUAL(text("12.505", SQL_NUMERIC, 0, 10, 2), "22001", "scale");
    CHECK_EQUAL(text("12.500", SQL_NUMERIC, 0, 10, 2), "d:12.500", "scale");
    CHECK_EQUAL(text("twelve", SQL_NUMERIC), "22018", "no number");
    CHECK_EQUAL(text("42", SQL_BIGINT), "i:42", "BIGINT");
    CHECK_EQUAL(text("42.00", SQL_BIGINT), "i:42", "BIGINT");
    CHECK_EQUAL(text("42.5", SQL_BIGINT), "22001", "BIGINT");
    CHECK_EQUAL(text("99999999999999999999", SQL_BIGINT), "22001", "BIGINT");
    CHECK_EQUAL(text("1e30", SQL_BIT), "22003", "BIT");
    CHECK_EQUAL(text("x", SQL_INTEGER), "22018", "INTEGER");
    CHECK_EQUAL(text("1.5e3", SQL_DOUBLE), "f:1500", "DOUBLE");
    CHECK_EQUAL(text("1e999", SQL_DOUBLE), "22003", "DOUBLE");
    CHECK_EQUAL(text("one", SQL_FLOAT), "22018", "FLOAT");
    CHECK_EQUAL(text("1", SQL_BIT), "b:1", "BIT");
    CHECK_EQUAL(text("0.5", SQL_BIT), "22001", "BIT");
    CHECK_EQUAL(text("2", SQL_BIT), "22003", "BIT");
    CHECK_EQUAL(text("true", SQL_BIT), "22018", "BIT");
    CHECK_EQUAL(text("00fFA0", SQL_VARBINARY), "x:00FFA0", "digits");
    CHECK_EQUAL(text("00fFA", SQL_VARBINARY), "22018", "odd digits");
    CHECK_EQUAL(text("0g", SQL_BINARY), "22018", "no digits");
    CHECK_EQUAL(text("00ff", SQL_BINARY, 1), "22001", "too many bytes");
    CHECK_EQUAL(text("2024-02-29", SQL_TYPE_DATE), "date:19782", "DATE");
    CHECK_EQUAL(text("{d '2024-02-29'}", SQL_DATE), "date:19782", "DATE, escape, 2.x code");
    CHECK_EQUAL(text("2024-02-29 00:00:00", SQL_TYPE_DATE), "date:19782", "DATE");
    CHECK_EQUAL(text("2024-02-29 00:00:01", SQL_TYPE_DATE), "22008", "DATE with a time");
    CHECK_EQUAL(text("2024-02-30", SQL_TYPE_DATE), "22018", "no such day");
    CHECK_EQUAL(text("12:00:00", SQL_TYPE_DATE), "22018", "no date");
    CHECK_EQUAL(text("12:00:00.5", SQL_TYPE_TIME), "time:43200500000", "TIME");
    CHECK_EQUAL(text("2024-02-29", SQL_TYPE_TIME), "22018", "no time");
    CHECK_EQUAL(text("1970-01-01 00:00:01.000001", SQL_TYPE_TIMESTAMP), "ts:1000001", "TIMESTAMP");
    CHECK_EQUAL(text("1969-12-31 23:59:59", SQL_TIMESTAMP), "ts:-1000000", "TIMESTAMP, 2.x code");
    CHECK_EQUAL(text("1970-01-02", SQL_TYPE_TIMESTAMP), "ts:86400000000", "TIMESTAMP of a date");
    CHECK_EQUAL(text("1970-01-01 00:00:01.0000001", SQL_TYPE_TIMESTAMP), "22008", "finer than a microsecond");
    CHECK_EQUAL(text("now", SQL_TYPE_TIMESTAMP), "22018", "no timestamp");
    CHECK_EQUAL(text("6f9619ff-8b86-d011-b42d-00c04fc964ff", SQL_GUID), "g:6f9619ff-8b86-d011-b42d-00c04fc964ff",
                "GUID");
    CHECK_EQUAL(text("6f9619ff", SQL_GUID), "22018", "no GUID");
    CHECK_EQUAL(text("-1-2", SQL_INTERVAL_YEAR_TO_MONTH), "months:-14", "interval");
    CHECK_EQUAL(text("INTERVAL '1 02:03:04.5' DAY TO SECOND", SQL_INTERVAL_DAY_TO_SECOND), "us:93784500000",
                "interval");
    CHECK_EQUAL(text("INTERVAL '1' MONTH", SQL_INTERVAL_DAY), "22018", "months are no days");
    CHECK_EQUAL(text("x", SQL_UNKNOWN_TYPE), "c:x", "SQL type not known");
    CHECK_EQUAL(text("x", 77), "HY004", "no SQL type");
}

TEST(wide_text_as_parameters) {
    convert::Source source;
    source.c_type = SQL_C_WCHAR;
    source.sql_type = SQL_WVARCHAR;
    const std::u16string two = u"a😀é";
    SQLLEN length = static_cast<SQLLEN>(two.size() * 2);
    source.wide_char_bytes = 2;
    source.value = two.data();
    source.octet_length = source.indicator = &length;
    CHECK_EQUAL(encoded(source), "c:a😀é", "UTF-16");
    length = SQL_NTS;
    CHECK_EQUAL(encoded(source), "c:a😀é", "UTF-16, terminated");
    source.octet_length = source.indicator = nullptr;
    CHECK_EQUAL(encoded(source), "c:a😀é", "UTF-16, no length");
    const char32_t four[] = U"a😀é";
    source.wide_char_bytes = 4;
    source.value = four;
    CHECK_EQUAL(encoded(source), "c:a😀é", "UTF-32, terminated");
    source.wide_char_bytes = 2;
    const std::u16string lone = {u'a', char16_t{0xD83D}};
    length = 4;
    source.value = lone.data();
    source.octet_length = &length;
    CHECK_EQUAL(encoded(source), "22018", "half a pair");
    length = 3;
    CHECK_EQUAL(encoded(source), "HY090", "half a unit");
    const std::u16string number = u" -1.50 ";
    length = static_cast<SQLLEN>(number.size() * 2);
    source.value = number.data();
    source.sql_type = SQL_DECIMAL;
    CHECK_EQUAL(encoded(source), "d:-1.50", "number");
}

TEST(dates_and_times_as_parameters) {
    const SQL_DATE_STRUCT date{2024, 2, 29};
    const SQL_TIME_STRUCT time{12, 34, 56};
    CHECK_EQUAL(bound(SQL_C_TYPE_DATE, date, SQL_TYPE_DATE), "date:19782", "DATE");
    CHECK_EQUAL(bound(SQL_C_DATE, SQL_DATE_STRUCT{2023, 2, 29}, SQL_TYPE_DATE), "22007", "no such day");
    CHECK_EQUAL(bound(SQL_C_TYPE_DATE, date, SQL_TYPE_TIMESTAMP), "ts:1709164800000000", "DATE as TIMESTAMP");
    CHECK_EQUAL(bound(SQL_C_TYPE_DATE, date, SQL_TYPE_TIME), "07006", "DATE as TIME");
    CHECK_EQUAL(bound(SQL_C_TYPE_DATE, date, SQL_VARCHAR), "c:2024-02-29", "DATE as text");
    CHECK_EQUAL(bound(SQL_C_TYPE_DATE, date, SQL_BIGINT), "07006", "DATE as number");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIME, time, SQL_TYPE_TIME), "time:45296000000", "TIME");
    CHECK_EQUAL(bound(SQL_C_TIME, SQL_TIME_STRUCT{24, 0, 0}, SQL_TYPE_TIME), "22007", "no such time");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIME, time, SQL_TYPE_DATE), "07006", "TIME as DATE");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIME, time, SQL_VARCHAR), "c:12:34:56", "TIME as text");
    const std::int64_t today = convert::current_days() * convert::microseconds_a_day + 45'296'000'000;
    CHECK_EQUAL(bound(SQL_C_TYPE_TIME, time, SQL_TYPE_TIMESTAMP), "ts:" + std::to_string(today), "TIME as TIMESTAMP");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIMESTAMP, stamp(1970, 1, 1, 0, 0, 1, 1000), SQL_TYPE_TIMESTAMP), "ts:1000001",
                "TIMESTAMP");
    CHECK_EQUAL(bound(SQL_C_TIMESTAMP, stamp(1, 1, 1), SQL_TYPE_TIMESTAMP), "ts:-62135596800000000",
                "TIMESTAMP of year 1");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIMESTAMP, stamp(1970, 1, 1, 0, 0, 1, 1), SQL_TYPE_TIMESTAMP), "22008",
                "a nanosecond");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIMESTAMP, stamp(1970, 1, 1, 0, 0, 60), SQL_TYPE_TIMESTAMP), "22007", "second 60");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIMESTAMP, stamp(1970, 1, 1, 0, 0, 0, 1'000'000'000), SQL_TYPE_TIMESTAMP), "22007",
                "fraction");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIMESTAMP, stamp(2024, 2, 29), SQL_TYPE_DATE), "date:19782", "TIMESTAMP as DATE");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIMESTAMP, stamp(2024, 2, 29, 1), SQL_TYPE_DATE), "22008", "TIMESTAMP as DATE");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIMESTAMP, stamp(2024, 2, 29, 1), SQL_TYPE_TIME), "time:3600000000",
                "TIMESTAMP as TIME");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIMESTAMP, stamp(2024, 2, 29, 1, 2, 3, 500'000'000), SQL_VARCHAR),
                "c:2024-02-29 01:02:03.5", "as text");
}

TEST(intervals_and_guids_as_parameters) {
    SQL_INTERVAL_STRUCT interval{};
    interval.interval_type = SQL_IS_DAY_TO_SECOND;
    interval.interval_sign = SQL_TRUE;
    interval.intval.day_second.day = 1;
    interval.intval.day_second.second = 2;
    interval.intval.day_second.fraction = 500'000;
    CHECK_EQUAL(bound(SQL_C_INTERVAL_DAY_TO_SECOND, interval, SQL_INTERVAL_DAY_TO_SECOND), "us:-86402500000",
                "interval");
    CHECK_EQUAL(bound(SQL_C_INTERVAL_DAY_TO_SECOND, interval, SQL_VARCHAR), "c:-1 00:00:02.5", "as text");
    CHECK_EQUAL(bound(SQL_C_INTERVAL_DAY_TO_SECOND, interval, SQL_INTERVAL_DAY), "22015", "seconds would be lost");
    CHECK_EQUAL(bound(SQL_C_INTERVAL_DAY_TO_SECOND, interval, SQL_INTERVAL_YEAR), "07006", "days are no years");
    CHECK_EQUAL(bound(SQL_C_INTERVAL_DAY, interval, SQL_INTEGER), "i:-1", "one field as number");
    CHECK_EQUAL(bound(SQL_C_INTERVAL_DAY_TO_SECOND, interval, SQL_INTEGER), "07006", "two fields as number");
    CHECK_EQUAL(bound(SQL_C_INTERVAL_DAY, interval, SQL_BIT), "07006", "as BIT");
    CHECK_EQUAL(bound(SQL_C_INTERVAL_DAY, interval, SQL_UNKNOWN_TYPE), "us:-86400000000", "SQL type not known");
    interval.intval.day_second.fraction = 1'000'000;
    CHECK_EQUAL(bound(SQL_C_INTERVAL_DAY_TO_SECOND, interval, SQL_INTERVAL_DAY_TO_SECOND), "22015",
                "a whole second as fraction");
    SQLGUID guid{};
    CHECK(convert::parse_guid("6F9619FF-8B86-D011-B42D-00C04FC964FF", 36, guid), "a GUID");
    CHECK_EQUAL(bound(SQL_C_GUID, guid, SQL_GUID), "g:6f9619ff-8b86-d011-b42d-00c04fc964ff", "GUID");
    CHECK_EQUAL(bound(SQL_C_GUID, guid, SQL_CHAR), "c:6F9619FF-8B86-D011-B42D-00C04FC964FF", "GUID as text");
    CHECK_EQUAL(bound(SQL_C_GUID, guid, SQL_BIGINT), "07006", "GUID as number");
    CHECK_EQUAL(raw_structure(guid, SQL_GUID), "g:6f9619ff-8b86-d011-b42d-00c04fc964ff", "bytes as GUID");
}

TEST(bytes_as_parameters) {
    CHECK_EQUAL(raw("\x01\xFF", SQL_VARBINARY), "x:01FF", "bytes");
    CHECK_EQUAL(raw("", SQL_VARBINARY), "x:", "no bytes");
    CHECK_EQUAL(raw("\x01\xFF", SQL_VARBINARY, 1), "22001", "too many");
    CHECK_EQUAL(raw("abc", SQL_VARCHAR), "c:abc", "as text");
    CHECK_EQUAL(raw("\xFF", SQL_VARCHAR), "22018", "as text");
    CHECK_EQUAL(raw_structure(std::int64_t{7}, SQL_BIGINT), "i:7", "as BIGINT");
    CHECK_EQUAL(raw_structure(std::int32_t{7}, SQL_BIGINT), "22003", "wrong size");
    CHECK_EQUAL(raw_structure(1.5, SQL_DOUBLE), "f:1.5", "as DOUBLE");
    CHECK_EQUAL(raw_structure(numeric(125, 1, false), SQL_DECIMAL), "d:12.5", "as DECIMAL");
    CHECK_EQUAL(raw_structure(SQL_DATE_STRUCT{2024, 2, 29}, SQL_TYPE_DATE), "date:19782", "as DATE");
    CHECK_EQUAL(raw_structure(stamp(1970, 1, 1, 0, 0, 1), SQL_TYPE_TIMESTAMP), "ts:1000000", "as TIMESTAMP");
}

TEST(nulls_lengths_and_pointers_of_parameters) {
    const char value[] = "abc";
    SQLLEN length = SQL_NULL_DATA;
    SQLLEN indicator = 0;
    convert::Source source;
    source.c_type = SQL_C_CHAR;
    source.sql_type = SQL_VARCHAR;
    source.octet_length = &length;
    source.indicator = &indicator;
    CHECK_EQUAL(encoded(source), "null", "NULL by length");
    length = 3;
    indicator = SQL_NULL_DATA;
    CHECK_EQUAL(encoded(source), "null", "NULL by indicator");
    indicator = 0;
    CHECK_EQUAL(encoded(source), "HY009", "no value");
    length = 0;
    CHECK_EQUAL(encoded(source), "c:", "no value of no length");
    length = SQL_DEFAULT_PARAM;
    CHECK_EQUAL(encoded(source), "default", "default");
    source.value = value;
    for (const SQLLEN wrong : {SQLLEN{SQL_DATA_AT_EXEC}, SQLLEN{-4}, SQLLEN{-100}, SQLLEN{-1000}}) {
        length = wrong;
        CHECK_EQUAL(encoded(source), "HY090", "length " + std::to_string(wrong));
    }
    length = 2;
    CHECK_EQUAL(encoded(source), "c:ab", "given length");
    length = SQL_NTS;
    CHECK_EQUAL(encoded(source), "c:abc", "terminated");
    source.octet_length = nullptr;
    CHECK_EQUAL(encoded(source), "c:abc", "no length given");
    source.c_type = SQL_C_BINARY;
    source.sql_type = SQL_VARBINARY;
    CHECK_EQUAL(encoded(source), "HY090", "bytes without a length");
    source.buffer_length = 2;
    CHECK_EQUAL(encoded(source), "x:6162", "bytes fill their buffer");
    source.c_type = 98;
    CHECK_EQUAL(encoded(source), "HY003", "no C type");
    source.c_type = SQL_C_SLONG;
    source.sql_type = SQL_INTEGER;
    source.value = nullptr;
    CHECK_EQUAL(encoded(source), "HY009", "no value");
}

TEST(natural_types_when_the_sql_type_is_not_known) {
    CHECK_EQUAL(bound(SQL_C_SLONG, std::int32_t{1}, SQL_UNKNOWN_TYPE), "i:1", "integer");
    CHECK_EQUAL(bound(SQL_C_UBIGINT, UINT64_MAX, SQL_UNKNOWN_TYPE), "d:18446744073709551615", "unsigned");
    CHECK_EQUAL(bound(SQL_C_NUMERIC, numeric(125, 1, false), SQL_UNKNOWN_TYPE), "d:12.5", "numeric");
    CHECK_EQUAL(bound(SQL_C_DOUBLE, 0.5, SQL_UNKNOWN_TYPE), "f:0.5", "double");
    CHECK_EQUAL(bound(SQL_C_BIT, std::uint8_t{1}, SQL_UNKNOWN_TYPE), "b:1", "bit");
    CHECK_EQUAL(bound(SQL_C_TYPE_DATE, SQL_DATE_STRUCT{1970, 1, 2}, SQL_UNKNOWN_TYPE), "date:1", "date");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIME, SQL_TIME_STRUCT{0, 0, 1}, SQL_UNKNOWN_TYPE), "time:1000000", "time");
    CHECK_EQUAL(bound(SQL_C_TYPE_TIMESTAMP, stamp(1970, 1, 1, 0, 0, 1), SQL_UNKNOWN_TYPE), "ts:1000000", "timestamp");
    CHECK_EQUAL(raw("a", SQL_UNKNOWN_TYPE), "x:61", "bytes");
}
