#include <limits>

#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;

TEST(integers_to_numbers) {
    run({{Column::int16(-7), SQL_C_SSHORT, 0, "-7", 2, "00000"},
         {Column::int16(-7), SQL_C_USHORT, 0, "-", 2, "22003"},
         {Column::int32(127), SQL_C_STINYINT, 0, "127", 1, "00000"},
         {Column::int32(128), SQL_C_TINYINT, 0, "-", 1, "22003"},
         {Column::int32(-129), SQL_C_TINYINT, 0, "-", 1, "22003"},
         {Column::int32(255), SQL_C_UTINYINT, 0, "255", 1, "00000"},
         {Column::int32(256), SQL_C_UTINYINT, 0, "-", 1, "22003"},
         {Column::int32(40000), SQL_C_SHORT, 0, "-", 2, "22003"},
         {Column::int32(40000), SQL_C_USHORT, 0, "40000", 2, "00000"},
         {Column::int64(1LL << 31), SQL_C_LONG, 0, "-", 4, "22003"},
         {Column::int64(1LL << 31), SQL_C_ULONG, 0, "2147483648", 4, "00000"},
         {Column::int64(INT64_MIN), SQL_C_SBIGINT, 0, "-9223372036854775808", 8, "00000"},
         {Column::int64(INT64_MIN), SQL_C_UBIGINT, 0, "-", 8, "22003"},
         {Column::int64(INT64_MAX), SQL_C_UBIGINT, 0, "9223372036854775807", 8, "00000"},
         {Column::int64(1), SQL_C_BIT, 0, "1", 1, "00000"},
         {Column::int64(2), SQL_C_BIT, 0, "-", 1, "22003"},
         {Column::int64(-1), SQL_C_BIT, 0, "-", 1, "22003"},
         {Column::int64(-5), SQL_C_DOUBLE, 0, "-5", 8, "00000"},
         {Column::int64(1LL << 40), SQL_C_FLOAT, 0, "1.09951163e+12", 4, "00000"},
         {Column::int64(INT64_MIN), SQL_C_NUMERIC, 0, "-9223372036854775808", sizeof(SQL_NUMERIC_STRUCT), "00000"}},
        "integers");
}

TEST(integers_to_text) {
    run({{Column::int64(-12345), SQL_C_CHAR, 7, "-12345", 6, "00000"},
         {Column::int64(-12345), SQL_C_CHAR, 6, "-", 6, "22003"},
         {Column::int64(-12345), SQL_C_WCHAR, 14, "-12345", 12, "00000"},
         {Column::int64(-12345), SQL_C_WCHAR, 13, "-", 12, "22003"},
         {Column::int16(0), SQL_C_CHAR, 2, "0", 1, "00000"},
         {Column::int64(INT64_MIN), SQL_C_CHAR, 40, "-9223372036854775808", 20, "00000"},
         {Column::int32(258), SQL_C_BINARY, 4, "02010000", 4, "00000"},
         {Column::int32(258), SQL_C_BINARY, 3, "-", 4, "22003"},
         {Column::boolean(true), SQL_C_CHAR, 2, "1", 1, "00000"},
         {Column::boolean(false), SQL_C_CHAR, 2, "0", 1, "00000"},
         {Column::boolean(true), SQL_C_CHAR, 1, "-", 1, "22003"},
         {Column::boolean(true), SQL_C_WCHAR, 4, "1", 2, "00000"},
         {Column::boolean(true), SQL_C_BINARY, 1, "01", 1, "00000"}},
        "integers as text");
}

TEST(booleans_to_numbers) {
    for (const int code : {SQL_C_BIT, SQL_C_TINYINT, SQL_C_UTINYINT, SQL_C_SHORT, SQL_C_USHORT, SQL_C_LONG, SQL_C_ULONG,
                           SQL_C_SBIGINT, SQL_C_UBIGINT, SQL_C_FLOAT, SQL_C_DOUBLE, SQL_C_NUMERIC}) {
        const auto c_type = static_cast<SQLSMALLINT>(code);
        CHECK_EQUAL(get(Column::boolean(true), c_type).value, "1", "true as C type " + std::to_string(c_type));
        CHECK_EQUAL(get(Column::boolean(false), c_type).value, "0", "false as C type " + std::to_string(c_type));
    }
}

