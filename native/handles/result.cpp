#include "handles/result.hpp"

#include <algorithm>

namespace jsdodbc {
namespace {

constexpr std::chrono::seconds grace{5};

}  // namespace

wire::Deadline backstop(std::uint32_t timeout) {
    if (timeout == 0) return {};
    return wire::Clock::now() + std::chrono::seconds(timeout) + grace;
}

void Result::open(std::shared_ptr<wire::Engine> engine, std::uint32_t statement, std::uint32_t timeout) {
    close();
    engine_ = std::move(engine);
    statement_ = statement;
    timeout_ = timeout;
}

void Result::close() noexcept {
    if (ahead_) engine_->abandon(ahead_);
    ahead_ = nullptr;
    rowset_.clear();
    batches_.clear();
    failed_.clear();
    finished_ = false;
    used_ = rowset_rows_ = delivered_ = 0;
    engine_ = nullptr;
}

void Result::ask() {
    ahead_ = engine_->post(wire::Message::fetch, statement_, wire::encode_fetch(0, timeout_));
}

wire::Engine::Ticket Result::ask_behind(wire::Message type, std::string_view payload) {
    const std::string fetch = wire::encode_fetch(0, timeout_);
    auto [ticket, ahead] = engine_->post(statement_, {type, payload}, {wire::Message::fetch, fetch});
    ahead_ = std::move(ahead);
    return std::move(ticket);
}

bool Result::next_batch(const std::vector<wire::Column>& columns, Diagnostics& diagnostics) {
    if (finished_) return false;
    if (!ahead_) ask();
    const wire::Engine::Ticket ticket = std::move(ahead_);
    ahead_ = nullptr;
    wire::Reply reply;
    try {
        reply = engine_->wait(ticket, backstop(timeout_));
    } catch (const Failure& failure) {
        if (failure.records().front().sqlstate == "HYT00") engine_->notify(wire::Message::cancel, statement_);
        throw;
    }
    auto batch = std::make_unique<wire::Batch>(std::move(reply), columns);
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

std::pair<const wire::Batch*, std::int64_t> Result::locate(std::int64_t row) const noexcept {
    for (const Segment& segment : rowset_) {
        if (row < segment.count) return {segment.batch, segment.first + row};
        row -= segment.count;
    }
    return {nullptr, 0};
}

}  // namespace jsdodbc
