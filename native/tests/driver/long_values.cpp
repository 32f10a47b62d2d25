// Values of data at execution that are too long to be held: the engine keeps them, portion by portion.
#include "session.hpp"

#include <cstdio>
#include <cstring>

using namespace jsdodbc::test;

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;

std::uint32_t crc32(std::uint32_t sum, const std::string& bytes) {
    static const std::vector<std::uint32_t> table = [] {
        std::vector<std::uint32_t> made(256);
        for (std::uint32_t byte = 0; byte < 256; ++byte) {
            std::uint32_t value = byte;
            for (int bit = 0; bit < 8; ++bit) value = value & 1 ? 0xEDB88320 ^ value >> 1 : value >> 1;
            made[byte] = value;
        }
        return made;
    }();
    sum = ~sum;
    for (const char byte : bytes) sum = table[(sum ^ static_cast<unsigned char>(byte)) & 0xFF] ^ sum >> 8;
    return ~sum;
}

// What the fake engine tells of a value that it keeps: SQL type|tag:bytes:checksum.
std::string kept(int sql_type, int tag, std::size_t size, std::uint32_t check) {
    std::string digits(8, '0');
    for (int digit = 7; digit >= 0; --digit, check >>= 4) {
        digits[static_cast<std::size_t>(digit)] = "0123456789abcdef"[check & 15];
    }
    return std::to_string(sql_type) + "|" + std::to_string(tag) + ":" + std::to_string(size) + ":" + digits;
}

std::string kept(int sql_type, int tag, const std::string& value) {
    return kept(sql_type, tag, value.size(), crc32(0, value));
}

std::string repeated(const std::string& text, std::size_t bytes) {
    std::string made;
    while (made.size() < bytes) made += text;
    return made;
}

// A session with one parameter that comes at execution.
struct Upload : Session {
    Upload(SQLSMALLINT c_type, SQLSMALLINT sql_type, SQLULEN size = 0) {
        SQLBindParameter(statement, 1, SQL_PARAM_INPUT, c_type, sql_type, size, 0, this, 0, &later);
    }
    SQLRETURN begin(const char* sql = "echo ?") {
        run(sql);
        return SQLParamData(statement, &token);
    }
    SQLRETURN put(const void* value, std::size_t bytes) {
        return SQLPutData(statement, const_cast<void*>(value), static_cast<SQLLEN>(bytes));
    }
    SQLRETURN put_in_pieces(const std::string& value, std::size_t piece) {
        SQLRETURN code = SQL_SUCCESS;
        for (std::size_t at = 0; at < value.size() && SQL_SUCCEEDED(code); at += piece) {
            code = put(value.data() + at, std::min(piece, value.size() - at));
        }
        return code;
    }
    SQLRETURN finish() { return SQLParamData(statement, &token); }
    std::string answer() {
        SQLFetch(statement);
        const std::string told = text(1);
        close();
        return told;
    }

    SQLLEN later = SQL_DATA_AT_EXEC;
    SQLPOINTER token = nullptr;
};

}  // namespace

TEST(long_bytes_are_kept_by_the_engine) {
    Upload upload(SQL_C_BINARY, SQL_LONGVARBINARY);
    const std::string value = repeated(std::string("\x00\xFF\x80\x0A", 4) + "bytes", 3 * mebibyte);
    for (const std::size_t piece : {value.size(), std::size_t{70001}}) {
        CHECK_EQUAL(upload.begin(), SQL_NEED_DATA, upload.state());
        CHECK_EQUAL(upload.put_in_pieces(value, piece), SQL_SUCCESS, upload.state());
        CHECK_EQUAL(upload.finish(), SQL_SUCCESS, upload.state());
        CHECK_EQUAL(upload.answer(), kept(SQL_LONGVARBINARY, 15, value), "every byte, once");
    }
}

TEST(long_text_is_never_split_inside_a_character) {
    const std::string value = repeated("a\u00E9\u6771\U0001F642", 2 * mebibyte);
    for (const std::size_t piece : {std::size_t{99991}, std::size_t{1} << 21}) {
        Upload upload(SQL_C_CHAR, SQL_LONGVARCHAR);
        upload.begin();
        CHECK_EQUAL(upload.put_in_pieces(value, piece), SQL_SUCCESS, upload.state());
        CHECK_EQUAL(upload.finish(), SQL_SUCCESS, upload.state());
        CHECK_EQUAL(upload.answer(), kept(SQL_LONGVARCHAR, 14, value), "UTF-8");
    }
#ifdef MANAGED
    const unsigned unit = sizeof(SQLWCHAR);
#else
    const unsigned unit = 2;
#endif
    if (unit != 2) return;
    std::u16string wide;
    while (wide.size() < mebibyte) wide += u"a\u00E9\u6771\U0001F642";
    std::string same;
    while (same.size() < wide.size() / 5 * 10) same += "a\u00E9\u6771\U0001F642";
    Upload upload(SQL_C_WCHAR, SQL_WLONGVARCHAR);
    upload.begin();
    const std::string bytes(reinterpret_cast<const char*>(wide.data()), wide.size() * 2);
    CHECK_EQUAL(upload.put_in_pieces(bytes, 99999 * 2 + 1), SQL_SUCCESS, upload.state());  // odd: units are split too
    CHECK_EQUAL(upload.finish(), SQL_SUCCESS, upload.state());
    CHECK_EQUAL(upload.answer(), kept(SQL_WLONGVARCHAR, 14, same), "UTF-16");
}