TEST(doubles) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    run({{Column::float64(0.1), SQL_C_CHAR, 20, "0.1", 3, "00000"},
         {Column::float64(100000), SQL_C_CHAR, 20, "100000", 6, "00000"},
         {Column::float64(1e15), SQL_C_CHAR, 20, "1000000000000000", 16, "00000"},
         {Column::float64(1e16), SQL_C_CHAR, 20, "1e+16", 5, "00000"},
         {Column::float64(-1.5e-7), SQL_C_CHAR, 20, "-1.5e-07", 8, "00000"},
         {Column::float64(1.0 / 3), SQL_C_CHAR, 20, "0.3333333333333333", 18, "00000"},
         {Column::float64(1.0 / 3), SQL_C_CHAR, 5, "0.33", 18, "01004"},
         {Column::float64(1.0 / 3), SQL_C_WCHAR, 10, "0.33", 36, "01004"},
         {Column::float64(123.25), SQL_C_CHAR, 4, "123", 6, "01004"},
         {Column::float64(123.25), SQL_C_CHAR, 3, "-", 6, "22003"},
         {Column::float64(1e16), SQL_C_CHAR, 4, "-", 5, "22003"},
         {Column::float64(2.5), SQL_C_SLONG, 0, "2", 4, "01S07"},
         {Column::float64(-2.5), SQL_C_SLONG, 0, "-2", 4, "01S07"},
         {Column::float64(-0.5), SQL_C_ULONG, 0, "0", 4, "01S07"},
         {Column::float64(-1), SQL_C_ULONG, 0, "-", 4, "22003"},
         {Column::float64(1e19), SQL_C_UBIGINT, 0, "10000000000000000000", 8, "00000"},
         {Column::float64(1e19), SQL_C_SBIGINT, 0, "-", 8, "22003"},
         {Column::float64(1e20), SQL_C_UBIGINT, 0, "-", 8, "22003"},
         {Column::float64(-0x1p63), SQL_C_SBIGINT, 0, "-9223372036854775808", 8, "00000"},
         {Column::float64(std::numeric_limits<double>::quiet_NaN()), SQL_C_SLONG, 0, "-", 4, "22003"},
         {Column::float64(infinity), SQL_C_SBIGINT, 0, "-", 8, "22003"},
         {Column::float64(infinity), SQL_C_DOUBLE, 0, "inf", 8, "00000"},
         {Column::float64(infinity), SQL_C_NUMERIC, 0, "-", 8, "22003"},
         {Column::float64(infinity), SQL_C_CHAR, 20, "inf", 3, "00000"},
         {Column::float64(1e300), SQL_C_FLOAT, 0, "-", 4, "22003"},
         {Column::float64(0.5), SQL_C_FLOAT, 0, "0.5", 4, "00000"},
         {Column::float64(0.5), SQL_C_BIT, 0, "0", 1, "01S07"},
         {Column::float64(1.5), SQL_C_BIT, 0, "1", 1, "01S07"},
         {Column::float64(-0.5), SQL_C_BIT, 0, "-", 1, "22003"},
         {Column::float64(2), SQL_C_BIT, 0, "-", 1, "22003"},
         {Column::float64(12.75), SQL_C_NUMERIC, 0, "12", sizeof(SQL_NUMERIC_STRUCT), "01S07"},
         {Column::float64(1), SQL_C_BINARY, 8, "000000000000F03F", 8, "00000"},
         {Column::float64(1), SQL_C_BINARY, 7, "-", 8, "22003"}},
        "doubles");
}

