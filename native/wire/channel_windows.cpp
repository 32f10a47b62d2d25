#include <algorithm>

#include "wire/pipe_windows.hpp"

namespace jsdodbc::wire {
namespace {

constexpr std::int64_t last_words_size = 4000;

class PipeChannel final : public Channel {
  public:
    PipeChannel(Owned from, Owned to, Owned errors, Owned process)
        : from_(std::move(from)), to_(std::move(to)), errors_(std::move(errors)), process_(std::move(process)) {}
    ~PipeChannel() override { close(); }

    Transfer read(void* buffer, std::size_t size, std::size_t& count, const Deadline& deadline) override {
        return from_.read(buffer, size, count, deadline);
    }
    Transfer write(const void* buffer, std::size_t size, std::size_t& count) override {
        return to_.write(buffer, size, count);
    }
    void wait_writable(std::chrono::milliseconds patience) override { to_.wait_writable(patience); }
    void close() noexcept override {
        from_.close();
        to_.close();
    }

    std::string last_words() override {
        LARGE_INTEGER size{};
        if (!GetFileSizeEx(errors_.get(), &size)) return {};
        LARGE_INTEGER start{};
        start.QuadPart = std::max<std::int64_t>(0, size.QuadPart - last_words_size);
        std::string words(static_cast<std::size_t>(size.QuadPart - start.QuadPart), '\0');
        DWORD got = 0;
        if (!SetFilePointerEx(errors_.get(), start, nullptr, FILE_BEGIN) ||
            !ReadFile(errors_.get(), words.data(), static_cast<DWORD>(words.size()), &got, nullptr)) {
            return {};
        }
        words.resize(got);
        return words;
    }

    bool reap(std::chrono::milliseconds patience) noexcept override {
        return WaitForSingleObject(process_.get(), static_cast<DWORD>(patience.count())) == WAIT_OBJECT_0;
    }

    void kill() noexcept override { TerminateProcess(process_.get(), 1); }

  private:
    InputPipe from_;
    OutputPipe to_;
    Owned errors_, process_;
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
    Pipe input = make_pipe(false), output = make_pipe(true);
    Owned errors(errors_file());
    PROCESS_INFORMATION process{};
    const bool fine = input.theirs && output.theirs && errors &&
                      spawn(program, input.theirs.get(), output.theirs.get(), errors.get(), process);
    if (!fine) {
        reason = "Windows error " + std::to_string(GetLastError());
        return nullptr;
    }
    CloseHandle(process.hThread);
    return std::make_unique<PipeChannel>(std::move(output.ours), std::move(input.ours), std::move(errors),
                                         Owned(process.hProcess));
}

}  // namespace jsdodbc::wire
