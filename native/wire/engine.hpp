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
    Ticket post(Message type, std::uint32_t target, std::string_view payload);
    // Sends two requests about one target in one write, for the engine to do one after the other.
    std::pair<Ticket, Ticket> post(std::uint32_t target, const Request& first, const Request& second);
    // Throws 08S01 when the engine is gone and HYT00 after the deadline; then the reply is dropped when it comes.
    Reply wait(const Ticket& ticket, const Deadline& deadline = {});
    Reply request(Message type, std::uint32_t target, std::string_view payload, const Deadline& deadline = {}) {
        return wait(post(type, target, payload), deadline);
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
    void send(const std::string& frames);
    Transfer lead(Lock& lock, const Deadline& deadline);
    Transfer read_frame(Header& header, Payload& payload, const Deadline& deadline);
    Transfer fill(const Deadline& deadline);
    void deliver(const Header& header, Payload payload);
    void hand_over();
    void die();
    [[noreturn]] void fail() const;

    std::unique_ptr<Channel> channel_;
    std::atomic<bool> dead_{false};
    std::atomic<bool> disowned_{false};
    std::atomic<std::uint32_t> last_number_{0};
    std::string epitaph_;

    std::mutex write_mutex_;
    std::mutex mutex_;  // guards what follows
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
