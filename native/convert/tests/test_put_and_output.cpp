#include <cstring>

#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;

namespace {

std::string put(convert::PutBuffer& buffer, SQLSMALLINT c_type, SQLSMALLINT sql_type, const void* value,
                SQLLEN length) {
    convert::Finding finding;
    return convert::put_piece(buffer, c_type, sql_type, value, length, 2, finding) ? "ok" : finding.sqlstate;
}

std::string finished(const convert::PutBuffer& buffer, SQLSMALLINT c_type, SQLSMALLINT sql_type) {
    convert::Source source;
    source.c_type = c_type;
    source.sql_type = sql_type;
    source.wide_char_bytes = 2;
    std::string wire;
    convert::Finding finding;
    return convert::encode_put(buffer, source, wire, finding) ? wire_text(wire) : finding.sqlstate;
}

// The value of one tag through a C type.
Got output(const std::string& wire, SQLSMALLINT c_type) {
    Got got;
    std::vector<unsigned char> bytes(64, 0xEE);
    const auto* cursor = reinterpret_cast<const std::uint8_t*>(wire.data());
    const std::uint8_t* const end = cursor + wire.size();
    convert::Finding finding;
    convert::Target target;
    target.c_type = c_type;
    target.value = bytes.data();
    target.buffer_length = static_cast<SQLLEN>(bytes.size());
    target.octet_length = target.indicator = &got.length;
    target.wide_char_bytes = 2;
    const bool converted = convert::decode_parameter(cursor, end, target, finding);
    got.state = finding.sqlstate;
    got.value = converted && got.length != SQL_NULL_DATA ? describe(c_type, bytes, got.length, 2) : "-";
    CHECK_EQUAL(converted, !finding.error, "an error is told");
    CHECK(finding.sqlstate == std::string("08S01") || cursor == end, "all bytes are read");
    return got;
}

}  // namespace

// Found by fuzzing: SQLParamData again without a SQLPutData.
TEST(a_value_that_was_never_put) {
    for (const SQLSMALLINT c_type : std::vector<SQLSMALLINT>{SQL_C_INTERVAL_MINUTE, SQL_C_SLONG, SQL_C_NUMERIC}) {
        CHECK_EQUAL(finished({}, c_type, SQL_WVARCHAR), "HY090", "a fixed type");
    }
    convert::PutBuffer shorter;
    const SQLSMALLINT value = 1;
    CHECK_EQUAL(put(shorter, SQL_C_SSHORT, SQL_INTEGER, &value, 0), "ok", "a short");
    CHECK_EQUAL(finished(shorter, SQL_C_SBIGINT, SQL_INTEGER), "HY090", "a type that was changed meanwhile");
    CHECK_EQUAL(finished({}, SQL_C_CHAR, SQL_WVARCHAR), "c:", "text is empty");
}

TEST(text_and_bytes_put_in_pieces) {
    convert::PutBuffer text;
    CHECK_EQUAL(put(text, SQL_C_CHAR, SQL_VARCHAR, "ab\xC3", 3), "ok", "a sequence may be cut");
    CHECK_EQUAL(put(text, SQL_C_CHAR, SQL_VARCHAR, "\xA9", SQL_NTS), "ok", "terminated");
    CHECK_EQUAL(put(text, SQL_C_CHAR, SQL_VARCHAR, nullptr, 0), "ok", "nothing");
    CHECK_EQUAL(finished(text, SQL_C_CHAR, SQL_VARCHAR), "c:abé", "together");
    convert::PutBuffer wide_text;
    CHECK_EQUAL(put(wide_text, SQL_C_WCHAR, SQL_WVARCHAR, u"ab\xD83D", 6), "ok", "half a pair");
    CHECK_EQUAL(put(wide_text, SQL_C_WCHAR, SQL_WVARCHAR, u"\xDE00", SQL_NTS), "ok", "the other half");
    CHECK_EQUAL(finished(wide_text, SQL_C_WCHAR, SQL_WVARCHAR), "c:ab😀", "together");
    convert::PutBuffer bytes;
    CHECK_EQUAL(put(bytes, SQL_C_DEFAULT, SQL_VARBINARY, "\x00\x01", 2), "ok", "bytes");
    CHECK_EQUAL(put(bytes, SQL_C_DEFAULT, SQL_VARBINARY, "\x02", 1), "ok", "bytes");
    CHECK_EQUAL(finished(bytes, SQL_C_DEFAULT, SQL_VARBINARY), "x:000102", "together");
    const convert::PutBuffer empty;
    CHECK_EQUAL(finished(empty, SQL_C_CHAR, SQL_VARCHAR), "c:", "no piece at all");
}

