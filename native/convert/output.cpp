// Output parameters: one tagged value becomes a column of one row.
#include "kinds.hpp"
#include "outcome.hpp"
#include "values.hpp"
#include "wire_values.hpp"

namespace jsdodbc::convert {

namespace {

struct TagLayout {
    Physical physical;
    std::int8_t size;  // bytes; -1: u32 length and bytes
    SQLSMALLINT sql_type;
    std::int16_t scale;
};

// In the order of Tag. Intervals come as numbers of months or microseconds.
constexpr TagLayout layouts[] = {
    {Physical::nulls, 0, SQL_VARCHAR, 0},     {Physical::boolean, 1, SQL_BIT, 0},
    {Physical::int64, 8, SQL_BIGINT, 0},      {Physical::float64, 8, SQL_DOUBLE, 0},
    {Physical::utf8, -1, SQL_DECIMAL, 0},     {Physical::utf8, -1, SQL_WVARCHAR, 0},
    {Physical::binary, -1, SQL_VARBINARY, 0}, {Physical::date32, 4, SQL_TYPE_DATE, 0},
    {Physical::time64, 8, SQL_TYPE_TIME, 6},  {Physical::timestamp, 8, SQL_TYPE_TIMESTAMP, 6},
    {Physical::utf8, -1, SQL_GUID, 0},        {Physical::int64, 8, SQL_BIGINT, 0},
    {Physical::int64, 8, SQL_BIGINT, 0},      {Physical::nulls, 0, SQL_VARCHAR, 0},
};
static_assert(std::size(layouts) == static_cast<std::size_t>(Tag::count));

// Bytes of the value at cursor (behind its tag or its length), or -1.
std::int64_t value_size(const std::uint8_t*& cursor, const std::uint8_t* end, const TagLayout& layout) {
    std::int64_t size = layout.size;
    if (size < 0) {
        if (end - cursor < 4) {
            return -1;
        }
        size = load<std::uint32_t>(cursor);
        cursor += 4;
    }
    return size <= end - cursor && size <= INT32_MAX ? size : -1;
}

}  // namespace

bool decode_parameter(const std::uint8_t*& cursor, const std::uint8_t* end, const Target& target, Finding& finding) {
    finding = finding_of(Outcome::malformed);
    if (cursor == end || *cursor >= static_cast<std::uint8_t>(Tag::count)) {
        return false;
    }
    const TagLayout& layout = layouts[*cursor++];
    const std::int64_t size = value_size(cursor, end, layout);
    if (size < 0) {
        return false;
    }
    const std::int32_t offsets[2] = {0, static_cast<std::int32_t>(size)};
    ColumnVector column;
    column.physical = layout.physical;
    column.sql_type = layout.sql_type;
    column.scale = layout.scale;
    column.values = cursor;
    column.offsets = offsets;
    column.data = reinterpret_cast<const char*>(cursor);
    column.data_size = size;
    column.rows = 1;
    cursor += size;
    std::vector<Finding> findings;
    to_rows(column, 0, 1, target, findings);
    finding = findings.empty() ? Finding{} : findings.front();
    return !finding.error;
}

}  // namespace jsdodbc::convert
