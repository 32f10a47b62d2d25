// The library's ends of the named pipes to the engine: overlapped, so that they can be waited for with a time limit.
// The engine's ends are ordinary files to it, its standard input and output.
#pragma once

#include <atomic>
#include <vector>

#include "odbc.hpp"
#include "wire/channel.hpp"

namespace jsdodbc::wire {

// A handle that is closed once.
class Owned {
  public:
    Owned() = default;
    explicit Owned(HANDLE handle) : handle_(handle == INVALID_HANDLE_VALUE ? nullptr : handle) {}
    Owned(Owned&& other) noexcept : handle_(other.handle_) { other.handle_ = nullptr; }
    Owned& operator=(Owned&& other) noexcept;
    ~Owned() {
        if (handle_) CloseHandle(handle_);
    }
    HANDLE get() const { return handle_; }
    explicit operator bool() const { return handle_ != nullptr; }

  private:
    HANDLE handle_ = nullptr;
};

struct Pipe {
    Owned ours, theirs;
};

// A new pipe; towards the library or away from it. Without ends when Windows refuses: GetLastError tells.
Pipe make_pipe(bool inbound);

// What one direction needs for the one operation that may be under way.
class PipeEnd {
  public:
    explicit PipeEnd(Owned handle);
    // Ends the stream for both sides; whoever waits is woken. From any thread.
    void close() noexcept;

  protected:
    // True when the operation has ended; `transferred` is then the bytes, and `error` what went wrong, or 0.
    bool finished(DWORD milliseconds, DWORD& transferred, DWORD& error);
    bool is_open() const noexcept { return !closed_; }

    Owned handle_, event_;
    OVERLAPPED operation_{};

  private:
    std::atomic<bool> closed_{false};
};

class InputPipe : public PipeEnd {
  public:
    using PipeEnd::PipeEnd;
    Transfer read(void* buffer, std::size_t size, std::size_t& count, const Deadline& deadline);
};

// Keeps a copy of what is under way, so that the caller may go and read meanwhile.
class OutputPipe : public PipeEnd {
  public:
    using PipeEnd::PipeEnd;
    ~OutputPipe();
    Transfer write(const void* buffer, std::size_t size, std::size_t& count);
    void wait_writable(std::chrono::milliseconds patience) noexcept;

  private:
    bool submit();
    bool flushed(bool& broken);

    std::vector<char> pending_;
};

}  // namespace jsdodbc::wire
