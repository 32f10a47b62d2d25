// The byte stream to the engine and the engine's process. One implementation a platform.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jsdodbc::wire {

using Clock = std::chrono::steady_clock;
using Deadline = std::optional<Clock::time_point>;

enum class Transfer { done, timed_out, closed };

class Channel {
  public:
    virtual ~Channel() = default;

    // Reads at least one byte and at most `size` into `buffer`; `count` says how many. Without a deadline it may come
    // back after a while, timed out, for the caller to look round.
    virtual Transfer read(void* buffer, std::size_t size, std::size_t& count, const Deadline& deadline) = 0;
    // Writes what can be written at once; done with `count` 0 means: wait with wait_writable.
    virtual Transfer write(const void* buffer, std::size_t size, std::size_t& count) = 0;
    virtual void wait_writable(std::chrono::milliseconds patience) = 0;
    virtual void close() noexcept = 0;

    // The last lines that the engine wrote to its standard error.
    virtual std::string last_words() = 0;
    // Collects the exit status of an engine that is gone or going, so that no zombie stays; false: it still runs.
    virtual bool reap(std::chrono::milliseconds patience) noexcept = 0;
    virtual void kill() noexcept = 0;
};

// Starts `program` with the engine's arguments, cleared of what belongs to the host. Null: `reason` says why not.
std::unique_ptr<Channel> start_engine(const std::string& program, std::string& reason);

// The arguments after the program's name.
inline const std::vector<std::string>& engine_arguments() {
    static const std::vector<std::string> arguments{"-I", "-X", "utf8", "-m", "jsdodbc.engine"};
    return arguments;
}

// True when the host's variable of this name must not reach the engine.
bool is_foreign_variable(const char* name_and_value) noexcept;

}  // namespace jsdodbc::wire
