#include "handles/result.hpp"

#include <algorithm>

namespace jsdodbc {

void Result::open(RowSource source, bool scrollable) {
    close();
    source_ = std::move(source);
    if (scrollable) store_.emplace(source_);
}

void Result::close() noexcept {
    if (ahead_) source_.engine->abandon(ahead_);
    ahead_ = nullptr;
    store_.reset();
    position_ = {};
    shown_.clear();
    rowset_.clear();
    batches_.clear();
    failed_.clear();
    finished_ = false;
    used_ = rowset_rows_ = rowset_size_ = delivered_ = 0;
    source_.engine = nullptr;
}

void Result::ask() {
    ahead_ = source_.post(wire::Message::fetch, wire::encode_fetch(0, source_.timeout));
}

wire::Engine::Ticket Result::ask_behind(wire::Message type, std::string_view payload) {
    if (store_) return store_->ask_behind(type, payload);
    const std::string fetch = wire::encode_fetch(0, source_.timeout);
    auto [ticket, ahead] = source_.post({type, payload}, {wire::Message::fetch, fetch});
    ahead_ = std::move(ahead);
    return std::move(ticket);
}

bool Result::next_batch(const std::vector<wire::Column>& columns, Diagnostics& diagnostics) {
    if (finished_) return false;
    if (!ahead_) ask();
    const wire::Engine::Ticket ticket = std::move(ahead_);
    ahead_ = nullptr;
    auto batch = std::make_unique<wire::Batch>(source_.wait(ticket), columns);
    finished_ = batch->last();
    if (!finished_) ask();
    diagnostics.add(batch->diagnostics());
    if (rowset_.empty()) batches_.clear();
    used_ = 0;
    batches_.push_back(std::move(batch));
    return true;
}

std::int64_t Result::advance(std::int64_t wanted, const std::vector<wire::Column>& columns, Diagnostics& diagnostics) {
    if (!failed_.empty()) throw Failure(failed_);
    rowset_.clear();
    rowset_rows_ = 0;
    rowset_size_ = wanted;
    if (batches_.size() > 1) batches_.erase(batches_.begin(), batches_.end() - 1);
    try {
        while (rowset_rows_ < wanted) {
            const std::int64_t left = batches_.empty() ? 0 : batches_.back()->rows() - used_;
            if (left == 0) {
                if (!next_batch(columns, diagnostics)) break;
                continue;
            }
            const std::int64_t count = std::min(left, wanted - rowset_rows_);
            rowset_.push_back({batches_.back().get(), used_, count});
            used_ += count;
            rowset_rows_ += count;
        }
    } catch (const Failure& failure) {
        failed_ = failure.records();
        rowset_.clear();
        rowset_rows_ = 0;
        throw;
    }
    delivered_ += rowset_rows_;
    return rowset_rows_;
}

std::int64_t Result::scroll(const Move& move, const std::vector<wire::Column>& columns, Diagnostics& diagnostics) {
    Landing landing = land(position_, move, [&] { return store_->total(columns, diagnostics); });
    CursorPosition& there = landing.position;
    std::vector<Segment> rowset;
    std::vector<std::shared_ptr<const wire::Batch>> shown;
    std::int64_t rows = 0;
    while (there.place == Place::on_rows && rows < there.size) {
        const std::int64_t row = there.start - 1 + rows;
        auto batch = store_->find(row, columns, diagnostics);
        if (!batch) break;
        const std::int64_t first = row - batch->first();
        rowset.push_back({batch.get(), first, std::min(batch->rows() - first, there.size - rows)});
        rows += rowset.back().count;
        shown.push_back(std::move(batch));
    }
    if (there.place == Place::on_rows && rows == 0) there = {Place::after_end, 0, 0};
    if (landing.cut_at_start && rows > 0) diagnostics.add("01S06");
    position_ = there;
    rowset_ = std::move(rowset);
    shown_ = std::move(shown);
    rowset_rows_ = rows;
    rowset_size_ = move.size;
    delivered_ = rows > 0 ? there.start - 1 + rows : 0;
    return rows;
}

std::shared_ptr<const wire::Batch> Result::batch_of(std::int64_t row, const std::vector<wire::Column>& columns,
                                                    Diagnostics& diagnostics) {
    return row < 1 ? nullptr : store_->find(row - 1, columns, diagnostics);
}

std::pair<const wire::Batch*, std::int64_t> Result::locate(std::int64_t row) const noexcept {
    for (const Segment& segment : rowset_) {
        if (row < segment.count) return {segment.batch, segment.first + row};
        row -= segment.count;
    }
    return {nullptr, 0};
}

}  // namespace jsdodbc
