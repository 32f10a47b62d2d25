#include "stream.hpp"

#include <algorithm>

#include "text.hpp"

namespace jsdodbc::convert {

namespace {

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

void put_unit(char unit, std::size_t bytes, char* to) {
    std::memset(to, 0, bytes);
    store(to + (std::endian::native == std::endian::little ? 0 : bytes - 1), unit);
}

std::size_t fill_bytes(const Stream& stream, PieceState& state, char* to, std::size_t room) {
    const auto offset = static_cast<std::size_t>(state.source_offset);
    const std::size_t size = std::min(room, stream.size - std::min(offset, stream.size));
    std::memcpy(to, stream.data + offset, size);
    state.source_offset += static_cast<std::int64_t>(size);
    return size;
}

std::size_t fill_digits(const Stream& stream, PieceState& state, char* to, std::size_t room, std::size_t unit) {
    std::size_t written = 0;
    // Whole bytes: two digits each, and one at a time only where there is no room for two.
    const std::size_t usable = room < 2 * unit || state.source_offset % 2 != 0 ? room : room / (2 * unit) * (2 * unit);
    for (; written + unit <= usable && static_cast<std::uint64_t>(state.source_offset) < stream.size * 2;
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

// The buffer has room for one unit of the pair of UTF-16 that comes next: the other one waits.
std::size_t split_pair(const Stream& stream, PieceState& state, char* to) {
    constexpr std::size_t unit = sizeof(char16_t);
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
    const bool more = static_cast<std::size_t>(state.source_offset) < stream.size;
    if (sizeof(Unit) == sizeof(char16_t) && more && room - written >= sizeof(Unit)) {
        written += split_pair(stream, state, to + written);
    }
    return written;
}

}  // namespace

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

}  // namespace jsdodbc::convert
