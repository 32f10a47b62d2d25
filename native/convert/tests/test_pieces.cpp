#include <cstring>

#include "../text.hpp"
#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;

namespace {

// Calls SQLGetData's conversion until the end, with a buffer of exactly this size each time.
struct Pieces {
    std::string bytes;  // all pieces, without their terminators
    std::vector<SQLLEN> lengths;
    SQLRETURN last = SQL_SUCCESS;
    std::string state;
    bool terminated = true;
};

Pieces read_pieces(const Column& column, SQLSMALLINT c_type, std::size_t room, unsigned wide = 2) {
    Pieces pieces;
    convert::PieceState state;
    const std::size_t terminator = c_type == SQL_C_CHAR ? 1 : c_type == SQL_C_WCHAR ? wide : 0;
    for (int call = 0; call < 10'000; ++call) {
        std::vector<char> buffer(room, 'x');
        SQLLEN length = -99;
        convert::Finding finding;
        convert::Target target;
        target.c_type = c_type;
        target.value = buffer.data();
        target.buffer_length = static_cast<SQLLEN>(room);
        target.octet_length = target.indicator = &length;
        target.wide_char_bytes = wide;
        pieces.last = convert::to_piece(column.vector(), 0, target, state, finding);
        if (pieces.last == SQL_NO_DATA || pieces.last == SQL_ERROR) {
            pieces.state = finding.sqlstate;
            return pieces;
        }
        // Pieces are full, but for digits, of which two make a byte.
        const bool digits = column.physical == convert::Physical::binary && terminator > 0;
        const std::size_t unit = std::max<std::size_t>(terminator, 1) * (digits && room >= 3 * terminator ? 2 : 1);
        const std::size_t most = (room - terminator) / unit * unit;
        const std::size_t size = std::min(static_cast<std::size_t>(length), most);
        CHECK_EQUAL(pieces.last == SQL_SUCCESS, static_cast<std::size_t>(length) == size,
                    "01004 exactly when more is there");
        pieces.bytes.append(buffer.data(), size);
        pieces.terminated &= std::string(buffer.data() + size, terminator) == std::string(terminator, '\0');
        pieces.lengths.push_back(length);
    }
    return pieces;
}

std::string bytes_of(const std::u16string& units) {
    return std::string(reinterpret_cast<const char*>(units.data()), units.size() * 2);
}

}  // namespace

TEST(character_pieces_of_every_size) {
    const std::string text = "Über 東京: 😀 and 😀😀 again, plain ascii at the end";
    for (std::size_t room = 2; room < text.size() + 3; ++room) {
        const Pieces pieces = read_pieces(Column::utf8(text), SQL_C_CHAR, room);
        const std::string what = "room " + std::to_string(room);
        CHECK_EQUAL(pieces.bytes, text, what);
        CHECK_EQUAL(pieces.last, SQL_NO_DATA, what);
        CHECK_EQUAL(pieces.lengths.front(), static_cast<SQLLEN>(text.size()), what);
        CHECK(pieces.terminated, what);
    }
}

TEST(wide_pieces_of_every_size) {
    const std::string text = "Über 東京: 😀 and 😀😀 again, plain ascii at the end";
    const std::string two = bytes_of(wide(text));
    std::string four(text.size() * 4, '\0');
    four.resize(convert::widen<char32_t>(text.data(), text.size(), four.data(), four.size()).bytes_written);
    for (std::size_t room = 4; room < two.size() + 5; ++room) {
        const Pieces pieces = read_pieces(Column::utf8(text), SQL_C_WCHAR, room);
        CHECK(pieces.bytes == two, "two bytes, room " + std::to_string(room));
        CHECK_EQUAL(pieces.lengths.front(), static_cast<SQLLEN>(two.size()), "two bytes, room " + std::to_string(room));
        CHECK(pieces.terminated, "two bytes, room " + std::to_string(room));
    }
    for (std::size_t room = 8; room < four.size() + 9; ++room) {
        const Pieces pieces = read_pieces(Column::utf8(text), SQL_C_WCHAR, room, 4);
        CHECK(pieces.bytes == four, "four bytes, room " + std::to_string(room));
        CHECK(pieces.terminated, "four bytes, room " + std::to_string(room));
    }
}

