#include <cstring>

#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;

TEST(character_to_character) {
    run({{Column::utf8("hello"), SQL_C_CHAR, 6, "hello", 5, "00000"},
         {Column::utf8("hello"), SQL_C_CHAR, 5, "hell", 5, "01004"},
         {Column::utf8("hello"), SQL_C_CHAR, 1, "", 5, "01004"},
         {Column::utf8("hello"), SQL_C_CHAR, 0, "-", 5, "01004"},
         {Column::utf8("hello"), SQL_C_CHAR, -1, "-", 5, "HY090"},
         {Column::utf8(""), SQL_C_CHAR, 1, "", 0, "00000"},
         {Column::utf8(""), SQL_C_CHAR, 0, "-", 0, "01004"},
         {Column::utf8("東京 é"), SQL_C_CHAR, 20, "東京 é", 9, "00000"},
         {Column::utf8("東京 é"), SQL_C_CHAR, 9, "東京 ", 9, "01004"},
         {Column::utf8("東京 é"), SQL_C_CHAR, 6, "東", 9, "01004"},
         {Column::utf8("東京 é"), SQL_C_CHAR, 3, "", 9, "01004"},
         {Column::utf8("😀"), SQL_C_CHAR, 4, "", 4, "01004"},
         {Column::utf8("😀"), SQL_C_CHAR, 5, "😀", 4, "00000"}},
        "character");
}

TEST(character_to_wide) {
    run({{Column::utf8("hello"), SQL_C_WCHAR, 12, "hello", 10, "00000"},
         {Column::utf8("hello"), SQL_C_WCHAR, 11, "hell", 10, "01004"},
         {Column::utf8("hello"), SQL_C_WCHAR, 10, "hell", 10, "01004"},
         {Column::utf8("hello"), SQL_C_WCHAR, 2, "", 10, "01004"},
         {Column::utf8("hello"), SQL_C_WCHAR, 0, "-", 10, "01004"},
         {Column::utf8("hello"), SQL_C_WCHAR, -2, "-", 10, "HY090"},
         {Column::utf8(""), SQL_C_WCHAR, 2, "", 0, "00000"},
         {Column::utf8("eight or more 東京 and ascii again"), SQL_C_WCHAR, 200, "eight or more 東京 and ascii again",
          64, "00000"},
         {Column::utf8("a😀b"), SQL_C_WCHAR, 10, "a😀b", 8, "00000"},
         {Column::utf8("a😀b"), SQL_C_WCHAR, 8, "a😀", 8, "01004"},
         {Column::utf8("a😀b"), SQL_C_WCHAR, 6, "a", 8, "01004"}},
        "wide");
    const Got got = get(Column::utf8("a😀é"), SQL_C_WCHAR, 16, 4);
    CHECK_EQUAL(got.value, "a😀é", "four bytes a character");
    CHECK_EQUAL(got.length, 12, "four bytes a character");
    CHECK_EQUAL(get(Column::utf8("a😀é"), SQL_C_WCHAR, 12, 4).value, "a😀", "four bytes a character, cut");
}

TEST(broken_text_is_replaced_in_wide_and_kept_in_narrow) {
    run({{Column::utf8("a\xFFz"), SQL_C_WCHAR, 20, "a\uFFFDz", 6, "00000"},
         {Column::utf8("\xE2\x82"), SQL_C_WCHAR, 20, "\uFFFD", 2, "00000"},
         {Column::utf8("\xED\xA0\x80"), SQL_C_WCHAR, 20, "\uFFFD\uFFFD\uFFFD", 6, "00000"},
         {Column::utf8("\xC0\xAFx"), SQL_C_WCHAR, 20, "\uFFFD\uFFFDx", 6, "00000"},
         {Column::utf8("\xF4\x90\x80\x80"), SQL_C_WCHAR, 20, "\uFFFD\uFFFD\uFFFD\uFFFD", 8, "00000"},
         {Column::utf8("\x80\x80\x80\x80\x80"), SQL_C_CHAR, 4, "\x80\x80\x80", 5, "01004"}},
        "broken");
}

