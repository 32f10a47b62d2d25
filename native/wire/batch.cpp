#include "wire/batch.hpp"

#include <array>

namespace jsdodbc::wire {

Batch::Batch(Reply reply, const std::vector<Column>& columns, Message expected) {
    require(reply, expected);
    payload_ = std::move(reply.payload);
    Reader reader(payload_);
    if (expected == Message::batch_at) read_place(reader);
    rows_ = reader.u32();
    last_ = reader.u8() != 0;
    for (Record& record : read_records(reader)) diagnostics_.push_back(std::move(record));
    if (rows_ == 0 && !last_) malformed("an empty batch is not the last");
    reader.align8();
    std::vector<std::array<std::uint64_t, 3>> sizes(columns.size());
    for (auto& column : sizes) {
        for (std::uint64_t& size : column) size = reader.u64();
    }
    vectors_.resize(columns.size());
    for (std::size_t index = 0; index < columns.size(); ++index) {
        const std::uint64_t these[3] = {sizes[index][0], sizes[index][1], sizes[index][2]};
        read_column(reader, columns[index], these, index);
    }
}

void Batch::read_place(Reader& reader) {
    constexpr std::uint64_t most_rows = std::uint64_t{1} << 62;
    const std::uint64_t first = reader.u64();
    total_ = reader.i64();
    diagnostics_ = read_records(reader);
    reader.align8();
    const bool behind_end = total_ >= 0 && first > static_cast<std::uint64_t>(total_);
    if (first > most_rows || total_ < -1 || behind_end) malformed("a batch lies outside its result");
    first_ = static_cast<std::int64_t>(first);
}

void Batch::read_column(Reader& reader, const Column& column, const std::uint64_t (&sizes)[3], std::size_t index) {
    const auto buffer = [&reader](std::uint64_t size) {
        const std::uint8_t* start = reader.take(size);
        reader.align8();
        return start;
    };
    const std::uint8_t* validity = buffer(sizes[0]);
    const std::uint8_t* offsets = buffer(sizes[1]);
    const std::uint8_t* data = buffer(sizes[2]);
    if (!convert::layout_fits(column.physical, rows_, sizes[0], sizes[1], sizes[2])) {
        malformed("the buffers of a column are too short for its rows");
    }
    convert::ColumnVector& vector = vectors_[index];
    vector.physical = column.physical;
    vector.scale = column.decimal_digits;
    vector.sql_type = column.sql_type;
    vector.column_size = column.column_size;
    vector.validity = sizes[0] ? validity : nullptr;
    vector.values = data;
    vector.offsets = reinterpret_cast<const std::int32_t*>(offsets);
    vector.data = reinterpret_cast<const char*>(data);
    vector.data_size = static_cast<std::int64_t>(sizes[2]);
    vector.rows = rows_;
}

}  // namespace jsdodbc::wire
