#include <cstring>

#include "../charset.hpp"
#include "check.hpp"
#include "describe.hpp"

using namespace jsdodbc;
using namespace jsdodbc::test;
using convert::Charset;

namespace {

struct Read {
    std::string bytes;
    SQLLEN length = -99;
    std::string state;
};

convert::Target target_of(const Charset& charset, std::string& buffer, SQLLEN& length) {
    convert::Target target;
    target.c_type = SQL_C_CHAR;
    target.value = buffer.data();
    target.buffer_length = static_cast<SQLLEN>(buffer.size());
    target.octet_length = target.indicator = &length;
    target.charset = &charset;
    return target;
}

Read bound(const Charset& charset, const std::string& utf8, std::size_t room) {
    const Column column = Column::utf8(utf8);
    std::string buffer(room, 'x');
    Read read;
    std::vector<convert::Finding> findings;
    convert::to_rows(column.vector(), 0, 1, target_of(charset, buffer, read.length), findings);
    read.bytes = buffer.c_str();
    read.state = findings.empty() ? "" : findings[0].sqlstate;
    return read;
}

Read in_pieces(const Charset& charset, const std::string& utf8, std::size_t room) {
    const Column column = Column::utf8(utf8);
    convert::PieceState state;
    Read read;
    for (;;) {
        std::string buffer(room, 'x');
        SQLLEN left = 0;
        convert::Finding finding;
        const SQLRETURN code = convert::to_piece(column.vector(), 0, target_of(charset, buffer, left), state, finding);
        if (code == SQL_NO_DATA) return read;
        if (read.length == -99) read.length = left;
        read.bytes += buffer.c_str();
        read.state = finding.sqlstate;
    }
}

std::string sent(const Charset& charset, const std::string& bytes) {
    SQLLEN length = static_cast<SQLLEN>(bytes.size());
    convert::Source source;
    source.c_type = SQL_C_CHAR;
    source.sql_type = SQL_VARCHAR;
    source.value = bytes.data();
    source.octet_length = &length;
    source.charset = &charset;
    std::string wire;
    convert::Finding finding;
    return convert::encode_parameter(source, wire, finding) ? wire.substr(5) : finding.sqlstate;
}

}  // namespace

TEST(charsets_are_named_as_the_platform_names_them) {
    CHECK(Charset::named("windows-1252") != nullptr, "a code page");
    CHECK(Charset::named("locale") != nullptr, "the user's");
    CHECK(Charset::named("no such charset") == nullptr, "unknown");
    CHECK(Charset::named("") == nullptr || Charset::named("")->decode("a") == "a", "none");
    CHECK(Charset::named("UTF-16") == nullptr, "no ASCII in it");
    CHECK(Charset::named("ISO-2022-JP") == nullptr, "bytes that mean now this, now that");
}

TEST(text_goes_out_in_the_charset) {
    const auto western = Charset::named("windows-1252"), japanese = Charset::named("SHIFT_JIS");
    const Read whole = bound(*western, "Zürich €", 20);
    CHECK_EQUAL(whole.bytes, std::string("Z\xFCrich \x80"), "windows-1252");
    CHECK_EQUAL(whole.length, 8, "bytes of the charset");
    CHECK_EQUAL(whole.state, std::string(), "nothing to say");
    const Read cut = bound(*japanese, "東京 é", 4);
    CHECK_EQUAL(cut.bytes, std::string("\x93\x8C"), "never half a character");
    CHECK_EQUAL(cut.length, 6, "the whole length");
    CHECK_EQUAL(cut.state, std::string("01004"), "cut");
    const Read lost = bound(*western, "東 1", 20);
    CHECK_EQUAL(lost.bytes + lost.state, std::string("? 101000"), "what the charset lacks");
    CHECK_EQUAL(bound(*western, "é", 0).state, std::string("01004"), "no room at all");
}

TEST(pieces_of_any_size_make_the_whole) {
    const auto japanese = Charset::named("SHIFT_JIS");
    const std::string utf8 = "東京タワー and ascii 東";
    const std::string whole = japanese->encode(utf8).bytes;
    for (std::size_t room = 2; room < 40; ++room) {
        const Read read = in_pieces(*japanese, utf8, room);
        CHECK_EQUAL(read.bytes, whole, "pieces of " + std::to_string(room));
        CHECK_EQUAL(read.length, static_cast<SQLLEN>(whole.size()), "all of it is announced");
        CHECK_EQUAL(read.state, std::string("00000"), "the last piece");
    }
    CHECK_EQUAL(in_pieces(*japanese, "a😀", 2).state, std::string("01000"), "what was lost is told with the last piece");
}

TEST(text_comes_in_from_the_charset) {
    const auto western = Charset::named("windows-1252"), japanese = Charset::named("SHIFT_JIS");
    CHECK_EQUAL(sent(*western, "Z\xFCrich \x80"), std::string("Zürich €"), "windows-1252");
    CHECK_EQUAL(sent(*japanese, "\x93\x8C\x8B\x9E"), std::string("東京"), "Shift_JIS");
    CHECK_EQUAL(sent(*japanese, "\x93"), std::string("22018"), "half a character");
    CHECK_EQUAL(sent(*western, ""), std::string(), "empty");
}
