#include "handles/cursor_position.hpp"

#include <algorithm>

#include "diagnostics/failure.hpp"

namespace jsdodbc {
namespace {

using LastRow = std::function<std::int64_t()>;

// Far beyond any result, and no sum of two overflows.
constexpr std::int64_t farthest = std::int64_t{1} << 61;

Landing before_start() {
    return {{Place::before_start, 0, 0}};
}
Landing after_end() {
    return {{Place::after_end, 0, 0}};
}
Landing at(std::int64_t row, const Move& move) {
    return {{Place::on_rows, row, move.size}};
}
Landing at_start_cut(const Move& move) {
    return {{Place::on_rows, 1, move.size}, true};
}

Landing last(const Move& move, const LastRow& last_row) {
    return at(std::max<std::int64_t>(last_row() - move.size + 1, 1), move);
}

Landing absolute(const Move& move, const LastRow& last_row) {
    if (move.offset > 0) return at(move.offset, move);
    if (move.offset == 0) return before_start();
    const std::int64_t rows = last_row();
    if (-move.offset <= rows) return at(rows + move.offset + 1, move);
    return -move.offset > move.size ? before_start() : at_start_cut(move);
}

Landing next(const CursorPosition& now, const Move& move) {
    if (now.place == Place::before_start) return at(1, move);
    return now.place == Place::after_end ? after_end() : at(now.start + now.size, move);
}

Landing prior(const CursorPosition& now, const Move& move, const LastRow& last_row) {
    if (now.place == Place::after_end) {
        return last_row() < move.size ? at_start_cut(move) : last(move, last_row);
    }
    if (now.place == Place::before_start || now.start == 1) return before_start();
    return now.start <= move.size ? at_start_cut(move) : at(now.start - move.size, move);
}

Landing relative(const CursorPosition& now, const Move& move, const LastRow& last_row) {
    if (now.place == Place::before_start) return move.offset > 0 ? absolute(move, last_row) : before_start();
    if (now.place == Place::after_end) return move.offset < 0 ? absolute(move, last_row) : after_end();
    if (now.start + move.offset >= 1) return at(now.start + move.offset, move);
    return now.start == 1 || -move.offset > move.size ? before_start() : at_start_cut(move);
}

Landing by_bookmark(const Move& move) {
    const std::int64_t row = move.bookmark + move.offset;
    return row < 1 ? before_start() : at(row, move);
}

}  // namespace

Landing land(const CursorPosition& now, const Move& asked, const LastRow& last_row) {
    Move move = asked;
    move.offset = std::clamp(move.offset, -farthest, farthest);
    move.size = std::clamp(move.size, std::int64_t{1}, farthest);
    switch (move.orientation) {
        case SQL_FETCH_NEXT: return next(now, move);
        case SQL_FETCH_FIRST: return at(1, move);
        case SQL_FETCH_LAST: return last(move, last_row);
        case SQL_FETCH_PRIOR: return prior(now, move, last_row);
        case SQL_FETCH_ABSOLUTE: return absolute(move, last_row);
        case SQL_FETCH_RELATIVE: return relative(now, move, last_row);
        case SQL_FETCH_BOOKMARK: return by_bookmark(move);
        default: throw Failure("HY106");
    }
}

}  // namespace jsdodbc
