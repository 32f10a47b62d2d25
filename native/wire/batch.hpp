// A batch of rows: the payload as it came, and typed views into it.
#pragma once

#include <vector>

#include "wire/messages.hpp"

namespace jsdodbc::wire {

class Batch {
  public:
    // `expected` is BATCH or BATCH_AT. Throws what an ERROR says; 08S01 when the buffers don't fit the columns.
    Batch(Reply reply, const std::vector<Column>& columns, Message expected = Message::batch);

    std::int64_t rows() const noexcept { return rows_; }
    bool last() const noexcept { return last_; }
    // Of a BATCH_AT: where in the result the batch begins, counted from 0, and the rows of the result, -1: not known
    // yet.
    std::int64_t first() const noexcept { return first_; }
    std::int64_t total() const noexcept { return total_; }
    bool contains(std::int64_t row) const noexcept { return row >= first_ && row - first_ < rows_; }
    const std::vector<Record>& diagnostics() const noexcept { return diagnostics_; }
    const convert::ColumnVector& column(std::size_t index) const noexcept { return vectors_[index]; }

  private:
    void read_place(Reader& reader);
    void read_column(Reader& reader, const Column& column, const std::uint64_t (&sizes)[3], std::size_t index);

    Payload payload_;
    std::int64_t first_ = 0;
    std::int64_t total_ = -1;
    std::int64_t rows_ = 0;
    bool last_ = false;
    std::vector<Record> diagnostics_;
    std::vector<convert::ColumnVector> vectors_;
};

}  // namespace jsdodbc::wire
