// The rows of an executed statement and the rowset that the cursor stands on. Read forward they are batches pulled from
// the engine, one in flight ahead; a scrollable cursor takes them from a RowStore.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "handles/cursor_position.hpp"
#include "handles/row_store.hpp"
#include "wire/batch.hpp"
#include "wire/requests.hpp"

namespace jsdodbc {

// Rows of one batch that belong to the current rowset.
struct Segment {
    const wire::Batch* batch;
    std::int64_t first;
    std::int64_t count;
};

class Result {
  public:
    void open(RowSource source, bool scrollable);
    // Sends what makes the rows with the asking for the first of them right behind, which saves a round trip, and gives
    // the ticket of the former. Should there be no rows, close forgets the asking.
    wire::Engine::Ticket ask_behind(wire::Message type, std::string_view payload);
    // Forgets the rows; the engine is told by whoever closes the cursor.
    void close() noexcept;

    bool scrollable() const noexcept { return store_.has_value(); }
    // Makes the next `wanted` rows the rowset and returns how many there are, 0 at the end. What the engine warned of
    // is added to `diagnostics`. A failure is thrown, and again on every later call.
    std::int64_t advance(std::int64_t wanted, const std::vector<wire::Column>& columns, Diagnostics& diagnostics);
    // The same for a scrollable result, in any direction. After a failure the cursor stands where it stood.
    std::int64_t scroll(const Move& move, const std::vector<wire::Column>& columns, Diagnostics& diagnostics);
    // Any row of a scrollable result, counted from 1; null when there is none.
    std::shared_ptr<const wire::Batch> batch_of(std::int64_t row, const std::vector<wire::Column>& columns,
                                                Diagnostics& diagnostics);

    const std::vector<Segment>& rowset() const noexcept { return rowset_; }
    // The batch and the row in it of a row of the rowset, counted from 0.
    std::pair<const wire::Batch*, std::int64_t> locate(std::int64_t row) const noexcept;
    std::int64_t rowset_start() const noexcept { return delivered_ - rowset_rows_; }  // rows before the rowset
    std::int64_t rowset_rows() const noexcept { return rowset_rows_; }
    std::int64_t rowset_size() const noexcept { return rowset_size_; }  // as many were asked for

  private:
    bool next_batch(const std::vector<wire::Column>& columns, Diagnostics& diagnostics);
    void ask();

    RowSource source_;
    std::int64_t rowset_size_ = 0;
    std::vector<Segment> rowset_;
    std::int64_t rowset_rows_ = 0;
    std::int64_t delivered_ = 0;  // rows up to the end of the rowset

    // read forward
    wire::Engine::Ticket ahead_;
    std::vector<std::unique_ptr<wire::Batch>> batches_;  // those of the rowset; the last is the current one
    std::int64_t used_ = 0;                              // rows of the current batch already delivered
    bool finished_ = false;
    std::vector<Record> failed_;

    // scrollable
    std::optional<RowStore> store_;
    CursorPosition position_;
    std::vector<std::shared_ptr<const wire::Batch>> shown_;  // those of the rowset
};

}  // namespace jsdodbc
