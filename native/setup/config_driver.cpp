// ConfigDriver: what is done when the driver is installed, removed, or its pooling changed.
#include "setup/entry.hpp"
#include "setup/properties.hpp"

namespace jsdodbc::setup {
namespace {

void write_options(const std::string& driver, const Pairs& options) {
    for (const auto& [name, value] : options) {
        if (!is_manager_key(name)) {
            throw SetupFailure(ODBC_ERROR_INVALID_KEYWORD_VALUE,
                               name + " is not an option of a driver. CPTimeout=seconds is one.");
        }
        if (!installer::write(driver, name, value.empty() ? std::nullopt : std::optional(value), "odbcinst.ini")) {
            throw SetupFailure(ODBC_ERROR_REQUEST_FAILED, name + " could not be written to odbcinst.ini.");
        }
    }
}

// Returns what the caller is told.
std::string configure(WORD what, const std::string& driver, const Pairs& options) {
    if (driver.empty()) throw SetupFailure(ODBC_ERROR_INVALID_NAME, "The name of the driver is missing.");
    switch (what) {
        case ODBC_INSTALL_DRIVER: return "Add a data source: jsdodbc dsn add NAME URL=https://yoursite.atlassian.net";
        case ODBC_REMOVE_DRIVER: return "Data sources of the driver stay; `jsdodbc dsn remove NAME` takes one out.";
        case ODBC_CONFIG_DRIVER: write_options(driver, options); return "";
        default:
            throw SetupFailure(ODBC_ERROR_INVALID_REQUEST_TYPE,
                               "ConfigDriver takes ODBC_INSTALL_DRIVER, ODBC_REMOVE_DRIVER and ODBC_CONFIG_DRIVER.");
    }
}

// `size` counts characters, as the length that is returned does.
void tell(const std::string& message, void* buffer, WORD size, WORD* length, unsigned width) {
    const text::Output output{size ? buffer : nullptr, static_cast<SQLLEN>(size * width), width};
    const text::Written written = text::write(message, output);
    if (length) *length = static_cast<WORD>(written.characters);
    if (written.truncated) {
        installer::post(ODBC_ERROR_OUTPUT_STRING_TRUNCATED, "The message did not fit and was cut.");
    }
}

}  // namespace
}  // namespace jsdodbc::setup

using namespace jsdodbc::setup;

extern "C" BOOL INSTAPI ConfigDriver(HWND, WORD what, LPCSTR driver, LPCSTR arguments, LPSTR message, WORD size,
                                     WORD* length) {
    return guarded([=] {
        tell(configure(what, installer::from_narrow(driver), narrow_pairs(arguments)), message, size, length, 1);
    });
}

extern "C" BOOL INSTAPI ConfigDriverW(HWND, WORD what, LPCWSTR driver, LPCWSTR arguments, LPWSTR message, WORD size,
                                      WORD* length) {
    return guarded([=] {
        tell(configure(what, wide_text(driver), wide_pairs(arguments)), message, size, length,
             installer::wide_char_bytes());
    });
}