TEST(decimals) {
    run({{Column::decimal(-1250, 2), SQL_C_CHAR, 20, "-12.50", 6, "00000"},
         {Column::decimal(-1250, 2), SQL_C_CHAR, 6, "-12.5", 6, "01004"},
         {Column::decimal(-1250, 2), SQL_C_CHAR, 4, "-12", 6, "01004"},
         {Column::decimal(-1250, 2), SQL_C_CHAR, 3, "-", 6, "22003"},
         {Column::decimal(5, 4), SQL_C_CHAR, 20, "0.0005", 6, "00000"},
         {Column::decimal(-5, 4), SQL_C_WCHAR, 40, "-0.0005", 14, "00000"},
         {Column::decimal(0, 3), SQL_C_CHAR, 20, "0.000", 5, "00000"},
         {Column::decimal(7, -3), SQL_C_CHAR, 20, "7000", 4, "00000"},
         {Column::decimal(0, -3), SQL_C_CHAR, 20, "0", 1, "00000"},
         // 10^38 - 1 and its negative.
         {Column::decimal_words(0x098A223FFFFFFFFF, 0x4B3B4CA85A86C47A, 0), SQL_C_CHAR, 60,
          "99999999999999999999999999999999999999", 38, "00000"},
         {Column::decimal_words(0x098A223FFFFFFFFF, 0x4B3B4CA85A86C47A, 38), SQL_C_CHAR, 60,
          "0.99999999999999999999999999999999999999", 40, "00000"},
         {Column::decimal_words(0xF675DDC000000001, 0xB4C4B357A5793B85, 10), SQL_C_CHAR, 60,
          "-9999999999999999999999999999.9999999999", 40, "00000"},
         {Column::decimal_words(0, 0x8000000000000000, 0), SQL_C_CHAR, 60, "-170141183460469231731687303715884105728",
          40, "00000"},
         {Column::decimal(100, 2), SQL_C_SLONG, 0, "1", 4, "00000"},
         {Column::decimal(199, 2), SQL_C_SLONG, 0, "1", 4, "01S07"},
         {Column::decimal(-199, 2), SQL_C_STINYINT, 0, "-1", 1, "01S07"},
         {Column::decimal(-199, 2), SQL_C_UTINYINT, 0, "-", 1, "22003"},
         {Column::decimal(-99, 2), SQL_C_UTINYINT, 0, "0", 1, "01S07"},
         {Column::decimal(12800, 2), SQL_C_STINYINT, 0, "-", 1, "22003"},
         {Column::decimal_words(0, 1, 0), SQL_C_UBIGINT, 0, "-", 8, "22003"},
         {Column::decimal_words(~0ULL, 0, 0), SQL_C_UBIGINT, 0, "18446744073709551615", 8, "00000"},
         {Column::decimal(-1250, 2), SQL_C_DOUBLE, 0, "-12.5", 8, "00000"},
         {Column::decimal_words(0x098A223FFFFFFFFF, 0x4B3B4CA85A86C47A, 38), SQL_C_DOUBLE, 0, "1", 8, "00000"},
         {Column::decimal(1, 1), SQL_C_DOUBLE, 0, "0.10000000000000001", 8, "00000"},
         {Column::decimal(1, 1), SQL_C_FLOAT, 0, "0.100000001", 4, "00000"},
         {Column::decimal(100, 2), SQL_C_BIT, 0, "1", 1, "00000"},
         {Column::decimal(150, 2), SQL_C_BIT, 0, "1", 1, "01S07"},
         {Column::decimal(-1, 2), SQL_C_BIT, 0, "-", 1, "22003"},
         {Column::decimal(200, 2), SQL_C_BIT, 0, "-", 1, "22003"},
         {Column::decimal(-1250, 2), SQL_C_NUMERIC, 0, "-12", sizeof(SQL_NUMERIC_STRUCT), "01S07"},
         {Column::decimal(258, 2), SQL_C_BINARY, 19, "26020102010000000000000000000000000000", 19, "00000"},
         {Column::decimal(1, 39), SQL_C_CHAR, 60, "-", 0, "08S01"}},
        "decimals");
}

TEST(numeric_structure_has_the_precision_and_scale_asked_for) {
    const auto numeric = [](const Column& column, SQLSMALLINT precision, SQLSMALLINT scale) {
        const Got got = get(column, SQL_C_NUMERIC, 0, 2, precision, scale);
        return got.state + " " + got.value;
    };
    CHECK_EQUAL(numeric(Column::decimal(-1250, 2), 10, 2), "00000 -12.50", "same scale");
    CHECK_EQUAL(numeric(Column::decimal(-1250, 2), 10, 4), "00000 -12.5000", "larger scale");
    CHECK_EQUAL(numeric(Column::decimal(-1250, 2), 10, 1), "00000 -12.5", "smaller scale, nothing lost");
    CHECK_EQUAL(numeric(Column::decimal(-1255, 2), 10, 1), "01S07 -12.5", "smaller scale");
    CHECK_EQUAL(numeric(Column::decimal(-1250, 2), 3, 2), "22003 -", "too many digits");
    CHECK_EQUAL(numeric(Column::decimal(12345, 0), 10, -2), "01S07 12300", "negative scale");
    CHECK_EQUAL(numeric(Column::utf8("1.125"), 5, 3), "00000 1.125", "text");
    CHECK_EQUAL(numeric(Column::float64(0.1), 5, 3), "00000 0.100", "double");
    CHECK_EQUAL(numeric(Column::int64(42), 5, 2), "00000 42.00", "integer");
    CHECK_EQUAL(numeric(Column::utf8("1e30"), 38, 10), "22003 -", "does not fit");
}

