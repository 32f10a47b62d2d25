#include "handles/row_store.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "wire/requests.hpp"

namespace jsdodbc {
namespace {

constexpr std::size_t most_held = 4;  // batches of about a MiB
constexpr std::int64_t behind_any_end = std::numeric_limits<std::int64_t>::max();

}  // namespace

RowStore::~RowStore() {
    if (ahead_) source_.engine->abandon(ahead_);
}

wire::Engine::Ticket RowStore::ask(std::int64_t row) const {
    return source_.post(wire::Message::fetch_at,
                        wire::encode_fetch_at(static_cast<std::uint64_t>(row), source_.timeout));
}

wire::Engine::Ticket RowStore::ask_behind(wire::Message type, std::string_view payload) {
    const std::string fetch = wire::encode_fetch_at(0, source_.timeout);
    auto [ticket, ahead] = source_.post({type, payload}, {wire::Message::fetch_at, fetch});
    ahead_ = std::move(ahead);
    ahead_row_ = 0;
    return std::move(ticket);
}

wire::Engine::Ticket RowStore::asked(std::int64_t row) {
    if (ahead_ && ahead_row_ == row) return std::exchange(ahead_, nullptr);
    return ask(row);
}

std::shared_ptr<const wire::Batch> RowStore::find(std::int64_t row, const std::vector<wire::Column>& columns,
                                                  Diagnostics& diagnostics) {
    const auto found =
        std::find_if(held_.begin(), held_.end(), [row](const auto& batch) { return batch->contains(row); });
    if (found != held_.end()) {
        std::rotate(found, found + 1, held_.end());
        return held_.back();
    }
    if (total_ >= 0 && row >= total_) return nullptr;
    const bool forward = row == next_;
    auto batch = receive(row, columns, diagnostics);
    if (batch->rows() == 0) return nullptr;
    if (!batch->contains(row)) wire::malformed("a batch does not hold the row that was asked for");
    next_ = batch->first() + batch->rows();
    keep(batch);
    if (forward) look_ahead();
    return batch;
}

std::int64_t RowStore::total(const std::vector<wire::Column>& columns, Diagnostics& diagnostics) {
    if (total_ < 0) receive(behind_any_end, columns, diagnostics);
    return total_;
}

std::shared_ptr<const wire::Batch> RowStore::receive(std::int64_t row, const std::vector<wire::Column>& columns,
                                                     Diagnostics& diagnostics) {
    auto batch = std::make_shared<const wire::Batch>(source_.wait(asked(row)), columns, wire::Message::batch_at);
    diagnostics.add(batch->diagnostics());
    if (batch->total() >= 0) total_ = batch->total();
    if (batch->rows() == 0 && (total_ < 0 || row < total_)) wire::malformed("a row is missing and the end is not told");
    return batch;
}

void RowStore::keep(std::shared_ptr<const wire::Batch> batch) {
    held_.push_back(std::move(batch));
    if (held_.size() > most_held) held_.erase(held_.begin());
}

void RowStore::look_ahead() {
    if (total_ >= 0 && next_ >= total_) return;
    if (ahead_ && ahead_row_ == next_) return;
    if (ahead_) source_.engine->abandon(ahead_);
    ahead_ = ask(next_);
    ahead_row_ = next_;
}

}  // namespace jsdodbc