TEST(binary_pieces_and_digits) {
    const std::string bytes("\x00\x01\xFE\xFF\x10\x20\x30", 7);
    for (std::size_t room = 1; room < 10; ++room) {
        CHECK_EQUAL(read_pieces(Column::binary(bytes), SQL_C_BINARY, room).bytes, bytes,
                    "room " + std::to_string(room));
    }
    for (std::size_t room = 2; room < 18; ++room) {
        const Pieces pieces = read_pieces(Column::binary(bytes), SQL_C_CHAR, room);
        CHECK_EQUAL(pieces.bytes, "0001FEFF102030", "digits, room " + std::to_string(room));
        CHECK(pieces.terminated, "digits, room " + std::to_string(room));
    }
    for (std::size_t room = 4; room < 34; ++room) {
        const Pieces pieces = read_pieces(Column::binary(bytes), SQL_C_WCHAR, room);
        CHECK(pieces.bytes == bytes_of(u"0001FEFF102030"), "wide digits, room " + std::to_string(room));
    }
}

TEST(numbers_and_times_in_pieces) {
    const Pieces pieces = read_pieces(Column::decimal(-1250, 2), SQL_C_CHAR, 5);
    CHECK_EQUAL(pieces.bytes, "-12.50", "the fraction comes in the second piece");
    CHECK_EQUAL(pieces.lengths.size(), 2U, "the fraction comes in the second piece");
    CHECK_EQUAL(read_pieces(Column::decimal(-1250, 2), SQL_C_CHAR, 3).state, "22003",
                "digits before the point must fit");
    const Pieces wide_pieces = read_pieces(Column::timestamp(123'000, 3), SQL_C_WCHAR, 40);
    CHECK(wide_pieces.bytes == bytes_of(u"1970-01-01 00:00:00.123"), "a wide timestamp");
    CHECK_EQUAL(wide_pieces.lengths.size(), 2U, "a wide timestamp");
    CHECK_EQUAL(read_pieces(Column::int64(7), SQL_C_BINARY, 3).state, "22003", "raw bytes are all or nothing");
    CHECK_EQUAL(read_pieces(Column::int64(7), SQL_C_BINARY, 8).bytes.size(), 8U, "raw bytes are all or nothing");
}

TEST(fixed_types_once_then_no_data) {
    convert::PieceState state;
    convert::Finding finding;
    SQLLEN length = 0;
    std::int32_t value = 0;
    convert::Target target;
    target.c_type = SQL_C_SLONG;
    target.value = &value;
    target.octet_length = target.indicator = &length;
    const Column column = Column::float64(42.5);
    CHECK_EQUAL(convert::to_piece(column.vector(), 0, target, state, finding), SQL_SUCCESS_WITH_INFO, "first");
    CHECK_EQUAL(std::string(finding.sqlstate), "01S07", "first");
    CHECK_EQUAL(value, 42, "first");
    CHECK_EQUAL(length, 4, "first");
    CHECK_EQUAL(convert::to_piece(column.vector(), 0, target, state, finding), SQL_NO_DATA, "second");
    target.c_type = SQL_C_DOUBLE;
    double real = 0;
    target.value = &real;
    CHECK_EQUAL(convert::to_piece(column.vector(), 0, target, state, finding), SQL_SUCCESS,
                "another C type reads anew");
    CHECK_EQUAL(real, 42.5, "another C type reads anew");
    CHECK_EQUAL(convert::to_piece(column.vector(), 1, target, state = {}, finding), SQL_ERROR, "no such row");
    CHECK_EQUAL(convert::to_piece(column.vector(), -1, target, state = {}, finding), SQL_ERROR, "no such row");
}

TEST(null_pieces) {
    for (const SQLSMALLINT c_type : std::vector<SQLSMALLINT>{SQL_C_CHAR, SQL_C_WCHAR, SQL_C_BINARY, SQL_C_SLONG}) {
        convert::PieceState state;
        convert::Finding finding;
        SQLLEN length = 0;
        char buffer[8];
        convert::Target target;
        target.c_type = c_type;
        target.value = buffer;
        target.buffer_length = sizeof buffer;
        const Column column = Column::null(convert::Physical::utf8);
        CHECK_EQUAL(convert::to_piece(column.vector(), 0, target, state, finding), SQL_ERROR, "no indicator");
        CHECK_EQUAL(std::string(finding.sqlstate), "22002", "no indicator");
        target.octet_length = target.indicator = &length;
        CHECK_EQUAL(convert::to_piece(column.vector(), 0, target, state, finding), SQL_SUCCESS, "NULL");
        CHECK_EQUAL(length, SQL_NULL_DATA, "NULL");
        CHECK_EQUAL(convert::to_piece(column.vector(), 0, target, state, finding), SQL_NO_DATA, "after NULL");
    }
}

TEST(asking_for_the_size_first) {
    struct Ask {
        Column column;
        SQLSMALLINT c_type;
        SQLLEN size;
    };
    const std::vector<Ask> asks = {{Column::utf8("a😀"), SQL_C_CHAR, 5},      {Column::utf8("a😀"), SQL_C_WCHAR, 6},
                                   {Column::utf8(""), SQL_C_CHAR, 0},        {Column::binary("abc"), SQL_C_BINARY, 3},
                                   {Column::binary("abc"), SQL_C_WCHAR, 12}, {Column::int64(-123), SQL_C_CHAR, 4},
                                   {Column::int64(-123), SQL_C_WCHAR, 8},    {Column::int64(-123), SQL_C_BINARY, 8},
                                   {Column::date(0), SQL_C_WCHAR, 20}};
    for (const Ask& ask : asks) {
        for (const bool null_pointer : {false, true}) {
            convert::PieceState state;
            convert::Finding finding;
            SQLLEN length = -99;
            char buffer[64];
            convert::Target target;
            target.c_type = ask.c_type;
            target.value = null_pointer ? nullptr : buffer;
            target.octet_length = target.indicator = &length;
            for (int times = 0; times < 2; ++times) {
                CHECK_EQUAL(convert::to_piece(ask.column.vector(), 0, target, state, finding), SQL_SUCCESS_WITH_INFO,
                            "size");
                CHECK_EQUAL(std::string(finding.sqlstate), "01004", "size");
                CHECK_EQUAL(length, ask.size, "size");
            }
            target.value = buffer;
            target.buffer_length = sizeof buffer;
            CHECK_EQUAL(convert::to_piece(ask.column.vector(), 0, target, state, finding), SQL_SUCCESS,
                        "then the value");
            CHECK_EQUAL(length, ask.size, "then the value");
            CHECK_EQUAL(convert::to_piece(ask.column.vector(), 0, target, state, finding), SQL_NO_DATA, "then the end");
        }
    }
    convert::PieceState state;
    convert::Finding finding;
    SQLLEN length = -99;
    char buffer[4];
    convert::Target target;
    target.c_type = SQL_C_CHAR;
    target.value = buffer;
    target.buffer_length = sizeof buffer;
    target.octet_length = target.indicator = &length;
    const Column text = Column::utf8("abcdef");
    (void)convert::to_piece(text.vector(), 0, target, state, finding);
    target.buffer_length = 0;
    (void)convert::to_piece(text.vector(), 0, target, state, finding);
    CHECK_EQUAL(length, 3, "what remains in the middle");
    target.buffer_length = sizeof buffer;
    CHECK_EQUAL(convert::to_piece(text.vector(), 0, target, state, finding), SQL_SUCCESS, "the rest");
    CHECK_EQUAL(std::string(buffer), "def", "the rest");
}

TEST(empty_values_in_pieces) {
    const Pieces text = read_pieces(Column::utf8(""), SQL_C_CHAR, 4);
    CHECK_EQUAL(text.lengths.size(), 1U, "empty text");
    CHECK_EQUAL(text.lengths.front(), 0, "empty text");
    const Pieces bytes = read_pieces(Column::binary(""), SQL_C_BINARY, 4);
    CHECK_EQUAL(bytes.lengths.size(), 1U, "empty binary");
    convert::PieceState state;
    convert::Finding finding;
    SQLLEN length = -99;
    convert::Target target;
    target.c_type = SQL_C_BINARY;
    target.octet_length = target.indicator = &length;
    CHECK_EQUAL(convert::to_piece(Column::binary("").vector(), 0, target, state, finding), SQL_SUCCESS,
                "nothing fits into nothing");
    CHECK_EQUAL(convert::to_piece(Column::binary("").vector(), 0, target, state, finding), SQL_NO_DATA,
                "nothing fits into nothing");
}