TEST(a_long_value_that_cannot_be_sent_is_refused_at_execution) {
    Upload text(SQL_C_CHAR, SQL_LONGVARCHAR);
    text.begin();
    text.put_in_pieces(repeated("\xFF", 2 * mebibyte), mebibyte);
    CHECK_EQUAL(text.finish(), SQL_ERROR, "no text");
    CHECK_EQUAL(text.state(), std::string("22018"), "as of a short value");
    Upload ends(SQL_C_CHAR, SQL_LONGVARCHAR);
    ends.begin();
    ends.put_in_pieces(repeated("x", 2 * mebibyte) + "\xF0\x9F", mebibyte);
    CHECK_EQUAL(ends.finish(), SQL_ERROR, "half a character");
    Upload longer(SQL_C_BINARY, SQL_VARBINARY, 2 * mebibyte);
    longer.begin();
    longer.put_in_pieces(repeated("x", 2 * mebibyte + 1), mebibyte);
    CHECK_EQUAL(longer.finish(), SQL_ERROR, "longer than its column size");
    CHECK_EQUAL(longer.state(), std::string("22001"), "as of a short value");
    CHECK_EQUAL(longer.run("rows 1"), SQL_SUCCESS, "usable again");
}

TEST(what_the_engine_cannot_keep_fails_at_once_and_ends_the_execution) {
    Upload upload(SQL_C_BINARY, SQL_LONGVARBINARY);
    upload.begin();
    const std::string value = repeated("the disk is full ", mebibyte);
    CHECK_EQUAL(upload.put(value.data(), value.size()), SQL_ERROR, "told by the call that brought it");
    CHECK_EQUAL(upload.state(), std::string("HY000"), "what the engine said");
    CHECK_EQUAL(SQLPutData(upload.statement, nullptr, 0), SQL_ERROR, "nothing waits for data");
    CHECK_EQUAL(upload.state(), std::string("HY010"), "nothing waits for data");
    CHECK_EQUAL(upload.begin(), SQL_NEED_DATA, "from the beginning");
    const std::string other = repeated("space again ", 2 * mebibyte);
    CHECK_EQUAL(upload.put(other.data(), other.size()), SQL_SUCCESS, upload.state());
    CHECK_EQUAL(upload.finish(), SQL_SUCCESS, upload.state());
    CHECK_EQUAL(upload.answer(), kept(SQL_LONGVARBINARY, 15, other), "without what came before");
}

TEST(a_cancel_gives_up_what_the_engine_kept) {
    Upload upload(SQL_C_BINARY, SQL_LONGVARBINARY);
    const std::string value = repeated("given up", 2 * mebibyte);
    upload.begin();
    upload.put(value.data(), value.size());
    CHECK_EQUAL(SQLCancel(upload.statement), SQL_SUCCESS, upload.state());
    const std::string short_value = "short";
    upload.begin();
    upload.put(short_value.data(), short_value.size());
    CHECK_EQUAL(upload.finish(), SQL_SUCCESS, upload.state());
    CHECK_EQUAL(upload.answer(), std::string("-4|6:73686f7274"), "a short value stays what it is");
}

#ifdef __linux__

namespace {

std::size_t peak_memory() {
    char line[200];
    std::size_t kibibytes = 0;
    std::FILE* status = std::fopen("/proc/self/status", "r");
    while (status && std::fgets(line, sizeof line, status)) std::sscanf(line, "VmHWM: %zu", &kibibytes);
    if (status) std::fclose(status);
    return kibibytes * 1024;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t room = 512 * mebibyte;  // what is freed stays in quarantine for a while
#else
constexpr std::size_t room = 64 * mebibyte;
#endif

}  // namespace

TEST(hundreds_of_megabytes_take_little_memory) {
    constexpr int pieces = 300;
    Upload upload(SQL_C_BINARY, SQL_LONGVARBINARY);
    const std::string piece = repeated("0123456789abcdef", mebibyte);
    CHECK_EQUAL(upload.begin(), SQL_NEED_DATA, upload.state());
    const std::size_t before = peak_memory();
    std::uint32_t check = 0;
    for (int number = 0; number < pieces; ++number) {
        check = crc32(check, piece);
        if (upload.put(piece.data(), piece.size()) != SQL_SUCCESS) break;
    }
    CHECK_EQUAL(upload.finish(), SQL_SUCCESS, upload.state());
    CHECK(before > 0 && peak_memory() - before < room, "memory grew by " + std::to_string(peak_memory() - before));
    CHECK_EQUAL(upload.answer(), kept(SQL_LONGVARBINARY, 15, pieces * mebibyte, check), "every byte, once");
}

#endif
