#include "wire/engine.hpp"

#include <algorithm>

namespace jsdodbc::wire {
namespace {

constexpr std::size_t input_size = 1 << 16;
constexpr std::chrono::milliseconds blocked_write_patience{20};

std::string epitaph_for(Channel& channel) {
    std::string text = "The engine process ended; connect again to start a new one.";
    const std::string words = channel.last_words();
    if (!words.empty()) text += " Its last words: " + words;
    return text;
}

void check_size(std::string_view payload) {
    if (payload.size() > largest_payload) throw Failure("HY090", "The request is longer than 2 GiB.");
}

std::string frame_of(Message type, std::uint32_t target, std::uint32_t sequence, std::string_view payload) {
    return encode_header({static_cast<std::uint32_t>(payload.size()), type, target, sequence}).append(payload);
}

}  // namespace

Engine::Engine(std::unique_ptr<Channel> channel)
    : channel_(std::move(channel)), input_(std::make_unique_for_overwrite<std::uint8_t[]>(input_size)) {}

Engine::~Engine() {
    if (disowned_) return;
    channel_->close();
    channel_->reap(std::chrono::milliseconds(100));
}

// A ticket for the reply to a request that is about to be sent.
Engine::Ticket Engine::expect() {
    if (!alive()) fail();
    auto ticket = std::make_shared<Pending>();
    const Lock lock(mutex_);
    if (++last_sequence_ == 0) ++last_sequence_;
    ticket->sequence = last_sequence_;
    pending_.emplace(ticket->sequence, ticket);
    return ticket;
}

Engine::Ticket Engine::post(Message type, std::uint32_t target, std::string_view payload) {
    check_size(payload);
    Ticket ticket = expect();
    send(frame_of(type, target, ticket->sequence, payload));
    return ticket;
}

std::pair<Engine::Ticket, Engine::Ticket> Engine::post(std::uint32_t target, const Request& first,
                                                       const Request& second) {
    check_size(first.payload);
    check_size(second.payload);
    Ticket one = expect(), other = expect();
    send(frame_of(first.type, target, one->sequence, first.payload) +
         frame_of(second.type, target, other->sequence, second.payload));
    return {std::move(one), std::move(other)};
}

void Engine::notify(Message type, std::uint32_t target) noexcept {
    if (!alive()) return;
    try {
        std::uint32_t sequence;
        {
            const Lock lock(mutex_);
            if (++last_sequence_ == 0) ++last_sequence_;
            sequence = last_sequence_;
        }
        send(frame_of(type, target, sequence, {}));
    } catch (...) {  // an engine that is gone has nothing to be told
    }
}

void Engine::send(const std::string& frames) {
    const Lock writing(write_mutex_);
    for (std::size_t sent = 0; sent < frames.size();) {
        if (!alive()) fail();
        std::size_t count = 0;
        if (channel_->write(frames.data() + sent, frames.size() - sent, count) == Transfer::closed) {
            Lock lock(mutex_);
            if (!leading_) lead(lock, Clock::now());  // replies that are there already still count
            die();
            fail();
        }
        sent += count;
        if (count > 0) continue;
        // The engine may be waiting for us to read before it reads on.
        Lock lock(mutex_);
        if (leading_ || lead(lock, Clock::now()) == Transfer::timed_out) {
            lock.unlock();
            channel_->wait_writable(blocked_write_patience);
        }
    }
}

Reply Engine::wait(const Ticket& ticket, const Deadline& deadline) {
    if (disowned_) fail();
    Lock lock(mutex_);
    while (!ticket->done) {
        if (!alive()) fail();
        bool late = false;
        if (!leading_) {
            late = lead(lock, deadline) == Transfer::timed_out;
        } else {
            ticket->waiting = true;
            if (deadline) {
                late = ticket->arrived.wait_until(lock, *deadline) == std::cv_status::timeout;
            } else {
                ticket->arrived.wait(lock);
            }
            ticket->waiting = false;
        }
        if (late && !ticket->done) {
            pending_.erase(ticket->sequence);
            hand_over();
            throw Failure("HYT00", "The engine did not answer in time.");
        }
    }
    hand_over();
    return std::move(ticket->reply);
}

void Engine::abandon(const Ticket& ticket) noexcept {
    if (!ticket || disowned_) return;
    const Lock lock(mutex_);
    pending_.erase(ticket->sequence);
}

bool Engine::still_alive() noexcept {
    if (!alive()) return false;
    try {
        Lock lock(mutex_);
        while (!leading_ && alive() && lead(lock, Clock::now()) == Transfer::done) {
        }
        hand_over();
    } catch (...) {  // no memory for a reply: that says nothing about the engine
    }
    return alive();
}

// Reads one frame without the lock and delivers it. Whoever calls holds the lock and there is no other leader.
Transfer Engine::lead(Lock& lock, const Deadline& deadline) {
    leading_ = true;
    Header header{};
    Payload payload;
    Transfer transfer = Transfer::closed;
    lock.unlock();
    try {
        transfer = read_frame(header, payload, deadline);
    } catch (...) {
        lock.lock();
        leading_ = false;
        hand_over();
        throw;
    }
    lock.lock();
    leading_ = false;
    if (transfer == Transfer::done) deliver(header, std::move(payload));
    if (transfer == Transfer::closed) die();
    return transfer;
}

void Engine::deliver(const Header& header, Payload payload) {
    const auto found = pending_.find(header.sequence);
    if (found == pending_.end()) return;  // abandoned
    Pending& pending = *found->second;
    pending.reply = {header.type, std::move(payload)};
    pending.done = true;
    pending.arrived.notify_all();
    pending_.erase(found);
}

void Engine::hand_over() {
    if (leading_) return;
    for (const auto& [sequence, pending] : pending_) {
        if (!pending->waiting) continue;
        pending->arrived.notify_all();
        return;
    }
}

void Engine::die() {
    if (!alive()) return;
    channel_->reap(std::chrono::milliseconds(50));
    epitaph_ = epitaph_for(*channel_);
    dead_.store(true, std::memory_order_release);
    for (const auto& [sequence, pending] : pending_) pending->arrived.notify_all();
    pending_.clear();
}

void Engine::fail() const {
    if (disowned_)
        throw Failure("08S01", "The connection belongs to the process that this one was forked from: connect again.");
    throw Failure("08S01", epitaph_);
}

Transfer Engine::fill(const Deadline& deadline) {
    std::size_t count = 0;
    const Transfer transfer = channel_->read(input_.get(), input_size, count, deadline);
    input_begin_ = 0;
    input_end_ = transfer == Transfer::done ? count : 0;
    return transfer;
}

Transfer Engine::read_frame(Header& header, Payload& payload, const Deadline& deadline) {
    const auto take = [this](std::uint8_t* to, std::size_t wanted) {
        const std::size_t count = std::min(wanted, input_end_ - input_begin_);
        std::memcpy(to, input_.get() + input_begin_, count);
        input_begin_ += count;
        return count;
    };
    while (header_got_ < header_size) {
        if (input_begin_ == input_end_) {
            if (const Transfer transfer = fill(deadline); transfer != Transfer::done) return transfer;
        }
        header_got_ += take(header_ + header_got_, header_size - header_got_);
    }
    header = decode_header(header_);
    if (header.length > largest_payload) return Transfer::closed;
    if (!payload_.bytes) {
        payload_ = {std::make_unique_for_overwrite<std::uint8_t[]>(header.length + 1), header.length};
        payload_got_ = 0;
    }
    while (payload_got_ < payload_.size) {
        std::uint8_t* to = payload_.bytes.get() + payload_got_;
        const std::size_t missing = payload_.size - payload_got_;
        if (input_begin_ < input_end_) {
            payload_got_ += take(to, missing);
            continue;
        }
        std::size_t count = 0;
        const bool small = missing < input_size;
        const Transfer transfer = small ? fill(deadline) : channel_->read(to, missing, count, deadline);
        if (transfer != Transfer::done) return transfer;
        payload_got_ += count;
    }
    header_got_ = 0;
    payload = std::move(payload_);
    payload_ = {};
    return Transfer::done;
}

void Engine::disown() noexcept {
    disowned_ = true;
    dead_.store(true, std::memory_order_release);
    channel_->close();
}

void Engine::end() noexcept {
    dead_.store(true, std::memory_order_release);
    channel_->close();
    channel_->reap(std::chrono::milliseconds(0));
}

}  // namespace jsdodbc::wire
