// The positioning tables of SQLFetchScroll, row by row.
#include "convert/tests/check.hpp"
#include "handles/cursor_position.hpp"

#include <limits>

using namespace jsdodbc;

namespace {

constexpr std::int64_t rows = 100;
constexpr std::int64_t size = 5;
const CursorPosition before{Place::before_start, 0, 0};
const CursorPosition after{Place::after_end, 0, 0};

CursorPosition standing(std::int64_t start, std::int64_t rowset_size = size) {
    return {Place::on_rows, start, rowset_size};
}

std::string told(const Landing& landing) {
    if (landing.position.place == Place::before_start) return "before start";
    if (landing.position.place == Place::after_end) return "after end";
    return std::to_string(landing.position.start) + (landing.cut_at_start ? " 01S06" : "");
}

struct Case {
    CursorPosition now;
    SQLSMALLINT orientation;
    std::int64_t offset;
    const char* wanted;
    std::int64_t new_size = size;
    std::int64_t result_rows = rows;
};

// Where there is no such row, whoever reads finds the end: "103" of 100 rows is after the end.
const Case cases[] = {
    {before, SQL_FETCH_NEXT, 0, "1"},
    {standing(1), SQL_FETCH_NEXT, 0, "6"},
    {standing(1, 3), SQL_FETCH_NEXT, 0, "4"},  // by the rowset size of the fetch before
    {standing(98), SQL_FETCH_NEXT, 0, "103"},
    {after, SQL_FETCH_NEXT, 0, "after end"},

    {before, SQL_FETCH_PRIOR, 0, "before start"},
    {standing(1), SQL_FETCH_PRIOR, 0, "before start"},
    {standing(2), SQL_FETCH_PRIOR, 0, "1 01S06"},
    {standing(5), SQL_FETCH_PRIOR, 0, "1 01S06"},
    {standing(6), SQL_FETCH_PRIOR, 0, "1"},
    {standing(50, 3), SQL_FETCH_PRIOR, 0, "45"},  // by the new rowset size
    {after, SQL_FETCH_PRIOR, 0, "96"},
    {after, SQL_FETCH_PRIOR, 0, "1 01S06", size, 4},
    {after, SQL_FETCH_PRIOR, 0, "1", size, 5},

    {before, SQL_FETCH_RELATIVE, 3, "3"},
    {after, SQL_FETCH_RELATIVE, -3, "98"},
    {before, SQL_FETCH_RELATIVE, 0, "before start"},
    {before, SQL_FETCH_RELATIVE, -1, "before start"},
    {standing(1), SQL_FETCH_RELATIVE, -1, "before start"},
    {standing(4), SQL_FETCH_RELATIVE, -6, "before start"},
    {standing(4), SQL_FETCH_RELATIVE, -5, "1 01S06"},
    {standing(4), SQL_FETCH_RELATIVE, -4, "1 01S06"},
    {standing(4), SQL_FETCH_RELATIVE, -3, "1"},
    {standing(4), SQL_FETCH_RELATIVE, 0, "4"},
    {standing(4), SQL_FETCH_RELATIVE, 96, "100"},
    {standing(4), SQL_FETCH_RELATIVE, 97, "101"},
    {after, SQL_FETCH_RELATIVE, 0, "after end"},
    {after, SQL_FETCH_RELATIVE, 1, "after end"},

    {before, SQL_FETCH_ABSOLUTE, -1, "100"},
    {standing(7), SQL_FETCH_ABSOLUTE, -100, "1"},
    {standing(7), SQL_FETCH_ABSOLUTE, -101, "before start"},
    {standing(7), SQL_FETCH_ABSOLUTE, -101, "1 01S06", 101},
    {standing(7), SQL_FETCH_ABSOLUTE, 0, "before start"},
    {after, SQL_FETCH_ABSOLUTE, 1, "1"},
    {before, SQL_FETCH_ABSOLUTE, 101, "101"},

    {before, SQL_FETCH_FIRST, 0, "1"},
    {after, SQL_FETCH_FIRST, 0, "1"},
    {before, SQL_FETCH_LAST, 0, "96"},
    {standing(3), SQL_FETCH_LAST, 0, "1", 100},
    {standing(3), SQL_FETCH_LAST, 0, "1", 101},

    {before, SQL_FETCH_ABSOLUTE, std::numeric_limits<std::int64_t>::min(), "before start"},
    {standing(3), SQL_FETCH_RELATIVE, std::numeric_limits<std::int64_t>::min(), "before start"},
};

}  // namespace

TEST(positions_of_the_reference) {
    for (const Case& one : cases) {
        const Move move{one.orientation, one.offset, one.new_size};
        const std::string what = "orientation " + std::to_string(one.orientation) + " offset " +
                                 std::to_string(one.offset) + " from " + std::to_string(one.now.start);
        CHECK_EQUAL(told(land(one.now, move, [&] { return one.result_rows; })), std::string(one.wanted), what);
    }
}

TEST(positions_by_bookmark) {
    const auto bookmark = [](std::int64_t row, std::int64_t offset) {
        return told(land(before, {SQL_FETCH_BOOKMARK, offset, size, row}, [] { return rows; }));
    };
    CHECK_EQUAL(bookmark(7, 0), std::string("7"), "the row itself");
    CHECK_EQUAL(bookmark(7, -6), std::string("1"), "an offset");
    CHECK_EQUAL(bookmark(7, -7), std::string("before start"), "before the first");
    CHECK_EQUAL(bookmark(7, std::numeric_limits<std::int64_t>::max()) != "after end", true, "no overflow");
}

TEST(only_what_needs_the_end_asks_for_it) {
    int asked = 0;
    const auto counted = [&] { return ++asked, rows; };
    for (const SQLSMALLINT orientation : {SQL_FETCH_NEXT, SQL_FETCH_FIRST, SQL_FETCH_PRIOR, SQL_FETCH_RELATIVE}) {
        land(standing(7), {orientation, 1, size}, counted);
    }
    land(standing(7), {SQL_FETCH_ABSOLUTE, 1000, size}, counted);
    CHECK_EQUAL(asked, 0, "never");
    land(standing(7), {SQL_FETCH_LAST, 0, size}, counted);
    CHECK_EQUAL(asked, 1, "once");
}
