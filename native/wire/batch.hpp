// A batch of rows: the payload as it came, and typed views into it.
#pragma once

#include <vector>

#include "wire/messages.hpp"

namespace jsdodbc::wire {

class Batch {
  public:
    // Throws what an ERROR says; 08S01 when the buffers don't fit the columns.
    Batch(Reply reply, const std::vector<Column>& columns);

    std::int64_t rows() const noexcept { return rows_; }
    bool last() const noexcept { return last_; }
    const std::vector<Record>& diagnostics() const noexcept { return diagnostics_; }
    const convert::ColumnVector& column(std::size_t index) const noexcept { return vectors_[index]; }

  private:
    void read_column(Reader& reader, const Column& column, const std::uint64_t (&sizes)[3], std::size_t index);

    Payload payload_;
    std::int64_t rows_ = 0;
    bool last_ = false;
    std::vector<Record> diagnostics_;
    std::vector<convert::ColumnVector> vectors_;
};

}  // namespace jsdodbc::wire
