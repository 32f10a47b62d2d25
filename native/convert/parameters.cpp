#include <limits>

#include "conversions.hpp"
#include "encode.hpp"
#include "kinds.hpp"

namespace jsdodbc::convert {

namespace {

struct FamilyOf {
    SQLSMALLINT sql_type;
    Family family;
};

constexpr FamilyOf families[] = {
    {SQL_UNKNOWN_TYPE, Family::natural},
    {SQL_CHAR, Family::character},
    {SQL_VARCHAR, Family::character},
    {SQL_LONGVARCHAR, Family::character},
    {SQL_WCHAR, Family::character},
    {SQL_WVARCHAR, Family::character},
    {SQL_WLONGVARCHAR, Family::character},
    {SQL_DECIMAL, Family::decimal},
    {SQL_NUMERIC, Family::decimal},
    {SQL_TINYINT, Family::integer},
    {SQL_SMALLINT, Family::integer},
    {SQL_INTEGER, Family::integer},
    {SQL_BIGINT, Family::integer},
    {SQL_REAL, Family::real},
    {SQL_FLOAT, Family::real},
    {SQL_DOUBLE, Family::real},
    {SQL_BIT, Family::bit},
    {SQL_BINARY, Family::binary},
    {SQL_VARBINARY, Family::binary},
    {SQL_LONGVARBINARY, Family::binary},
    {SQL_DATE, Family::date},
    {SQL_TYPE_DATE, Family::date},
    {SQL_TIME, Family::time},
    {SQL_TYPE_TIME, Family::time},
    {SQL_TIMESTAMP, Family::timestamp},
    {SQL_TYPE_TIMESTAMP, Family::timestamp},
    {SQL_GUID, Family::guid},
};

// The family a value of a C type belongs to by nature, and the SQL type it has then.
Family natural_family(const Given& given, SQLSMALLINT c_type) {
    constexpr Family by_alternative[] = {Family::bit,    Family::integer,   Family::real,     Family::character,
                                         Family::binary, Family::timestamp, Family::interval, Family::guid};
    const Family family = by_alternative[given.index()];
    if (const auto* moment = std::get_if<Moment>(&given)) {
        return !moment->has_date ? Family::time : !moment->has_time ? Family::date : family;
    }
    return c_type == SQL_C_NUMERIC || c_type == SQL_C_UBIGINT ? Family::decimal : family;
}

// The length that the application gave, SQL_NTS when it gave none.
SQLLEN given_length(const Source& source) {
    return source.octet_length != nullptr ? load<SQLLEN>(source.octet_length) : SQL_NTS;
}

template <class Unit>
std::size_t terminated_bytes(const void* value) {
    const auto* at = static_cast<const char*>(value);
    const char* const begin = at;
    while (load<Unit>(at) != 0) {
        at += sizeof(Unit);
    }
    return static_cast<std::size_t>(at - begin);
}

std::size_t terminated_size(const void* value, Kind kind) {
    return kind == Kind::wide2   ? terminated_bytes<char16_t>(value)
           : kind == Kind::wide4 ? terminated_bytes<char32_t>(value)
                                 : std::strlen(static_cast<const char*>(value));
}

// Bytes of a character or binary value. Binary has no terminator: without a length it fills its buffer.
Outcome value_size(const Source& source, Kind kind, std::size_t& size) {
    SQLLEN length = given_length(source);
    if (kind == Kind::binary && length == SQL_NTS) {
        length = source.buffer_length > 0 ? source.buffer_length : -1;
    }
    if (length < 0 && length != SQL_NTS) {
        return Outcome::bad_length;
    }
    if (source.value == nullptr && length != 0) {
        return Outcome::bad_pointer;
    }
    size = length == SQL_NTS ? terminated_size(source.value, kind) : static_cast<std::size_t>(length);
    return Outcome::ok;
}

// Bytes that are no text are the SQL type's own C structure.
Outcome read_raw(const Source& source, std::size_t size, Given& given) {
    const bool decimal = family_of(source.sql_type) == Family::decimal;
    const SQLSMALLINT c_type =
        decimal ? static_cast<SQLSMALLINT>(SQL_C_NUMERIC) : default_c_type(source.sql_type, false);
    if (c_type_size(c_type) != static_cast<SQLLEN>(size)) {
        return Outcome::out_of_range;
    }
    return read_given(source, c_type, size, given);
}

Outcome read_value(const Source& source, SQLSMALLINT c_type, Family family, Given& given) {
    const Kind kind = kind_of(c_type, source.wide_char_bytes);
    std::size_t size = 0;
    if (has_length(kind)) {
        const Outcome outcome = value_size(source, kind, size);
        if (is_error(outcome)) {
            return outcome;
        }
    } else if (source.value == nullptr) {
        return Outcome::bad_pointer;
    }
    const bool has_bytes = family == Family::binary || family == Family::character || family == Family::natural;
    return kind == Kind::binary && !has_bytes ? read_raw(source, size, given) : read_given(source, c_type, size, given);
}

Outcome encode_value(const Source& source, std::string& out) {
    const SQLSMALLINT c_type = resolved(source.c_type, source.sql_type);
    const Family family = family_of(source.sql_type);
    if (kind_of(c_type, source.wide_char_bytes) == Kind::count) {
        return Outcome::bad_c_type;
    }
    if (family == Family::unknown) {
        return Outcome::bad_sql_type;
    }
    if (!can_bind(c_type, source.sql_type)) {
        return Outcome::restricted;
    }
    Given given;
    const Outcome outcome = read_value(source, c_type, family, given);
    if (outcome == Outcome::datetime_format && family == Family::character) {
        return Outcome::datetime_overflow;  // as "C to SQL: Date" and its likes have it
    }
    return is_error(outcome) ? outcome : encode(given, family, source, out);
}

// NULL and SQL_DEFAULT_PARAM, which need no value.
bool encode_absence(const Source& source, std::string& out) {
    const bool null_indicated = source.indicator != nullptr && load<SQLLEN>(source.indicator) == SQL_NULL_DATA;
    const SQLLEN length = source.octet_length != nullptr ? load<SQLLEN>(source.octet_length) : 0;
    if (null_indicated || length == SQL_NULL_DATA) {
        append_tag(out, Tag::null);
        return true;
    }
    if (length == SQL_DEFAULT_PARAM) {
        append_tag(out, Tag::default_value);
        return true;
    }
    return false;
}

}  // namespace

Family family_of(SQLSMALLINT sql_type) {
    for (const FamilyOf& entry : families) {
        if (entry.sql_type == sql_type) {
            return entry.family;
        }
    }
    return is_interval_type(sql_type) ? Family::interval : Family::unknown;
}

Outcome encode(const Given& given, Family family, const Source& source, std::string& out) {
    const SQLSMALLINT sql_type = source.sql_type;
    switch (family) {
        case Family::character: return encode_character(given, source, out);
        case Family::decimal: return encode_decimal(given, source, out);
        case Family::integer: return encode_integer(given, sql_type, out);
        case Family::real: return encode_real(given, sql_type, out);
        case Family::bit: return encode_bit(given, out);
        case Family::binary: return encode_binary(given, source, out);
        case Family::date: return encode_date(given, out);
        case Family::time: return encode_time(given, out);
        case Family::timestamp: return encode_timestamp(given, out);
        case Family::guid: return encode_guid(given, out);
        case Family::interval: {
            const bool typed = is_interval_type(sql_type);
            return encode_interval(given, typed ? sql_type : std::get<GivenInterval>(given).type, out);
        }
        case Family::natural: return encode(given, natural_family(given, source.c_type), source, out);
        default: return Outcome::bad_sql_type;
    }
}

bool encode_parameter(const Source& source, std::string& wire_out, Finding& finding) {
    if (encode_absence(source, wire_out)) {
        return true;
    }
    const Outcome outcome = encode_value(source, wire_out);
    if (outcome != Outcome::ok) {
        finding = finding_of(outcome);
    }
    return !is_error(outcome);
}

}  // namespace jsdodbc::convert
