// The engine as the library sees it: requests out, replies in, from any number of threads, without a thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "wire/channel.hpp"
#include "wire/frame.hpp"

namespace jsdodbc::wire {

// How long to wait for the engine.
struct Patience {
    Patience() = default;
    Patience(const Deadline& latest) : deadline(latest) {}

    bool over() const noexcept { return deadline && Clock::now() >= *deadline; }
    // Whether a cancel came since it was asked last: there is not much time left then.
    bool just_cancelled();
    void no_later_than(Clock::time_point latest) noexcept;
    [[noreturn]] void fail() const;

    Deadline deadline;
    const char* late = "HYT00";                    // what missing the deadline is
    const std::atomic<bool>* cancelled = nullptr;  // ends the wait with HY008, after a moment for the engine to answer
    std::uint32_t target = 0;                      // what the engine is told to cancel
};

class Engine {
  public:
    struct Pending {
        std::uint32_t sequence = 0;
        bool done = false;
        bool waiting = false;
        Reply reply;
        std::condition_variable arrived;
    };
    using Ticket = std::shared_ptr<Pending>;
    struct Request {
        Message type;
        std::string_view payload;
    };

    explicit Engine(std::unique_ptr<Channel> channel);
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    ~Engine();

    // Sends a request; its reply is taken with wait, or dropped with abandon. Throws 08S01.
    Ticket post(Message type, std::uint32_t target, std::string_view payload, const Patience& patience = {});
    // Sends two requests about one target in one write, for the engine to do one after the other.
    std::pair<Ticket, Ticket> post(std::uint32_t target, const Request& first, const Request& second,
                                   const Patience& patience = {});
    // Throws 08S01 when the engine is gone and what `patience` says when that is over; then the engine is told to
    // cancel, and the reply is dropped when it comes.
    Reply wait(const Ticket& ticket, const Patience& patience = {});
    Reply request(Message type, std::uint32_t target, std::string_view payload, const Patience& patience = {}) {
        return wait(post(type, target, payload, patience), patience);
    }
    // A message whose reply, if it has one, nobody wants; a dead engine is no error.
    void notify(Message type, std::uint32_t target) noexcept;
    void abandon(const Ticket& ticket) noexcept;

    bool alive() const noexcept { return !dead_.load(std::memory_order_acquire); }
    // Looks whether the engine has ended meanwhile.
    bool still_alive() noexcept;
    std::uint32_t new_number() noexcept { return ++last_number_; }

    // In a forked child: the engine is the parent's.
    void disown() noexcept;
    void end() noexcept;
    std::string last_words() { return channel_->last_words(); }
    Channel& channel() noexcept { return *channel_; }

  private:
    using Lock = std::unique_lock<std::mutex>;
    Ticket expect();
    void forget(const Ticket& ticket);
    class Writing;
    void send(const std::string& frames, const Patience& patience);
    [[noreturn]] void give_up(const Patience& patience, bool begun);
    Transfer lead(Lock& lock, const Deadline& deadline);
    Transfer read_frame(Header& header, Payload& payload, const Deadline& deadline);
    Transfer fill(const Deadline& deadline);
    void deliver(const Header& header, Payload payload);
    void hand_over();
    void die(std::string epitaph = {});
    [[noreturn]] void fail() const;

    std::unique_ptr<Channel> channel_;
    std::atomic<bool> dead_{false};
    std::atomic<bool> disowned_{false};
    std::atomic<std::uint32_t> last_number_{0};
    std::string epitaph_;

    std::mutex mutex_;  // guards what follows
    bool writing_ = false;
    std::condition_variable written_;
    std::unordered_map<std::uint32_t, Ticket> pending_;
    std::uint32_t last_sequence_ = 0;
    bool leading_ = false;

    // Where the reading has come to; belongs to the leader.
    std::unique_ptr<std::uint8_t[]> input_;
    std::size_t input_begin_ = 0, input_end_ = 0;
    std::uint8_t header_[header_size] = {};
    std::size_t header_got_ = 0;
    Payload payload_;
    std::size_t payload_got_ = 0;
};

}  // namespace jsdodbc::wire