TEST(nulls_lengths_and_separate_indicators) {
    const Column text = Column::utf8("abc");
    convert::Target target;
    std::vector<convert::Finding> findings;
    char buffer[8] = "";
    SQLLEN length = -99;
    SQLLEN indicator = -99;
    target.c_type = SQL_C_CHAR;
    target.value = buffer;
    target.buffer_length = sizeof buffer;
    target.octet_length = &length;
    target.indicator = &indicator;
    convert::to_rows(text.vector(), 0, 1, target, findings);
    CHECK_EQUAL(length, 3, "octet length");
    CHECK_EQUAL(indicator, 0, "indicator of a value");
    length = -99;
    convert::to_rows(Column::null(convert::Physical::utf8).vector(), 0, 1, target, findings);
    CHECK_EQUAL(length, -99, "octet length of NULL is left alone");
    CHECK_EQUAL(indicator, SQL_NULL_DATA, "indicator of NULL");
    CHECK(findings.empty(), "no findings so far");
    target.indicator = nullptr;
    convert::to_rows(Column::null(convert::Physical::utf8).vector(), 0, 1, target, findings);
    CHECK_EQUAL(findings.size(), 1U, "NULL without indicator");
    CHECK_EQUAL(std::string(findings.at(0).sqlstate), "22002", "NULL without indicator");
    findings.clear();
    target.octet_length = nullptr;
    convert::to_rows(text.vector(), 0, 1, target, findings);
    CHECK_EQUAL(std::string(buffer), "abc", "no length bound at all");
    target.octet_length = &length;
    target.value = nullptr;
    target.buffer_length = 0;
    for (const int c_type : {SQL_C_CHAR, SQL_C_WCHAR, SQL_C_BINARY}) {
        target.c_type = static_cast<SQLSMALLINT>(c_type);
        convert::to_rows(text.vector(), 0, 1, target, findings);
        CHECK_EQUAL(length, c_type == SQL_C_WCHAR ? 6 : 3, "only the length bound");
    }
    target.c_type = SQL_C_SLONG;
    convert::to_rows(Column::int32(5).vector(), 0, 1, target, findings);
    CHECK_EQUAL(length, 4, "only the length bound, fixed");
    CHECK(findings.empty(), "only the length bound: no findings");
}

TEST(longest_length_attribute) {
    const Column text = Column::utf8("aé東z");
    convert::Target target;
    std::vector<convert::Finding> findings;
    char buffer[16];
    SQLLEN length = 0;
    target.c_type = SQL_C_CHAR;
    target.value = buffer;
    target.buffer_length = sizeof buffer;
    target.octet_length = target.indicator = &length;
    const std::pair<SQLULEN, std::string> cases[] = {{0, "aé東z"}, {7, "aé東z"}, {6, "aé東"}, {5, "aé"},
                                                     {3, "aé"},    {2, "a"},     {1, "a"}};
    for (const auto& [limit, wanted] : cases) {
        target.max_length = limit;
        convert::to_rows(text.vector(), 0, 1, target, findings);
        CHECK_EQUAL(std::string(buffer), wanted, "limit " + std::to_string(limit));
        CHECK_EQUAL(length, static_cast<SQLLEN>(wanted.size()), "limit " + std::to_string(limit));
    }
    CHECK(findings.empty(), "cutting to the longest length is no truncation");
}

TEST(row_sets_by_column_and_by_row) {
    struct Row {
        char before;
        char text[5];
        char misaligned[sizeof(SQLLEN)];
    };
    Column column = Column::utf8("abcdefghij");
    column.offsets = {0, 1, 3, 3, 10};
    const std::uint8_t validity = 0b1011;
    convert::ColumnVector vector = column.vector();
    vector.rows = 4;
    vector.validity = &validity;
    Row rows[3];
    std::memset(rows, 'x', sizeof rows);
    convert::Target target;
    target.c_type = SQL_C_CHAR;
    target.value = rows[0].text;
    target.buffer_length = sizeof rows[0].text;
    target.octet_length = target.indicator = reinterpret_cast<SQLLEN*>(rows[0].misaligned);
    target.value_stride = target.length_stride = sizeof(Row);
    std::vector<convert::Finding> findings;
    convert::to_rows(vector, 1, 3, target, findings);
    const SQLLEN lengths[] = {2, SQL_NULL_DATA, 7};
    for (int row = 0; row < 3; ++row) {
        SQLLEN length = 0;
        std::memcpy(&length, rows[row].misaligned, sizeof length);
        CHECK_EQUAL(length, lengths[row], "length of row " + std::to_string(row));
        CHECK_EQUAL(rows[row].before, 'x', "nothing written before");
    }
    CHECK_EQUAL(std::string(rows[0].text), "bc", "row 0");
    CHECK_EQUAL(std::string(rows[1].text, 5), "xxxxx", "NULL leaves the buffer alone");
    CHECK_EQUAL(std::string(rows[2].text), "defg", "row 2");
    CHECK_EQUAL(findings.size(), 1U, "one truncation");
    CHECK_EQUAL(findings.at(0).row, 2, "in the row set's last row");
}
