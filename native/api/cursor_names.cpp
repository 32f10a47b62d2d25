// Names of cursors, which every statement has.
#include "api/entry.hpp"

namespace jsdodbc {
namespace {

constexpr std::size_t longest_name = 128;  // characters, SQL_MAX_CURSOR_NAME_LEN

bool is_reserved(const std::string& name) noexcept {
    const auto begins = [name = std::string_view(name)](std::string_view prefix) {
        return text::equal_ignoring_case(name.substr(0, prefix.size()), prefix);
    };
    return begins("sqlcur") || begins("sql_cur");
}

// Where the character behind the longest name begins; the size of a name that is not longer.
std::size_t longest_end(const std::string& name) noexcept {
    std::size_t characters = 0, at = 0;
    for (; at < name.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(name[at]) & 0xC0) != 0x80;
        if (begins && ++characters > longest_name) break;
    }
    return at;
}

SQLRETURN set_cursor_name(Statement& statement, std::optional<std::string> name) {
    statement.require(Operation::name_cursor);
    if (!name) throw Failure("HY009");
    if (name->empty() || is_reserved(*name)) throw Failure("34000");
    if (const std::size_t end = longest_end(*name); end < name->size()) {
        name->resize(end);
        statement.diagnostics.add("01004", "The cursor name was cut off: it may have 128 characters.");
    }
    const std::lock_guard lock(statement.connection.children_mutex);
    for (const Statement* other : statement.connection.statements) {
        if (other != &statement && text::equal_ignoring_case(other->cursor_name, *name)) throw Failure("3C000");
    }
    statement.cursor_name = *std::move(name);
    return SQL_SUCCESS;
}

SQLRETURN get_cursor_name(Statement& statement, const text::Output& output, SQLSMALLINT* length) {
    statement.require(Operation::read_cursor_name);
    put_text(statement.diagnostics, statement.cursor_name, output, length);
    return SQL_SUCCESS;
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLSetCursorName(SQLHSTMT handle, SQLCHAR* name, SQLSMALLINT length) {
    return enter<Statement>(
        handle, [=](Statement& statement) { return set_cursor_name(statement, text::from_narrow(name, length)); });
}

extern "C" SQLRETURN SQL_API SQLSetCursorNameW(SQLHSTMT handle, SQLWCHAR* name, SQLSMALLINT length) {
    return enter<Statement>(
        handle, [=](Statement& statement) { return set_cursor_name(statement, text::from_wide(name, length)); });
}

extern "C" SQLRETURN SQL_API SQLGetCursorName(SQLHSTMT handle, SQLCHAR* name, SQLSMALLINT size, SQLSMALLINT* length) {
    return enter<Statement>(
        handle, [=](Statement& statement) { return get_cursor_name(statement, text::narrow(name, size), length); });
}

extern "C" SQLRETURN SQL_API SQLGetCursorNameW(SQLHSTMT handle, SQLWCHAR* name, SQLSMALLINT size, SQLSMALLINT* length) {
    return enter<Statement>(
        handle, [=](Statement& statement) { return get_cursor_name(statement, text::wide(name, size), length); });
}