TEST(text_to_numbers) {
    run({{Column::utf8("42"), SQL_C_SLONG, 0, "42", 4, "00000"},
         {Column::utf8("  -42  "), SQL_C_SLONG, 0, "-42", 4, "00000"},
         {Column::utf8("+42"), SQL_C_SLONG, 0, "42", 4, "00000"},
         {Column::utf8("42.0"), SQL_C_SLONG, 0, "42", 4, "00000"},
         {Column::utf8("42.9"), SQL_C_SLONG, 0, "42", 4, "01S07"},
         {Column::utf8("4.2e1"), SQL_C_SLONG, 0, "42", 4, "00000"},
         {Column::utf8("4200e-2"), SQL_C_SLONG, 0, "42", 4, "00000"},
         {Column::utf8("1e-100"), SQL_C_SLONG, 0, "0", 4, "01S07"},
         {Column::utf8("0e999999999999"), SQL_C_SLONG, 0, "0", 4, "00000"},
         {Column::utf8("1e999999999999"), SQL_C_SLONG, 0, "-", 4, "22003"},
         {Column::utf8("3000000000"), SQL_C_SLONG, 0, "-", 4, "22003"},
         {Column::utf8("18446744073709551615"), SQL_C_UBIGINT, 0, "18446744073709551615", 8, "00000"},
         {Column::utf8("18446744073709551616"), SQL_C_UBIGINT, 0, "-", 8, "22003"},
         {Column::utf8("0000000000000000000000000000000000000000000000001"), SQL_C_UTINYINT, 0, "1", 1, "00000"},
         {Column::utf8("1.00000000000000000000000000000000000000000000000001"), SQL_C_UTINYINT, 0, "1", 1, "01S07"},
         {Column::utf8(""), SQL_C_SLONG, 0, "-", 4, "22018"},
         {Column::utf8("abc"), SQL_C_SLONG, 0, "-", 4, "22018"},
         {Column::utf8("1,5"), SQL_C_SLONG, 0, "-", 4, "22018"},
         {Column::utf8("1 2"), SQL_C_SLONG, 0, "-", 4, "22018"},
         {Column::utf8("0x10"), SQL_C_SLONG, 0, "-", 4, "22018"},
         {Column::utf8("1e"), SQL_C_SLONG, 0, "-", 4, "22018"},
         {Column::utf8("."), SQL_C_SLONG, 0, "-", 4, "22018"},
         {Column::utf8("--1"), SQL_C_SLONG, 0, "-", 4, "22018"},
         {Column::utf8("1.5"), SQL_C_DOUBLE, 0, "1.5", 8, "00000"},
         {Column::utf8(".5"), SQL_C_DOUBLE, 0, "0.5", 8, "00000"},
         {Column::utf8("5."), SQL_C_DOUBLE, 0, "5", 8, "00000"},
         {Column::utf8(" -1.5E+2 "), SQL_C_DOUBLE, 0, "-150", 8, "00000"},
         {Column::utf8("1e400"), SQL_C_DOUBLE, 0, "-", 8, "22003"},
         {Column::utf8("0.0001e400"), SQL_C_DOUBLE, 0, "-", 8, "22003"},
         {Column::utf8("1e-400"), SQL_C_DOUBLE, 0, "0", 8, "00000"},
         {Column::utf8("1000e-400"), SQL_C_DOUBLE, 0, "0", 8, "00000"},
         {Column::utf8("nan"), SQL_C_DOUBLE, 0, "-", 8, "22018"},
         {Column::utf8("inf"), SQL_C_DOUBLE, 0, "-", 8, "22018"},
         {Column::utf8("1e39"), SQL_C_FLOAT, 0, "-", 4, "22003"},
         {Column::utf8("16777217"), SQL_C_FLOAT, 0, "16777216", 4, "00000"},
         {Column::utf8("1"), SQL_C_BIT, 0, "1", 1, "00000"},
         {Column::utf8("0.5"), SQL_C_BIT, 0, "0", 1, "01S07"},
         {Column::utf8("-0.5"), SQL_C_BIT, 0, "-", 1, "22003"},
         {Column::utf8("2"), SQL_C_BIT, 0, "-", 1, "22003"},
         {Column::utf8("yes"), SQL_C_BIT, 0, "-", 1, "22018"},
         {Column::utf8("-12.00"), SQL_C_NUMERIC, 0, "-12", sizeof(SQL_NUMERIC_STRUCT), "00000"},
         {Column::utf8("12.75"), SQL_C_NUMERIC, 0, "12", sizeof(SQL_NUMERIC_STRUCT), "01S07"},
         {Column::utf8("twelve"), SQL_C_NUMERIC, 0, "-", sizeof(SQL_NUMERIC_STRUCT), "22018"},
         {Column::utf8("1e38"), SQL_C_NUMERIC, 0, "-", sizeof(SQL_NUMERIC_STRUCT), "22003"}},
        "text as numbers");
}
