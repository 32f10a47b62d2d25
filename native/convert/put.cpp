#include <algorithm>

#include "kinds.hpp"
#include "outcome.hpp"
#include "portions.hpp"
#include "values.hpp"

namespace jsdodbc::convert {

namespace {

template <class Unit>
SQLLEN terminated_bytes(const void* value) {
    const auto* at = static_cast<const char*>(value);
    SQLLEN bytes = 0;
    for (; load<Unit>(at) != 0; at += sizeof(Unit)) {
        bytes += sizeof(Unit);
    }
    return bytes;
}

// Bytes of a piece; negative: not a length.
SQLLEN piece_size(Kind kind, SQLSMALLINT c_type, const void* value, SQLLEN length) {
    if (!has_length(kind)) {
        return c_type_size(c_type);
    }
    if (length != SQL_NTS || value == nullptr) {
        return length;
    }
    switch (kind) {
        case Kind::character: return terminated_bytes<char>(value);
        case Kind::wide2: return terminated_bytes<char16_t>(value);
        case Kind::wide4: return terminated_bytes<char32_t>(value);
        default: return -1;
    }
}

void append(PutBuffer& buffer, const char* from, std::size_t size, const std::function<void()>& full) {
    while (size > 0) {
        const std::size_t room = full ? portion_bytes - std::min(portion_bytes, buffer.bytes.size()) : size;
        const std::size_t count = std::min(size, room);
        buffer.bytes.append(from, count);
        from += count;
        size -= count;
        if (full && buffer.bytes.size() >= portion_bytes) {
            full();
        }
    }
}

Outcome put(PutBuffer& buffer, SQLSMALLINT c_type, const void* value, SQLLEN length, unsigned wide_char_bytes,
            const std::function<void()>& full) {
    const Kind kind = kind_of(c_type, wide_char_bytes);
    if (kind == Kind::count) {
        return Outcome::bad_c_type;
    }
    const bool absent = length == SQL_NULL_DATA || length == SQL_DEFAULT_PARAM;
    if (buffer.pieces > 0 && (absent || buffer.is_null || buffer.is_default)) {
        return Outcome::null_in_pieces;
    }
    if (buffer.pieces > 0 && !has_length(kind)) {
        return Outcome::not_in_pieces;
    }
    if (absent) {
        buffer.is_null = length == SQL_NULL_DATA;
        buffer.is_default = !buffer.is_null;
        ++buffer.pieces;
        return Outcome::ok;
    }
    const SQLLEN size = piece_size(kind, c_type, value, length);
    if (size < 0) {
        return Outcome::bad_length;
    }
    if (value == nullptr && size > 0) {
        return Outcome::bad_pointer;
    }
    ++buffer.pieces;
    append(buffer, static_cast<const char*>(value), static_cast<std::size_t>(size), full);
    return Outcome::ok;
}

// A value of a fixed type that never came, or came as a shorter type.
bool lacks_value(const PutBuffer& buffer, const Source& source) {
    const SQLLEN needed = c_type_size(resolved(source.c_type, source.sql_type));
    return !buffer.is_null && !buffer.is_default && static_cast<SQLLEN>(buffer.bytes.size()) < needed;
}

}  // namespace

bool put_piece(PutBuffer& buffer, SQLSMALLINT c_type, SQLSMALLINT sql_type, const void* value, SQLLEN length,
               unsigned wide_char_bytes, Finding& finding, const std::function<void()>& full) {
    const Outcome outcome = put(buffer, resolved(c_type, sql_type), value, length, wide_char_bytes, full);
    if (is_error(outcome)) {
        finding = finding_of(outcome);
    }
    return !is_error(outcome);
}

bool encode_put(const PutBuffer& buffer, const Source& source, std::string& wire_out, Finding& finding) {
    if (buffer.number != 0) {
        return encode_kept(buffer, source, wire_out, finding);
    }
    if (lacks_value(buffer, source)) {
        finding = finding_of(Outcome::bad_length);
        return false;
    }
    const SQLLEN length = buffer.is_null      ? SQLLEN{SQL_NULL_DATA}
                          : buffer.is_default ? SQLLEN{SQL_DEFAULT_PARAM}
                                              : static_cast<SQLLEN>(buffer.bytes.size());
    Source whole = source;
    whole.value = buffer.bytes.data();
    whole.buffer_length = length;
    whole.octet_length = &length;
    whole.indicator = &length;
    return encode_parameter(whole, wire_out, finding);
}

}  // namespace jsdodbc::convert
