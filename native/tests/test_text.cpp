#include "text/text.hpp"

#include <memory>

#include "convert/tests/check.hpp"
#include "diagnostics/failure.hpp"

using namespace jsdodbc;

namespace {

const std::string emoji =
    "a\xF0\x9F\x98\x80"
    "b";  // a, U+1F600, b

std::string written_narrow(const std::string& utf8, SQLLEN capacity, text::Written& result) {
    char buffer[64];
    std::fill(std::begin(buffer), std::end(buffer), 'X');
    result = text::write(utf8, text::narrow(buffer, capacity));
    return buffer;
}

std::u16string written_wide(const std::string& utf8, SQLLEN characters, text::Written& result) {
    char16_t buffer[64];
    std::fill(std::begin(buffer), std::end(buffer), u'X');
    result = text::write(utf8, {buffer, characters * 2, 2});
    return buffer;
}

}  // namespace

TEST(narrow_text_is_cut_between_characters) {
    text::Written result{};
    CHECK_EQUAL(written_narrow(emoji, 10, result), emoji, "fits");
    CHECK(!result.truncated && result.characters == 6, "fits");
    CHECK_EQUAL(written_narrow(emoji, 6, result), emoji.substr(0, 5), "without the last byte");
    CHECK(result.truncated && result.characters == 6, "the whole length is told");
    CHECK_EQUAL(written_narrow(emoji, 5, result), std::string("a"), "no half character");
    CHECK_EQUAL(text::write(emoji, text::narrow(nullptr, 0)).characters, 6, "only asked for the length");
}

TEST(wide_text_is_cut_between_characters) {
    text::Written result{};
    CHECK(written_wide(emoji, 5, result) ==
              u"a\xD83D\xDE00"
              u"b",
          "fits");
    CHECK(!result.truncated && result.characters == 4, "fits");
    CHECK(written_wide(emoji, 3, result) == u"a", "no half pair, and nothing behind it");
    CHECK(result.truncated && result.characters == 4, "no half pair");
    char32_t buffer[8];
    CHECK_EQUAL(text::write(emoji, {buffer, 32, 4}).characters, 3, "four bytes a character");
    CHECK(buffer[1] == 0x1F600 && buffer[3] == 0, "four bytes a character");
}

TEST(wide_text_comes_in_both_widths) {
    const char16_t two[] =
        u"a\xD83D\xDE00"
        u"b";
    const char32_t four[] =
        U"a\x1F600"
        U"b";
    CHECK_EQUAL(text::utf8_from_wide(two, 4, 2), emoji, "UTF-16");
    CHECK_EQUAL(text::utf8_from_wide(four, 3, 4), emoji, "UTF-32");
    const char16_t lone[] = {0xD83D, u'x'};
    CHECK_EQUAL(text::utf8_from_wide(lone, 2, 2), std::string("\xEF\xBF\xBDx"), "a lone half becomes U+FFFD");
}

TEST(narrow_arguments) {
    const auto* text = reinterpret_cast<const SQLCHAR*>("abcdef");
    CHECK_EQUAL(*text::from_narrow(text, SQL_NTS), std::string("abcdef"), "terminated");
    CHECK_EQUAL(*text::from_narrow(text, 3), std::string("abc"), "counted");
    CHECK(!text::from_narrow(nullptr, 3), "null");
    const auto* latin = reinterpret_cast<const SQLCHAR*>("Z\xFCrich");
    CHECK_EQUAL(*text::from_narrow(latin, SQL_NTS), std::string("Z\xEF\xBF\xBDrich"),
                "what is not UTF-8 becomes U+FFFD");
    std::string state;
    try {
        text::from_narrow(text, -7);
    } catch (const Failure& failure) {
        state = failure.records().front().sqlstate;
    }
    CHECK_EQUAL(state, std::string("HY090"), "a negative length");
}

// Found by fuzzing: an empty text ends before the bytes that would tell.
TEST(a_width_is_not_learnt_beyond_the_text) {
    const unsigned before = text::wide_char_bytes();
    const auto empty = std::make_unique<char16_t[]>(1);
    text::learn_width(empty.get(), SQL_NTS);
    const auto letter = std::make_unique<char16_t[]>(1);
    letter[0] = u'a';
    text::learn_width(letter.get(), 2);
    CHECK_EQUAL(text::wide_char_bytes(), before, "nothing was learnt");
}
