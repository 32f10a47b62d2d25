// A character or binary value on its way out in pieces.
#pragma once

#include "kinds.hpp"
#include "structures.hpp"

namespace jsdodbc::convert {

// What is cut into pieces: UTF-8 (a rendered number or time too), bytes, or bytes to be shown as digits.
struct Stream {
    const char* data = "";
    std::size_t size = 0;
    bool hexadecimal = false;
    Rendered rendered;
};

[[nodiscard]] bool open(const ColumnVector& column, std::int64_t row, const Target& target, Kind kind, Stream& stream);

// Bytes of a unit of the target: what its terminator takes, but for binary, which has none.
[[nodiscard]] std::size_t unit_bytes(Kind kind);

// Writes at most `room` bytes, moves the state and returns what it wrote.
[[nodiscard]] std::size_t fill_piece(const Stream& stream, PieceState& state, char* to, std::size_t room, Kind kind);

}  // namespace jsdodbc::convert
