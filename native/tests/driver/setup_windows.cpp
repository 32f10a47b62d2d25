// The set-up library, called as the installer calls it, and the registry that wine's installer writes. Wine's tells
// nobody of errors.
#include "odbc.hpp"

#include <odbcinst.h>

#include "convert/tests/check.hpp"

namespace {

template <class Function>
Function* function_of(const char* library, const char* name) {
    return reinterpret_cast<Function*>(reinterpret_cast<void*>(GetProcAddress(LoadLibraryA(library), name)));
}

const auto config_dsn = function_of<BOOL INSTAPI(HWND, WORD, LPCWSTR, LPCWSTR)>(SETUP_LIBRARY, "ConfigDSNW");
const auto config_driver =
    function_of<BOOL INSTAPI(HWND, WORD, LPCWSTR, LPCWSTR, LPWSTR, WORD, WORD*)>(SETUP_LIBRARY, "ConfigDriverW");

constexpr char sources[] = "SOFTWARE\\ODBC\\ODBC.INI\\Wine";
constexpr char driver[] = "SOFTWARE\\ODBC\\ODBCINST.INI\\jsdodbc";

// A value that the installer wrote, "" when there is none. (Wine keeps the driver's in the user's part too.)
std::string registered(const char* key, const char* name) {
    char value[500] = {};
    DWORD size = sizeof value;
    RegGetValueA(HKEY_CURRENT_USER, key, name, RRF_RT_REG_SZ, nullptr, value, &size);
    return value;
}

}  // namespace

TEST(a_data_source_is_added_and_changed) {
    RegDeleteTreeA(HKEY_CURRENT_USER, sources);
    CHECK(config_dsn(nullptr, ODBC_ADD_DSN, L"jsdodbc", L"DSN=Wine\0URL=wine.example\0User=me\0"), "added");
    CHECK_EQUAL(registered(sources, "URL") + registered(sources, "User"), std::string("wine.exampleme"), "written");
    // What wine's SQLWriteDSNToIni leaves out.
    RegSetKeyValueA(HKEY_CURRENT_USER, sources, "Driver", REG_SZ, LIBRARY, sizeof LIBRARY);
    CHECK(config_dsn(nullptr, ODBC_CONFIG_DSN, L"jsdodbc", L"DSN=Wine\0Timeout=7\0"), "changed");
    CHECK_EQUAL(registered(sources, "Timeout") + registered(sources, "URL"), std::string("7wine.example"), "both");
    CHECK(config_dsn(nullptr, ODBC_REMOVE_DSN, L"jsdodbc", L"DSN=Wine\0"), "removed");
}

TEST(what_is_no_data_source_or_no_property_is_refused) {
    RegDeleteTreeA(HKEY_CURRENT_USER, sources);
    CHECK(!config_dsn(nullptr, ODBC_CONFIG_DSN, L"jsdodbc", L"DSN=Wine\0Timeout=7\0"), "there is none yet");
    CHECK(!config_dsn(nullptr, ODBC_ADD_DSN, L"jsdodbc", L"DSN=Wine\0ULR=wine.example\0"), "no such property");
    CHECK_EQUAL(registered(sources, "URL") + registered(sources, "Timeout"), std::string(), "nothing is written");
}

TEST(the_driver_s_options_are_written) {
    wchar_t message[100] = {};
    WORD length = 0;
    CHECK(config_driver(nullptr, ODBC_CONFIG_DRIVER, L"jsdodbc", L"CPTimeout=60\0", message, 100, &length), "options");
    CHECK_EQUAL(registered(driver, "CPTimeout"), std::string("60"), "written");
    CHECK(config_driver(nullptr, ODBC_INSTALL_DRIVER, L"jsdodbc", nullptr, message, 100, &length), "installed");
    CHECK(length > 0 && message[0] == L'A', "says how to add a data source");
}
