// The rows of a scrollable result: the engine keeps them all, the batches used last are at hand here.
#pragma once

#include <memory>
#include <vector>

#include "handles/row_source.hpp"
#include "wire/batch.hpp"

namespace jsdodbc {

class RowStore {
  public:
    explicit RowStore(const RowSource& source) : source_(source) {}
    RowStore(const RowStore&) = delete;
    RowStore& operator=(const RowStore&) = delete;
    ~RowStore();

    // See Result::ask_behind.
    wire::Engine::Ticket ask_behind(wire::Message type, std::string_view payload);
    // The batch with a row, counted from 0; null when the result ends before it. Throws what the engine says of it;
    // rows before stay readable. What the engine warned of is added to `diagnostics`.
    std::shared_ptr<const wire::Batch> find(std::int64_t row, const std::vector<wire::Column>& columns,
                                            Diagnostics& diagnostics);
    // How many rows there are; the engine reads all of them for it.
    std::int64_t total(const std::vector<wire::Column>& columns, Diagnostics& diagnostics);

  private:
    wire::Engine::Ticket ask(std::int64_t row) const;
    wire::Engine::Ticket asked(std::int64_t row);
    std::shared_ptr<const wire::Batch> receive(std::int64_t row, const std::vector<wire::Column>& columns,
                                               Diagnostics& diagnostics);
    void keep(std::shared_ptr<const wire::Batch> batch);
    void look_ahead();

    const RowSource& source_;
    std::vector<std::shared_ptr<const wire::Batch>> held_;  // the one used last is the last
    std::int64_t total_ = -1;
    std::int64_t next_ = 0;  // row behind the batch that came last: asked for, the cursor moves forward
    wire::Engine::Ticket ahead_;
    std::int64_t ahead_row_ = 0;
};

}  // namespace jsdodbc
