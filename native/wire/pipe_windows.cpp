#include "wire/pipe_windows.hpp"

#include <algorithm>

namespace jsdodbc::wire {
namespace {

constexpr DWORD pipe_buffer = 1 << 20;
constexpr std::size_t largest_write = 1 << 16;
constexpr std::size_t largest_read = 1 << 30;

std::wstring new_name() {
    static std::atomic<unsigned> count{0};
    LARGE_INTEGER now{};
    QueryPerformanceCounter(&now);
    return L"\\\\.\\pipe\\jsdodbc-" + std::to_wstring(GetCurrentProcessId()) + L"-" + std::to_wstring(++count) + L"-" +
           std::to_wstring(now.QuadPart);
}

DWORD milliseconds_until(const Deadline& deadline) {
    if (!deadline) return INFINITE;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
    return static_cast<DWORD>(std::clamp<std::int64_t>(left, 0, INFINITE - 1));
}

}  // namespace

Owned& Owned::operator=(Owned&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

// The one instance is connected here, before its name can matter to anybody: whoever else came first makes this fail.
Pipe make_pipe(bool inbound) {
    const std::wstring name = new_name();
    const DWORD access = inbound ? PIPE_ACCESS_INBOUND : PIPE_ACCESS_OUTBOUND;
    Pipe pipe;
    pipe.ours = Owned(CreateNamedPipeW(name.c_str(), access | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                                       PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1,
                                       pipe_buffer, pipe_buffer, 0, nullptr));
    if (!pipe.ours) return {};
    SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
    pipe.theirs = Owned(
        CreateFileW(name.c_str(), inbound ? GENERIC_WRITE : GENERIC_READ, 0, &inheritable, OPEN_EXISTING, 0, nullptr));
    return pipe.theirs ? std::move(pipe) : Pipe{};
}

PipeEnd::PipeEnd(Owned handle) : handle_(std::move(handle)), event_(CreateEventW(nullptr, TRUE, TRUE, nullptr)) {
    operation_.hEvent = event_.get();
}

void PipeEnd::close() noexcept {
    if (closed_.exchange(true)) return;
    DisconnectNamedPipe(handle_.get());
    CancelIoEx(handle_.get(), nullptr);
}

bool PipeEnd::finished(DWORD milliseconds, DWORD& transferred, DWORD& error) {
    if (WaitForSingleObject(event_.get(), milliseconds) == WAIT_TIMEOUT) return false;
    error = GetOverlappedResult(handle_.get(), &operation_, &transferred, TRUE) ? 0 : GetLastError();
    return true;
}

Transfer InputPipe::read(void* buffer, std::size_t size, std::size_t& count, const Deadline& deadline) {
    if (!is_open()) return Transfer::closed;
    const auto wanted = static_cast<DWORD>(std::min(size, largest_read));
    const bool begun =
        ReadFile(handle_.get(), buffer, wanted, nullptr, &operation_) || GetLastError() == ERROR_IO_PENDING;
    if (!begun) return Transfer::closed;
    DWORD got = 0, error = 0;
    const bool late = !finished(milliseconds_until(deadline), got, error);
    if (late) {
        CancelIoEx(handle_.get(), &operation_);
        finished(INFINITE, got, error);  // bytes may have come all the same
    }
    count = got;
    if (error == 0 && got > 0) return Transfer::done;
    return late && error == ERROR_OPERATION_ABORTED && is_open() ? Transfer::timed_out : Transfer::closed;
}

OutputPipe::~OutputPipe() {
    if (pending_.empty()) return;
    close();
    DWORD sent = 0, error = 0;
    finished(INFINITE, sent, error);
}

bool OutputPipe::submit() {
    const auto size = static_cast<DWORD>(pending_.size());
    return WriteFile(handle_.get(), pending_.data(), size, nullptr, &operation_) || GetLastError() == ERROR_IO_PENDING;
}

// True when nothing is under way any more. Windows takes an operation back when the thread that began it ends.
bool OutputPipe::flushed(bool& broken) {
    while (!pending_.empty()) {
        DWORD sent = 0, error = 0;
        if (!finished(0, sent, error)) return false;
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(sent));
        if (error == 0 && pending_.empty()) return true;
        broken = !is_open() || (error != 0 && error != ERROR_OPERATION_ABORTED) || !submit();
        if (broken) pending_.clear();
    }
    return true;
}

Transfer OutputPipe::write(const void* buffer, std::size_t size, std::size_t& count) {
    count = 0;
    bool broken = !is_open();
    if (!broken && !flushed(broken)) return Transfer::done;
    if (broken) return Transfer::closed;
    count = std::min(size, largest_write);
    const char* from = static_cast<const char*>(buffer);
    pending_.assign(from, from + count);
    if (!submit()) {
        pending_.clear();
        return Transfer::closed;
    }
    flushed(broken);
    return broken ? Transfer::closed : Transfer::done;
}

void OutputPipe::wait_writable(std::chrono::milliseconds patience) noexcept {
    WaitForSingleObject(event_.get(), static_cast<DWORD>(patience.count()));
}

}  // namespace jsdodbc::wire
