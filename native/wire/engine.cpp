#include "wire/engine.hpp"

#include <algorithm>

namespace jsdodbc::wire {
namespace {

constexpr std::size_t input_size = 1 << 16;
constexpr std::chrono::milliseconds blocked_write_patience{20};
constexpr std::chrono::milliseconds tick{200};  // how often a wait looks whether it is cancelled
constexpr std::chrono::seconds cancel_patience{5};
constexpr std::chrono::seconds notice_patience{10};

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

// Its reply is dropped when it comes.
void Engine::forget(const Ticket& ticket) {
    const Lock lock(mutex_);
    pending_.erase(ticket->sequence);
}

Engine::Ticket Engine::post(Message type, std::uint32_t target, std::string_view payload, const Patience& patience) {
    check_size(payload);
    Ticket ticket = expect();
    try {
        send(frame_of(type, target, ticket->sequence, payload), patience);
    } catch (...) {
        forget(ticket);
        throw;
    }
    return ticket;
}

std::pair<Engine::Ticket, Engine::Ticket> Engine::post(std::uint32_t target, const Request& first,
                                                       const Request& second, const Patience& patience) {
    check_size(first.payload);
    check_size(second.payload);
    Ticket one = expect(), other = expect();
    try {
        send(frame_of(first.type, target, one->sequence, first.payload) +
                 frame_of(second.type, target, other->sequence, second.payload),
             patience);
    } catch (...) {
        forget(one);
        forget(other);
        throw;
    }
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
        send(frame_of(type, target, sequence, {}), Deadline(Clock::now() + notice_patience));
    } catch (...) {  // an engine that is gone has nothing to be told
    }
}

void Patience::fail() const {
    if (cancelled && *cancelled) throw Failure("HY008");
    throw Failure(late, "The engine did not answer in time.");
}

bool Patience::just_cancelled() {
    if (!cancelled || !*cancelled) return false;
    cancelled = nullptr;
    no_later_than(Clock::now() + cancel_patience);
    return true;
}

void Patience::no_later_than(Clock::time_point latest) noexcept {
    deadline = deadline ? std::min(latest, *deadline) : latest;
}

// Holds the right to write, which one thread has at a time.
class Engine::Writing {
  public:
    Writing(Engine& engine, const Patience& patience) : engine_(engine) {
        Patience limits = patience;
        Lock lock(engine_.mutex_);
        while (engine_.writing_) {
            engine_.written_.wait_for(lock, tick);
            limits.just_cancelled();
            if (engine_.writing_ && limits.over()) patience.fail();
        }
        engine_.writing_ = true;
    }
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;
    ~Writing() {
        const Lock lock(engine_.mutex_);
        engine_.writing_ = false;
        engine_.written_.notify_one();
    }

  private:
    Engine& engine_;
};

void Engine::send(const std::string& frames, const Patience& patience) {
    Patience limits = patience;
    const Writing writing(*this, patience);
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
        limits.just_cancelled();
        if (limits.over()) give_up(patience, sent > 0);
        // The engine may be waiting for us to read before it reads on.
        Lock lock(mutex_);
        if (leading_ || lead(lock, Clock::now()) == Transfer::timed_out) {
            lock.unlock();
            channel_->wait_writable(blocked_write_patience);
        }
    }
}

// The engine doesn't take what is sent. Where a part of a frame was, nothing can follow it.
void Engine::give_up(const Patience& patience, bool begun) {
    if (!begun) patience.fail();
    const Lock lock(mutex_);
    die("The engine stopped reading what it is sent; connect again to start a new one.");
    fail();
}

Reply Engine::wait(const Ticket& ticket, const Patience& patience) {
    if (disowned_) fail();
    Patience limits = patience;
    Lock lock(mutex_);
    while (!ticket->done) {
        if (!alive()) fail();
        if (limits.just_cancelled()) {
            lock.unlock();
            notify(Message::cancel, patience.target);
            lock.lock();
            continue;
        }
        if (leading_) {
            ticket->waiting = true;
            const Clock::time_point soon = Clock::now() + tick;
            ticket->arrived.wait_until(lock, limits.deadline ? std::min(soon, *limits.deadline) : soon);
            ticket->waiting = false;
        } else {
            lead(lock, limits.deadline);
        }
        if (ticket->done || !limits.over()) continue;
        pending_.erase(ticket->sequence);
        hand_over();
        lock.unlock();
        if (patience.target) notify(Message::cancel, patience.target);
        patience.fail();
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

void Engine::die(std::string epitaph) {
    if (!alive()) return;
    channel_->reap(std::chrono::milliseconds(50));
    epitaph_ = epitaph.empty() ? epitaph_for(*channel_) : std::move(epitaph);
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
