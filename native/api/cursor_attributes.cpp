#include "api/cursor_attributes.hpp"

namespace jsdodbc {
namespace {

// Every cursor is read-only, and forward-only or static: of two attributes the others are other names.
struct CursorAttribute {
    SQLINTEGER attribute;
    SQLULEN largest;  // of the values that the reference knows
    // Takes the value over; false when another one had to be taken.
    bool (*set)(StatementAttributes& attributes, SQLULEN value);
    SQLULEN (*get)(const StatementAttributes& attributes);
};

bool is_static(const StatementAttributes& attributes) noexcept {
    return attributes.cursor_type == SQL_CURSOR_STATIC;
}

bool set_type(StatementAttributes& attributes, SQLULEN value) {
    attributes.cursor_type = value == SQL_CURSOR_FORWARD_ONLY ? SQL_CURSOR_FORWARD_ONLY : SQL_CURSOR_STATIC;
    return attributes.cursor_type == value;
}

bool set_scrollable(StatementAttributes& attributes, SQLULEN value) {
    return set_type(attributes, value == SQL_SCROLLABLE ? SQL_CURSOR_STATIC : SQL_CURSOR_FORWARD_ONLY);
}

// A snapshot is what a static cursor is; "unspecified" is content with whatever there is.
bool set_sensitivity(StatementAttributes& attributes, SQLULEN value) {
    if (value == SQL_INSENSITIVE) attributes.cursor_type = SQL_CURSOR_STATIC;
    return value != SQL_SENSITIVE;
}

bool set_bookmarks(StatementAttributes& attributes, SQLULEN value) {
    attributes.use_bookmarks = value;
    return true;
}

template <SQLULEN only>
bool is_only(StatementAttributes&, SQLULEN value) {
    return value == only;
}

template <SQLULEN only>
SQLULEN the_only(const StatementAttributes&) {
    return only;
}

constexpr SQLULEN any = ~SQLULEN{0};

constexpr CursorAttribute cursor_attributes[] = {
    {SQL_ATTR_CURSOR_TYPE, SQL_CURSOR_STATIC, set_type,
     [](const StatementAttributes& attributes) { return attributes.cursor_type; }},
    {SQL_ATTR_CURSOR_SCROLLABLE, SQL_SCROLLABLE, set_scrollable,
     [](const StatementAttributes& attributes) -> SQLULEN {
         return is_static(attributes) ? SQL_SCROLLABLE : SQL_NONSCROLLABLE;
     }},
    {SQL_ATTR_CURSOR_SENSITIVITY, SQL_SENSITIVE, set_sensitivity,
     [](const StatementAttributes& attributes) -> SQLULEN {
         return is_static(attributes) ? SQL_INSENSITIVE : SQL_UNSPECIFIED;
     }},
    {SQL_ATTR_USE_BOOKMARKS, SQL_UB_VARIABLE, set_bookmarks,
     [](const StatementAttributes& attributes) { return attributes.use_bookmarks; }},
    {SQL_ATTR_CONCURRENCY, SQL_CONCUR_VALUES, is_only<SQL_CONCUR_READ_ONLY>, the_only<SQL_CONCUR_READ_ONLY>},
    {SQL_ATTR_SIMULATE_CURSOR, SQL_SC_UNIQUE, is_only<SQL_SC_NON_UNIQUE>, the_only<SQL_SC_NON_UNIQUE>},
    {SQL_ATTR_KEYSET_SIZE, any, is_only<0>, the_only<0>},
};

const CursorAttribute* find(SQLINTEGER attribute) noexcept {
    for (const CursorAttribute& entry : cursor_attributes) {
        if (entry.attribute == attribute) return &entry;
    }
    return nullptr;
}

}  // namespace

bool set_cursor_attribute(Statement& statement, SQLINTEGER attribute, SQLULEN value) {
    const CursorAttribute* entry = find(attribute);
    if (!entry) return false;
    const bool none = attribute == SQL_ATTR_CONCURRENCY && value == 0;
    if (value > entry->largest || none) throw Failure("HY024");
    if (attribute != SQL_ATTR_KEYSET_SIZE) statement.require(Operation::set_cursor_attribute);
    if (!entry->set(statement.attributes, value)) statement.diagnostics.add("01S02");
    return true;
}

std::optional<SQLULEN> cursor_attribute(const Statement& statement, SQLINTEGER attribute) noexcept {
    const CursorAttribute* entry = find(attribute);
    if (!entry) return std::nullopt;
    return entry->get(statement.attributes);
}

}  // namespace jsdodbc
