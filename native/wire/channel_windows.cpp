#include <algorithm>
#include <thread>

#include "odbc.hpp"
#include "wire/channel.hpp"

namespace jsdodbc::wire {
namespace {

constexpr DWORD pipe_buffer = 1 << 20;
constexpr DWORD largest_write = 1 << 16;
constexpr std::int64_t last_words_size = 4000;

class PipeChannel final : public Channel {
  public:
    PipeChannel(HANDLE from, HANDLE to, HANDLE errors, HANDLE process)
        : from_(from), to_(to), errors_(errors), process_(process) {}
    ~PipeChannel() override {
        close();
        CloseHandle(errors_);
        CloseHandle(process_);
    }

    Transfer read(void* buffer, std::size_t size, std::size_t& count, const Deadline& deadline) override {
        while (deadline) {  // an anonymous pipe can't be waited for with a time limit
            DWORD available = 0;
            if (!PeekNamedPipe(from_, nullptr, 0, nullptr, &available, nullptr)) return Transfer::closed;
            if (available > 0) break;
            if (Clock::now() >= *deadline) return Transfer::timed_out;
            Sleep(1);
        }
        DWORD got = 0;
        const auto wanted = static_cast<DWORD>(std::min<std::size_t>(size, 1u << 30));
        if (!ReadFile(from_, buffer, wanted, &got, nullptr) || got == 0) return Transfer::closed;
        count = got;
        return Transfer::done;
    }

    Transfer write(const void* buffer, std::size_t size, std::size_t& count) override {
        DWORD sent = 0;
        const auto wanted = static_cast<DWORD>(std::min<std::size_t>(size, largest_write));
        const bool fine = WriteFile(to_, buffer, wanted, &sent, nullptr) != 0;
        count = sent;
        return fine ? Transfer::done : Transfer::closed;
    }

    void wait_writable(std::chrono::milliseconds) override {}

    void close() noexcept override {
        if (from_) CloseHandle(from_);
        if (to_) CloseHandle(to_);
        from_ = to_ = nullptr;
    }

    std::string last_words() override {
        LARGE_INTEGER size{};
        if (!GetFileSizeEx(errors_, &size)) return {};
        LARGE_INTEGER start{};
        start.QuadPart = std::max<std::int64_t>(0, size.QuadPart - last_words_size);
        std::string words(static_cast<std::size_t>(size.QuadPart - start.QuadPart), '\0');
        DWORD got = 0;
        if (!SetFilePointerEx(errors_, start, nullptr, FILE_BEGIN) ||
            !ReadFile(errors_, words.data(), static_cast<DWORD>(words.size()), &got, nullptr)) {
            return {};
        }
        words.resize(got);
        return words;
    }

    bool reap(std::chrono::milliseconds patience) noexcept override {
        return WaitForSingleObject(process_, static_cast<DWORD>(patience.count())) == WAIT_OBJECT_0;
    }

    void kill() noexcept override { TerminateProcess(process_, 1); }

  private:
    HANDLE from_, to_, errors_, process_;
};

std::wstring widen(const std::string& utf8) {
    const int units = MultiByteToWideChar(CP_UTF8, 0, utf8.data(), static_cast<int>(utf8.size()), nullptr, 0);
    std::wstring wide(static_cast<std::size_t>(units), L'\0');
    MultiByteToWideChar(CP_UTF8, 0, utf8.data(), static_cast<int>(utf8.size()), wide.data(), units);
    return wide;
}

HANDLE errors_file() {
    wchar_t folder[MAX_PATH + 1], name[MAX_PATH + 1];
    if (!GetTempPathW(MAX_PATH, folder) || !GetTempFileNameW(folder, L"jsd", 0, name)) return INVALID_HANDLE_VALUE;
    return CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                       nullptr, CREATE_ALWAYS, FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr);
}

// The host's variables without those that would lead a Python astray, as CreateProcess wants them.
std::wstring own_environment() {
    std::wstring block;
    wchar_t* all = GetEnvironmentStringsW();
    for (const wchar_t* variable = all; variable && *variable; variable += wcslen(variable) + 1) {
        const std::string narrow(variable, variable + std::min<std::size_t>(wcslen(variable), 24));
        if (!is_foreign_variable(narrow.c_str())) block.append(variable, wcslen(variable) + 1);
    }
    if (all) FreeEnvironmentStringsW(all);
    block += L'\0';
    return block;
}

HANDLE inheritable(HANDLE handle) {
    SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    return handle;
}

// Starts the process so that it inherits exactly the three handles.
bool spawn(const std::string& program, HANDLE input, HANDLE output, HANDLE errors, PROCESS_INFORMATION& process) {
    std::wstring command = L"\"" + widen(program) + L"\"";
    for (const std::string& argument : engine_arguments()) command += L" " + widen(argument);
    HANDLE handles[] = {inheritable(input), inheritable(output), inheritable(errors)};
    SIZE_T size = 0;
    InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    std::vector<char> list(size);
    STARTUPINFOEXW startup{};
    startup.lpAttributeList = reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(list.data());
    if (!InitializeProcThreadAttributeList(startup.lpAttributeList, 1, 0, &size)) return false;
    UpdateProcThreadAttribute(startup.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles, sizeof handles,
                              nullptr, nullptr);
    startup.StartupInfo.cb = sizeof startup;
    startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    startup.StartupInfo.hStdInput = input;
    startup.StartupInfo.hStdOutput = output;
    startup.StartupInfo.hStdError = errors;
    std::wstring environment = own_environment();
    const DWORD flags = CREATE_NO_WINDOW | CREATE_UNICODE_ENVIRONMENT | EXTENDED_STARTUPINFO_PRESENT;
    const bool fine = CreateProcessW(widen(program).c_str(), command.data(), nullptr, nullptr, TRUE, flags,
                                     environment.data(), nullptr, &startup.StartupInfo, &process) != 0;
    DeleteProcThreadAttributeList(startup.lpAttributeList);
    return fine;
}

}  // namespace

std::unique_ptr<Channel> start_engine(const std::string& program, std::string& reason) {
    HANDLE child_input = nullptr, to = nullptr, from = nullptr, child_output = nullptr;
    if (!CreatePipe(&child_input, &to, nullptr, pipe_buffer) ||
        !CreatePipe(&from, &child_output, nullptr, pipe_buffer)) {
        reason = "no pipe, Windows error " + std::to_string(GetLastError());
        return nullptr;
    }
    HANDLE errors = errors_file();
    PROCESS_INFORMATION process{};
    const bool fine = spawn(program, child_input, child_output, errors, process);
    if (!fine) reason = "Windows error " + std::to_string(GetLastError());
    CloseHandle(child_input);
    CloseHandle(child_output);
    if (process.hThread) CloseHandle(process.hThread);
    auto channel = std::make_unique<PipeChannel>(from, to, errors, process.hProcess);
    if (!fine) return nullptr;
    return channel;
}

}  // namespace jsdodbc::wire
