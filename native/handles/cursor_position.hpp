// Where a scrollable cursor stands and where it goes: the tables of SQLFetchScroll, "Cursor Positioning Rules".
#pragma once

#include <cstdint>
#include <functional>

#include "odbc.hpp"

namespace jsdodbc {

enum class Place { before_start, on_rows, after_end };

struct CursorPosition {
    Place place = Place::before_start;
    std::int64_t start = 0;  // first row of the rowset, counted from 1
    std::int64_t size = 0;   // rows that were asked for, which may be more than there were
};

struct Move {
    SQLSMALLINT orientation = SQL_FETCH_NEXT;
    std::int64_t offset = 0;
    std::int64_t size = 1;  // of the rowset, from now on
    std::int64_t bookmark = 0;
};

struct Landing {
    CursorPosition position;    // on_rows even if there is no such row: who reads finds out
    bool cut_at_start = false;  // 01S06: the rowset would have begun before the first row
};

// `last_row` gives the number of rows of the result. It may take long and is called only where the rules need it.
// HY106 for an orientation that is none.
Landing land(const CursorPosition& now, const Move& move, const std::function<std::int64_t()>& last_row);

}  // namespace jsdodbc
