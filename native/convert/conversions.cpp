#include "conversions.hpp"

#include "kinds.hpp"

namespace jsdodbc::convert {

namespace {

// In the order of Kind.
constexpr Group groups[] = {texts, texts, texts, bytes, bits,  exact, exact, exact,     exact, exact, exact,
                            exact, exact, real,  real,  exact, date,  time,  timestamp, none,  guid};
static_assert(std::size(groups) == kinds);

Group interval_group(SQLSMALLINT type) {
    const Qualifier qualifier = qualifier_of(type);
    const bool one_field = qualifier.leading == qualifier.trailing;
    if (is_year_month(type)) {
        return one_field ? one_month : months;
    }
    return one_field ? one_second : seconds;
}

SQLSMALLINT modern(SQLSMALLINT sql_type) {
    const bool old = sql_type >= SQL_DATE && sql_type <= SQL_TIMESTAMP;
    return static_cast<SQLSMALLINT>(old ? sql_type - SQL_DATE + SQL_TYPE_DATE : sql_type);
}

}  // namespace

Group group_of(SQLSMALLINT c_type) {
    const Kind kind = kind_of(c_type, sizeof(char16_t));
    if (kind == Kind::interval) {
        return interval_group(c_type);
    }
    return kind == Kind::count ? none : groups[static_cast<std::size_t>(kind)];
}

const Conversions* conversions_of(SQLSMALLINT sql_type) {
    for (const Conversions& entry : conversions) {
        if (entry.sql_type == modern(sql_type)) {
            return &entry;
        }
    }
    return nullptr;
}

bool can_read(SQLSMALLINT sql_type, SQLSMALLINT c_type) {
    const Conversions* known = conversions_of(sql_type);
    return known == nullptr || c_type == SQL_C_DEFAULT || (known->to & group_of(c_type)) != 0;
}

bool can_bind(SQLSMALLINT c_type, SQLSMALLINT sql_type) {
    const Conversions* known = conversions_of(sql_type);
    return known == nullptr || c_type == SQL_C_DEFAULT || (known->from & group_of(c_type)) != 0;
}

bool is_sql_type(SQLSMALLINT sql_type) {
    return sql_type == SQL_UNKNOWN_TYPE || conversions_of(sql_type) != nullptr;
}

}  // namespace jsdodbc::convert
