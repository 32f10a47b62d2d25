// Random values of every type: application → wire → application gives the value back, directly and by way of text.
#include <cstring>
#include <random>

#include "../datetime.hpp"
#include "../text.hpp"
#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;

namespace {

constexpr int rounds = 2'000;

template <class Value>
Value through(SQLSMALLINT c_type, const Value& value, SQLSMALLINT sql_type) {
    convert::Source source;
    source.c_type = c_type;
    source.sql_type = sql_type;
    source.value = &value;
    std::string wire;
    convert::Finding finding;
    CHECK(convert::encode_parameter(source, wire, finding), std::string("encoded ") + finding.sqlstate);
    Value back{};
    SQLLEN length = 0;
    convert::Target target;
    target.c_type = c_type;
    target.value = &back;
    target.precision = 38;
    target.scale = c_type == SQL_C_NUMERIC ? 6 : 0;
    target.octet_length = target.indicator = &length;
    const auto* cursor = reinterpret_cast<const std::uint8_t*>(wire.data());
    CHECK(convert::decode_parameter(cursor, cursor + wire.size(), target, finding),
          std::string("decoded ") + finding.sqlstate);
    return back;
}

template <class Value>
bool comes_back(SQLSMALLINT c_type, const Value& value, std::initializer_list<SQLSMALLINT> sql_types) {
    for (const SQLSMALLINT sql_type : sql_types) {
        const Value back = through(c_type, value, sql_type);
        if (std::memcmp(&back, &value, sizeof value) != 0) {
            return false;
        }
    }
    return true;
}

std::string random_text(std::mt19937_64& random) {
    static constexpr char32_t limits[] = {0x80, 0x80, 0x800, 0x10000, 0x110000};
    std::string text;
    for (std::uint64_t left = random() % 40; left > 0; --left) {
        char32_t code_point = static_cast<char32_t>(random() % limits[random() % 5]);
        code_point = code_point == 0 || (code_point >= 0xD800 && code_point < 0xE000) ? U'x' : code_point;
        CHECK(convert::narrow(&code_point, 1, 4, text), "a code point");
    }
    return text;
}

}  // namespace

TEST(random_numbers_go_round) {
    std::mt19937_64 random(1);
    int wrong = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto bits = random() >> (random() % 64);
        const auto integer = static_cast<std::int64_t>(random() % 2 == 0 ? bits : ~bits + 1);
        wrong += comes_back(SQL_C_SBIGINT, integer, {SQL_BIGINT, SQL_DECIMAL, SQL_VARCHAR}) ? 0 : 1;
        wrong += comes_back(SQL_C_UBIGINT, bits, {SQL_DECIMAL, SQL_WVARCHAR}) ? 0 : 1;
        wrong +=
            comes_back(SQL_C_SLONG, static_cast<std::int32_t>(bits), {SQL_INTEGER, SQL_DOUBLE, SQL_NUMERIC}) ? 0 : 1;
        double real = 0;
        std::memcpy(&real, &bits, sizeof real);
        if (real == real && real - real == 0) {
            wrong += comes_back(SQL_C_DOUBLE, real, {SQL_DOUBLE, SQL_VARCHAR}) ? 0 : 1;
        }
        SQL_NUMERIC_STRUCT numeric{};
        numeric.precision = 38;
        numeric.scale = 6;
        numeric.sign = static_cast<SQLCHAR>(integer == 0 ? 1 : random() % 2);
        std::memcpy(numeric.val, &bits, sizeof bits);
        numeric.val[8 + random() % 4] = static_cast<SQLCHAR>(random());
        wrong += comes_back(SQL_C_NUMERIC, numeric, {SQL_DECIMAL, SQL_VARCHAR}) ? 0 : 1;
    }
    CHECK_EQUAL(wrong, 0, "numbers that changed");
}

TEST(random_dates_and_times_go_round) {
    std::mt19937_64 random(2);
    int wrong = 0;
    for (int round = 0; round < rounds; ++round) {
        const convert::CivilDate civil =
            convert::civil_of_days(static_cast<std::int64_t>(random() % 3'652'059) - 719'162);
        const SQL_DATE_STRUCT date{static_cast<SQLSMALLINT>(civil.year), static_cast<SQLUSMALLINT>(civil.month),
                                   static_cast<SQLUSMALLINT>(civil.day)};
        wrong += comes_back(SQL_C_TYPE_DATE, date, {SQL_TYPE_DATE, SQL_VARCHAR, SQL_TYPE_TIMESTAMP}) ? 0 : 1;
        const SQL_TIME_STRUCT time{static_cast<SQLUSMALLINT>(random() % 24), static_cast<SQLUSMALLINT>(random() % 60),
                                   static_cast<SQLUSMALLINT>(random() % 60)};
        wrong += comes_back(SQL_C_TYPE_TIME, time, {SQL_TYPE_TIME, SQL_VARCHAR}) ? 0 : 1;
        const auto fraction = static_cast<SQLUINTEGER>(random() % 1'000'000 * 1000);
        const SQL_TIMESTAMP_STRUCT stamp{date.year,   date.month,  date.day, time.hour,
                                         time.minute, time.second, fraction};
        wrong += comes_back(SQL_C_TYPE_TIMESTAMP, stamp, {SQL_TYPE_TIMESTAMP, SQL_VARCHAR}) ? 0 : 1;
    }
    CHECK_EQUAL(wrong, 0, "dates and times that changed");
}

TEST(random_text_goes_round_in_every_width) {
    std::mt19937_64 random(3);
    for (int round = 0; round < rounds; ++round) {
        const std::string text = random_text(random);
        const Column column = Column::utf8(text);
        CHECK_EQUAL(get(column, SQL_C_CHAR).value, text, "narrow");
        CHECK_EQUAL(get(column, SQL_C_WCHAR, 400, 2).value, text, "two bytes");
        CHECK_EQUAL(get(column, SQL_C_WCHAR, 800, 4).value, text, "four bytes");
        const Got cut = get(column, SQL_C_WCHAR, static_cast<SQLLEN>(2 + random() % 60), 2);
        CHECK(text.starts_with(cut.value), "what is cut is the beginning");
        CHECK_EQUAL(cut.length, static_cast<SQLLEN>(convert::widened_size<char16_t>(text.data(), text.size())),
                    "and the length is the whole");
        const Got narrow_cut = get(column, SQL_C_CHAR, static_cast<SQLLEN>(1 + random() % 60));
        CHECK(text.starts_with(narrow_cut.value), "what is cut is the beginning");
        CHECK(convert::is_utf8(narrow_cut.value.data(), narrow_cut.value.size()), "and no sequence is split");
    }
}

TEST(random_guids_go_round) {
    std::mt19937_64 random(4);
    int wrong = 0;
    for (int round = 0; round < rounds; ++round) {
        SQLGUID guid{};
        const std::uint64_t words[2] = {random(), random()};
        std::memcpy(&guid, words, sizeof guid);
        wrong += comes_back(SQL_C_GUID, guid, {SQL_GUID, SQL_CHAR}) ? 0 : 1;
    }
    CHECK_EQUAL(wrong, 0, "GUIDs that changed");
}
