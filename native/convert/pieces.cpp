#include <algorithm>

#include "kinds.hpp"
#include "structures.hpp"
#include "text.hpp"

namespace jsdodbc::convert {

namespace {

// What is cut into pieces: UTF-8 (a rendered number or time too), bytes, or bytes to be shown as digits.
struct Stream {
    const char* data = "";
    std::size_t size = 0;
    bool hexadecimal = false;
    Rendered rendered;
};

template <class Value>
bool open_rendered(const ColumnVector& column, std::int64_t row, Stream& stream) {
    Value value;
    if (!read(column, row, 0, value) || is_error(render(value, stream.rendered))) {
        return false;
    }
    stream.data = stream.rendered.text;
    stream.size = stream.rendered.size;
    return true;
}

template <class Value>
bool open_span(const ColumnVector& column, std::int64_t row, SQLULEN max_length, Stream& stream) {
    Value value;
    const bool there = read(column, row, max_length, value);
    stream.data = value.data;
    stream.size = value.size;
    return there;
}

bool open(const ColumnVector& column, std::int64_t row, const Target& target, Kind kind, Stream& stream) {
    switch (column.physical) {
        case Physical::boolean: return open_rendered<Boolean>(column, row, stream);
        case Physical::int16: return open_rendered<Integer<std::int16_t>>(column, row, stream);
        case Physical::int32: return open_rendered<Integer<std::int32_t>>(column, row, stream);
        case Physical::int64: return open_rendered<Integer<std::int64_t>>(column, row, stream);
        case Physical::float64: return open_rendered<Real>(column, row, stream);
        case Physical::decimal128: return open_rendered<Decimal>(column, row, stream);
        case Physical::date32: return open_rendered<Date>(column, row, stream);
        case Physical::time64: return open_rendered<Time>(column, row, stream);
        case Physical::timestamp: return open_rendered<Timestamp>(column, row, stream);
        case Physical::utf8: return open_span<Text>(column, row, target.max_length, stream);
        case Physical::binary:
            stream.hexadecimal = kind != Kind::binary;
            return open_span<Bytes>(column, row, target.max_length, stream);
        default: return false;
    }
}

std::size_t unit_bytes(Kind kind) {
    return kind == Kind::wide2 ? 2 : kind == Kind::wide4 ? 4 : 1;
}

void put_unit(char unit, std::size_t bytes, char* to) {
    std::memset(to, 0, bytes);
    store(to + (std::endian::native == std::endian::little ? 0 : bytes - 1), unit);
}

// Each fill writes at most `room` bytes, moves the state and returns what it wrote.
std::size_t fill_bytes(const Stream& stream, PieceState& state, char* to, std::size_t room) {
    const auto offset = static_cast<std::size_t>(state.source_offset);
    const std::size_t size = std::min(room, stream.size - std::min(offset, stream.size));
    std::memcpy(to, stream.data + offset, size);
    state.source_offset += static_cast<std::int64_t>(size);
    return size;
}

std::size_t fill_digits(const Stream& stream, PieceState& state, char* to, std::size_t room, std::size_t unit) {
    std::size_t written = 0;
    for (; written + unit <= room && static_cast<std::uint64_t>(state.source_offset) < stream.size * 2;
         written += unit) {
        const auto byte = static_cast<unsigned char>(stream.data[state.source_offset / 2]);
        put_unit(hex_digit(state.source_offset % 2 == 0 ? byte >> 4 : byte & 15U), unit, to + written);
        ++state.source_offset;
    }
    return written;
}

std::size_t flush_pending(PieceState& state, char* to, std::size_t room) {
    if (state.pending_size > room) {
        return 0;
    }
    const std::size_t size = state.pending_size;
    std::memcpy(to, state.pending, size);
    state.pending_size = 0;
    return size;
}

// The buffer has room for one unit of the pair that comes next: the other one waits.
std::size_t split_pair(const Stream& stream, PieceState& state, char* to, std::size_t unit) {
    const auto* at = reinterpret_cast<const unsigned char*>(stream.data) + state.source_offset;
    const auto* const begin = at;
    unsigned char pair[4];
    const char32_t code_point =
        next_code_point(at, begin + (static_cast<std::int64_t>(stream.size) - state.source_offset));
    (void)put_code_point<char16_t>(code_point, pair);
    std::memcpy(to, pair, unit);
    std::memcpy(state.pending, pair + unit, unit);
    state.pending_size = static_cast<std::uint8_t>(unit);
    state.source_offset += at - begin;
    return unit;
}

template <class Unit>
std::size_t fill_wide(const Stream& stream, PieceState& state, char* to, std::size_t room) {
    std::size_t written = flush_pending(state, to, room);
    const auto offset = static_cast<std::size_t>(state.source_offset);
    const Progress progress = widen<Unit>(stream.data + offset, stream.size - offset, to + written, room - written);
    state.source_offset += static_cast<std::int64_t>(progress.bytes_read);
    written += progress.bytes_written;
    if (room - written >= sizeof(Unit) && static_cast<std::size_t>(state.source_offset) < stream.size) {
        written += split_pair(stream, state, to + written, sizeof(Unit));
    }
    return written;
}

std::size_t fill_piece(const Stream& stream, PieceState& state, char* to, std::size_t room, Kind kind) {
    if (stream.hexadecimal) {
        return fill_digits(stream, state, to, room, unit_bytes(kind));
    }
    switch (kind) {
        case Kind::wide2: return fill_wide<char16_t>(stream, state, to, room / 2 * 2);
        case Kind::wide4: return fill_wide<char32_t>(stream, state, to, room / 4 * 4);
        default: return fill_bytes(stream, state, to, room);
    }
}

void put_length(const Target& target, SQLLEN length) {
    if (target.octet_length != nullptr) {
        store(target.octet_length, length);
    }
    if (target.indicator != nullptr && target.indicator != target.octet_length) {
        store(target.indicator, SQLLEN{0});
    }
}

SQLRETURN tell(Outcome outcome, Finding& finding) {
    if (outcome != Outcome::ok) {
        finding = finding_of(outcome);
    }
    return outcome == Outcome::ok ? SQL_SUCCESS : is_error(outcome) ? SQL_ERROR : SQL_SUCCESS_WITH_INFO;
}

SQLRETURN told(const std::vector<Finding>& findings, Finding& finding) {
    if (findings.empty()) {
        return SQL_SUCCESS;
    }
    finding = findings.front();
    return finding.error ? SQL_ERROR : SQL_SUCCESS_WITH_INFO;
}

SQLRETURN null_piece(const Target& target, PieceState& state, Finding& finding) {
    if (target.indicator == nullptr) {
        return tell(Outcome::null_without_indicator, finding);
    }
    store(target.indicator, SQLLEN{SQL_NULL_DATA});
    state.finished = true;
    return SQL_SUCCESS;
}

// Delivers it whole when it fits; otherwise (SQL_SUCCESS_WITH_INFO) the state knows the size and nothing else has
// moved.
SQLRETURN first_piece(const ColumnVector& column, std::int64_t row, const Target& target, bool asks_size,
                      PieceState& state, Finding& finding) {
    SQLLEN total = 0;
    std::vector<Finding> findings;
    Target whole = target;
    whole.octet_length = &total;
    whole.indicator = nullptr;
    whole.value = asks_size ? nullptr : target.value;
    to_rows(column, row, 1, whole, findings);
    const SQLRETURN result = told(findings, finding);
    if (result == SQL_ERROR) {
        return result;
    }
    state.started = true;
    state.remaining = total;
    if (asks_size || result == SQL_SUCCESS_WITH_INFO) {
        return SQL_SUCCESS_WITH_INFO;
    }
    state.finished = true;
    put_length(target, total);
    return result;
}

SQLRETURN next_piece(const ColumnVector& column, std::int64_t row, const Target& target, Kind kind, PieceState& state,
                     Finding& finding) {
    Stream stream;
    if (!open(column, row, target, kind, stream)) {
        return tell(Outcome::malformed, finding);
    }
    const std::size_t terminator = kind == Kind::binary ? 0 : unit_bytes(kind);
    const auto capacity = static_cast<std::size_t>(target.buffer_length);
    put_length(target, static_cast<SQLLEN>(state.remaining));
    if (capacity < terminator) {
        return tell(Outcome::truncated, finding);
    }
    auto* to = static_cast<char*>(target.value);
    const std::size_t written = fill_piece(stream, state, to, capacity - terminator, kind);
    std::memset(to + written, 0, terminator);
    state.remaining -= static_cast<std::int64_t>(written);
    state.finished = state.remaining <= 0;
    return tell(state.finished ? Outcome::ok : Outcome::truncated, finding);
}

// SQL_C_BINARY of a fixed type is all or nothing.
bool in_pieces(const ColumnVector& column, Kind kind) {
    return kind != Kind::binary || column.physical == Physical::utf8 || column.physical == Physical::binary;
}

// Nothing moves, except that no bytes at all are delivered by saying so.
SQLRETURN tell_size(const ColumnVector& column, const Target& target, Kind kind, PieceState& state, Finding& finding) {
    put_length(target, static_cast<SQLLEN>(state.remaining));
    state.finished = kind == Kind::binary && state.remaining == 0;
    state.started = in_pieces(column, kind) && state.source_offset > 0;
    return tell(state.finished ? Outcome::ok : Outcome::truncated, finding);
}

SQLRETURN fixed_piece(const ColumnVector& column, std::int64_t row, const Target& target, PieceState& state,
                      Finding& finding) {
    std::vector<Finding> findings;
    to_rows(column, row, 1, target, findings);
    const SQLRETURN result = told(findings, finding);
    state.finished = result != SQL_ERROR;
    return result;
}

}  // namespace

SQLRETURN to_piece(const ColumnVector& column, std::int64_t row, const Target& target, PieceState& state,
                   Finding& finding) {
    const SQLSMALLINT c_type = resolved(target.c_type, column.sql_type);
    const Kind kind = kind_of(c_type, target.wide_char_bytes);
    if (state.c_type != c_type) {
        state = {};
        state.c_type = c_type;
    }
    if (state.finished) {
        return SQL_NO_DATA;
    }
    const bool in_range = row >= 0 && row < column.rows;
    if (!in_range || !has_length(kind) || target.buffer_length < 0) {
        return fixed_piece(column, row, target, state, finding);
    }
    if (is_null(column, row)) {
        return null_piece(target, state, finding);
    }
    const bool asks_size = target.value == nullptr || target.buffer_length == 0;
    if (!state.started) {
        const SQLRETURN result = first_piece(column, row, target, asks_size, state, finding);
        if (result == SQL_ERROR || state.finished) {
            return result;
        }
    }
    return asks_size ? tell_size(column, target, kind, state, finding)
                     : next_piece(column, row, target, kind, state, finding);
}

}  // namespace jsdodbc::convert