TEST(fixed_values_nulls_and_mistakes) {
    const std::int32_t number = 42;
    convert::PutBuffer fixed;
    CHECK_EQUAL(put(fixed, SQL_C_SLONG, SQL_INTEGER, &number, 1), "ok", "the length of a fixed type is not asked");
    CHECK_EQUAL(put(fixed, SQL_C_SLONG, SQL_INTEGER, &number, 4), "HY019", "twice");
    CHECK_EQUAL(finished(fixed, SQL_C_SLONG, SQL_INTEGER), "i:42", "fixed");
    convert::PutBuffer null;
    CHECK_EQUAL(put(null, SQL_C_CHAR, SQL_VARCHAR, nullptr, SQL_NULL_DATA), "ok", "NULL");
    CHECK_EQUAL(put(null, SQL_C_CHAR, SQL_VARCHAR, "a", 1), "HY020", "more behind NULL");
    CHECK_EQUAL(finished(null, SQL_C_CHAR, SQL_VARCHAR), "null", "NULL");
    convert::PutBuffer usual;
    CHECK_EQUAL(put(usual, SQL_C_CHAR, SQL_VARCHAR, nullptr, SQL_DEFAULT_PARAM), "ok", "default");
    CHECK_EQUAL(finished(usual, SQL_C_CHAR, SQL_VARCHAR), "default", "default");
    convert::PutBuffer buffer;
    CHECK_EQUAL(put(buffer, SQL_C_CHAR, SQL_VARCHAR, "a", -7), "HY090", "length");
    CHECK_EQUAL(put(buffer, SQL_C_CHAR, SQL_VARCHAR, nullptr, 1), "HY009", "pointer");
    CHECK_EQUAL(put(buffer, SQL_C_CHAR, SQL_VARCHAR, nullptr, SQL_NTS), "HY090", "pointer and no length");
    CHECK_EQUAL(put(buffer, SQL_C_BINARY, SQL_VARBINARY, "a", SQL_NTS), "HY090", "bytes have no terminator");
    CHECK_EQUAL(put(buffer, SQL_C_SLONG, SQL_INTEGER, nullptr, 4), "HY009", "pointer");
    CHECK_EQUAL(put(buffer, 98, SQL_INTEGER, "a", 1), "HY003", "C type");
    CHECK_EQUAL(put(buffer, SQL_C_CHAR, SQL_VARCHAR, "a", 1), "ok", "a good piece");
    CHECK_EQUAL(put(buffer, SQL_C_CHAR, SQL_VARCHAR, nullptr, SQL_NULL_DATA), "HY020", "NULL behind a piece");
}

TEST(output_parameters) {
    using convert::append_value;
    using convert::Tag;
    const auto number = [](Tag tag, auto value) {
        std::string wire;
        append_value(wire, tag, value);
        return wire;
    };
    const auto text = [](Tag tag, std::string_view value) {
        std::string wire;
        append_value(wire, tag, value);
        return wire;
    };
    CHECK_EQUAL(output(std::string(1, '\0'), SQL_C_CHAR).length, SQL_NULL_DATA, "NULL");
    CHECK_EQUAL(output(number(Tag::boolean, std::uint8_t{1}), SQL_C_BIT).value, "1", "boolean");
    CHECK_EQUAL(output(number(Tag::integer, std::int64_t{-9}), SQL_C_SLONG).value, "-9", "integer");
    CHECK_EQUAL(output(number(Tag::integer, std::int64_t{1} << 40), SQL_C_SLONG).state, "22003", "integer too large");
    CHECK_EQUAL(output(number(Tag::real, 0.5), SQL_C_DOUBLE).value, "0.5", "double");
    CHECK_EQUAL(output(text(Tag::decimal, "-12.50"), SQL_C_CHAR).value, "-12.50", "decimal");
    CHECK_EQUAL(output(text(Tag::decimal, "-12.50"), SQL_C_DOUBLE).value, "-12.5", "decimal");
    CHECK_EQUAL(output(text(Tag::character, "aé"), SQL_C_WCHAR).value, "aé", "text");
    CHECK_EQUAL(output(text(Tag::binary, "\x01"), SQL_C_BINARY).value, "01", "binary");
    CHECK_EQUAL(output(number(Tag::date, std::int32_t{19782}), SQL_C_TYPE_DATE).value, "2024-02-29", "date");
    CHECK_EQUAL(output(number(Tag::time, std::int64_t{1'000'000}), SQL_C_TYPE_TIME).value, "00:00:01", "time");
    CHECK_EQUAL(output(number(Tag::timestamp, std::int64_t{1'000'001}), SQL_C_CHAR).value, "1970-01-01 00:00:01.000001",
                "timestamp");
    CHECK_EQUAL(output(text(Tag::guid, "6F9619FF-8B86-D011-B42D-00C04FC964FF"), SQL_C_CHAR).value,
                "6F9619FF-8B86-D011-B42D-00C04FC964FF", "GUID");
    CHECK_EQUAL(output(number(Tag::integer, std::int64_t{1}), SQL_C_TYPE_DATE).state, "07006", "no conversion");
    CHECK_EQUAL(output("", SQL_C_CHAR).state, "08S01", "nothing");
    CHECK_EQUAL(output("\x0E", SQL_C_CHAR).state, "08S01", "no tag");
    CHECK_EQUAL(output("\x02zzz", SQL_C_CHAR).state, "08S01", "too short");
    CHECK_EQUAL(output(std::string("\x05\x05\0\0\0abc", 8), SQL_C_CHAR).state, "08S01", "too short");
    CHECK_EQUAL(output("\x05\xFF\xFF\xFF\xFF", SQL_C_CHAR).state, "08S01", "too long");
}
