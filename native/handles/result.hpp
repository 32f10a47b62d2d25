// The rows of an executed statement: batches pulled from the engine, one in flight ahead.
#pragma once

#include <memory>
#include <vector>

#include "wire/batch.hpp"
#include "wire/engine.hpp"
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
    void open(std::shared_ptr<wire::Engine> engine, std::uint32_t statement, std::uint32_t timeout);
    // Sends what makes the rows with the asking for the first of them right behind, which saves a round trip, and gives
    // the ticket of the former. Should there be no rows, close forgets the asking.
    wire::Engine::Ticket ask_behind(wire::Message type, std::string_view payload);
    // Forgets the rows; the engine is told by whoever closes the cursor.
    void close() noexcept;

    // Makes the next `wanted` rows the rowset and returns how many there are, 0 at the end. What the engine warned of
    // is added to `diagnostics`. A failure is thrown, and again on every later call.
    std::int64_t advance(std::int64_t wanted, const std::vector<wire::Column>& columns, Diagnostics& diagnostics);

    const std::vector<Segment>& rowset() const noexcept { return rowset_; }
    // The batch and the row in it of a row of the rowset, counted from 0.
    std::pair<const wire::Batch*, std::int64_t> locate(std::int64_t row) const noexcept;
    std::int64_t rowset_start() const noexcept { return delivered_ - rowset_rows_; }  // rows before the rowset
    std::int64_t rowset_rows() const noexcept { return rowset_rows_; }

  private:
    bool next_batch(const std::vector<wire::Column>& columns, Diagnostics& diagnostics);
    void ask();

    std::shared_ptr<wire::Engine> engine_;
    std::uint32_t statement_ = 0;
    std::uint32_t timeout_ = 0;
    wire::Engine::Ticket ahead_;
    std::vector<std::unique_ptr<wire::Batch>> batches_;  // those of the rowset; the last is the current one
    std::int64_t used_ = 0;                              // rows of the current batch already delivered
    bool finished_ = false;
    std::vector<Record> failed_;
    std::vector<Segment> rowset_;
    std::int64_t rowset_rows_ = 0;
    std::int64_t delivered_ = 0;
};

// When to stop waiting for a statement with this query timeout: the engine's own limit comes first, this is the
// backstop.
wire::Deadline backstop(std::uint32_t timeout);

}  // namespace jsdodbc
