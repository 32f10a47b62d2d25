#include "odbc.hpp"
#include "wire/discovery.hpp"

namespace jsdodbc::wire {
namespace {

std::string narrowed(const wchar_t* wide) {
    const int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, nullptr, 0, nullptr, nullptr);
    std::string text(size > 0 ? static_cast<std::size_t>(size - 1) : 0, '\0');
    WideCharToMultiByte(CP_UTF8, 0, wide, -1, text.data(), size, nullptr, nullptr);
    return text;
}

std::wstring widened(const std::string& text) {
    const int size = MultiByteToWideChar(CP_UTF8, 0, text.c_str(), -1, nullptr, 0);
    std::wstring wide(size > 0 ? static_cast<std::size_t>(size - 1) : 0, L'\0');
    MultiByteToWideChar(CP_UTF8, 0, text.c_str(), -1, wide.data(), size);
    return wide;
}

using GetPrivateProfileStringW_ = int(WINAPI*)(const wchar_t*, const wchar_t*, const wchar_t*, wchar_t*, int,
                                               const wchar_t*);

}  // namespace

const char path_separator = '\\';

std::string library_path() {
    HMODULE module = nullptr;
    wchar_t path[MAX_PATH] = {};
    static const char here = 0;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                       reinterpret_cast<const wchar_t*>(&here), &module);
    GetModuleFileNameW(module, path, MAX_PATH);
    return narrowed(path);
}

bool is_program(const std::string& path) {
    const DWORD attributes = GetFileAttributesW(widened(path).c_str());
    return attributes != INVALID_FILE_ATTRIBUTES && !(attributes & FILE_ATTRIBUTE_DIRECTORY);
}

std::vector<std::string> interpreters_in(const std::string& folder) {
    return {folder + "\\python.exe", folder + "\\Scripts\\python.exe"};
}

std::optional<std::string> environment_value(const char* name) {
    wchar_t value[MAX_PATH * 4] = {};
    const DWORD size = GetEnvironmentVariableW(widened(name).c_str(), value, MAX_PATH * 4);
    return size > 0 ? std::optional<std::string>(narrowed(value)) : std::nullopt;
}

std::string profile_value(const std::string& section, const std::string& key, const char* file) {
    HMODULE installer = LoadLibraryW(L"odbccp32.dll");
    if (!installer) return {};
    const auto function = reinterpret_cast<GetPrivateProfileStringW_>(
        reinterpret_cast<void*>(GetProcAddress(installer, "SQLGetPrivateProfileStringW")));
    wchar_t value[MAX_PATH] = {};
    if (function) function(widened(section).c_str(), widened(key).c_str(), L"", value, MAX_PATH, widened(file).c_str());
    return narrowed(value);
}

}  // namespace jsdodbc::wire
