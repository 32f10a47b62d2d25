// Bookmarks: a row's number in the result, counted from 1, as column 0.
#pragma once

#include <vector>

#include "handles/statement.hpp"

namespace jsdodbc {

inline bool has_bookmarks(const Statement& statement) noexcept {
    return statement.attributes.use_bookmarks != SQL_UB_OFF;
}
// What column 0 is described as.
const wire::Column& bookmark_column(const Statement& statement);
bool is_bookmark_c_type(SQLSMALLINT c_type) noexcept;
// The bookmark in an application's memory, which may be misaligned. HY111 when there is none or it can't be one.
std::int64_t read_bookmark(const Statement& statement, const void* from);

// The bookmarks of some rows, to be converted like any other column.
class BookmarkVector {
  public:
    // Rows counted from 1. `binary`: for SQL_C_VARBOOKMARK, otherwise for SQL_C_BOOKMARK.
    BookmarkVector(std::int64_t first_row, std::int64_t rows, bool binary);
    BookmarkVector(const BookmarkVector&) = delete;
    BookmarkVector& operator=(const BookmarkVector&) = delete;
    const convert::ColumnVector& vector() const noexcept { return vector_; }

  private:
    std::vector<std::int64_t> numbers_;
    std::vector<std::int32_t> offsets_;
    convert::ColumnVector vector_;
};

}  // namespace jsdodbc
