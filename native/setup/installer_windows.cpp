#include "setup/failure.hpp"
#include "setup/installer.hpp"

namespace jsdodbc::setup::installer {
namespace {

std::wstring widened(const std::string& text, UINT page = CP_UTF8) {
    const int size = MultiByteToWideChar(page, 0, text.c_str(), -1, nullptr, 0);
    std::wstring wide(size > 0 ? static_cast<std::size_t>(size - 1) : 0, L'\0');
    if (size > 0) MultiByteToWideChar(page, 0, text.c_str(), -1, wide.data(), size);
    return wide;
}

std::string narrowed(const std::wstring& wide) {
    const int size = WideCharToMultiByte(CP_UTF8, 0, wide.c_str(), -1, nullptr, 0, nullptr, nullptr);
    std::string text(size > 0 ? static_cast<std::size_t>(size - 1) : 0, '\0');
    if (size > 0) WideCharToMultiByte(CP_UTF8, 0, wide.c_str(), -1, text.data(), size, nullptr, nullptr);
    return text;
}

template <class Function>
Function* function(const char* name) {
    static const HMODULE library = LoadLibraryW(L"odbccp32.dll");
    const auto found = library ? reinterpret_cast<void*>(GetProcAddress(library, name)) : nullptr;
    if (!found) {
        throw SetupFailure(ODBC_ERROR_COMPONENT_NOT_FOUND, std::string("odbccp32.dll has no ") + name + ".");
    }
    return reinterpret_cast<Function*>(found);
}

}  // namespace

unsigned wide_char_bytes() noexcept {
    return 2;
}

std::string from_narrow(const char* text) {
    return text ? narrowed(widened(text, CP_ACP)) : "";
}

bool is_valid_dsn(const std::string& dsn) {
    return function<decltype(SQLValidDSNW)>("SQLValidDSNW")(widened(dsn).c_str());
}

bool has_dsn(const std::string& dsn) {
    wchar_t value[1024] = {};  // wine finds nothing when the value has no room
    const auto read = function<decltype(SQLGetPrivateProfileStringW)>("SQLGetPrivateProfileStringW");
    return read(widened(dsn).c_str(), L"Driver", L"", value, 1024, L"odbc.ini") > 0;
}

bool write_dsn(const std::string& dsn, const std::string& driver) {
    return function<decltype(SQLWriteDSNToIniW)>("SQLWriteDSNToIniW")(widened(dsn).c_str(), widened(driver).c_str());
}

bool remove_dsn(const std::string& dsn) {
    return function<decltype(SQLRemoveDSNFromIniW)>("SQLRemoveDSNFromIniW")(widened(dsn).c_str());
}

bool write(const std::string& section, const std::string& key, const std::optional<std::string>& value,
           const char* file) {
    const auto put = function<decltype(SQLWritePrivateProfileStringW)>("SQLWritePrivateProfileStringW");
    const std::wstring text = widened(value.value_or(""));
    return put(widened(section).c_str(), widened(key).c_str(), value ? text.c_str() : nullptr, widened(file).c_str());
}

// The user's part of the registry is the user's already.
void protect_user_sources() {}

void post(unsigned code, const std::string& message) noexcept {
    try {
        function<decltype(SQLPostInstallerErrorW)>("SQLPostInstallerErrorW")(code, widened(message).c_str());
    } catch (...) {
        // There is nobody to tell.
    }
}

}  // namespace jsdodbc::setup::installer
