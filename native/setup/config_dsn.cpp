// ConfigDSN: adds, changes and removes data sources.
#include "setup/entry.hpp"
#include "setup/properties.hpp"

namespace jsdodbc::setup {
namespace {

constexpr std::size_t longest_value = 1000;  // of a line that unixODBC reads back whole
constexpr std::size_t longest_shown = 100;   // of what was given, in a message

struct Request {
    bool has_window;
    std::string driver;
    std::string dsn;
    Pairs pairs;  // without DSN, by the properties' own names
};

[[noreturn]] void refuse(const std::string& message) {
    throw SetupFailure(ODBC_ERROR_INVALID_KEYWORD_VALUE, message);
}

void check_value(const std::string& name, const std::string& value) {
    if (value.size() > longest_value) refuse("The value of " + name + " is longer than 1000 characters.");
    for (const char letter : value) {
        if (static_cast<unsigned char>(letter) < ' ')
            refuse("The value of " + name + " has a control character in it.");
    }
}

std::string known_name(const std::string& keyword) {
    if (const Property* found = find_property(keyword)) return found->name;
    if (is_manager_key(keyword)) return keyword;
    const std::string nearest = nearest_property(keyword);
    refuse("There is no connection property " + keyword.substr(0, longest_shown) + "." +
           (nearest.empty() ? " `jsdodbc dsn add --help` names them." : " Did you mean " + nearest + "?"));
}

Request request_of(bool has_window, std::string driver, const Pairs& given) {
    Request request{has_window, std::move(driver), value_of(given, "DSN"), {}};
    for (const auto& [keyword, value] : given) {
        const std::string name = known_name(keyword);
        if (name == "DSN") continue;
        if (name == "Driver") refuse("DRIVER can't be an attribute of a data source; it is named by the call.");
        check_value(name, value);
        request.pairs.emplace_back(name, value);
    }
    if (request.driver.empty()) throw SetupFailure(ODBC_ERROR_INVALID_NAME, "The name of the driver is missing.");
    return request;
}

// Nothing to write and a window to ask in: what a person does instead as long as there is no set-up page.
void send_to_command_line(const Request& request, const char* verb) {
    if (!request.has_window || !request.pairs.empty()) return;
    const std::string name = request.dsn.empty() ? "NAME" : '"' + request.dsn + '"';
    throw SetupFailure(ODBC_ERROR_REQUEST_FAILED,
                       "This driver has no set-up window yet. Open a terminal and say: jsdodbc dsn " +
                           std::string(verb) + " " + name + " URL=https://yoursite.atlassian.net User=you@example.org");
}

void check_dsn(const Request& request) {
    if (request.dsn.empty()) refuse("The attributes name no data source. Add DSN=name.");
    if (!installer::is_valid_dsn(request.dsn)) {
        refuse("\"" + request.dsn +
               "\" can't be the name of a data source: at most 32 characters, none of []{}(),;?*=!@\\.");
    }
}

void check_there(const Request& request) {
    check_dsn(request);
    if (!installer::has_dsn(request.dsn)) {
        throw SetupFailure(ODBC_ERROR_REQUEST_FAILED,
                           "There is no data source \"" + request.dsn + "\". `jsdodbc dsn list` shows those that are.");
    }
}

void write_pairs(const Request& request) {
    for (const auto& [name, value] : request.pairs) {
        const Property* property = find_property(name);
        if (property && property->secret && !value.empty()) installer::protect_user_sources();
        // An empty value is none: a data source that is changed goes back to the default.
        const auto written = value.empty() ? std::nullopt : std::optional(value);
        if (!installer::write(request.dsn, name, written, "odbc.ini")) {
            throw SetupFailure(ODBC_ERROR_REQUEST_FAILED, name + " could not be written to odbc.ini.");
        }
    }
}

void add(const Request& request) {
    send_to_command_line(request, "add");
    check_dsn(request);
    if (!installer::write_dsn(request.dsn, request.driver)) {
        throw SetupFailure(ODBC_ERROR_REQUEST_FAILED, "\"" + request.dsn + "\" could not be written to odbc.ini.");
    }
    write_pairs(request);
}

void change(const Request& request) {
    send_to_command_line(request, "edit");
    check_there(request);
    write_pairs(request);
}

void remove(const Request& request) {
    check_there(request);
    if (!installer::remove_dsn(request.dsn)) {
        throw SetupFailure(ODBC_ERROR_REQUEST_FAILED, "\"" + request.dsn + "\" could not be taken out of odbc.ini.");
    }
}

void configure(const Request& request, WORD what) {
    switch (what) {
        case ODBC_ADD_DSN: return add(request);
        case ODBC_CONFIG_DSN: return change(request);
        case ODBC_REMOVE_DSN: return remove(request);
        default:
            throw SetupFailure(ODBC_ERROR_INVALID_REQUEST_TYPE,
                               "ConfigDSN takes ODBC_ADD_DSN, ODBC_CONFIG_DSN and ODBC_REMOVE_DSN.");
    }
}

}  // namespace
}  // namespace jsdodbc::setup

using namespace jsdodbc::setup;

extern "C" BOOL INSTAPI ConfigDSN(HWND window, WORD what, LPCSTR driver, LPCSTR attributes) {
    return guarded([=] {
        configure(request_of(window != nullptr, installer::from_narrow(driver), narrow_pairs(attributes)), what);
    });
}

extern "C" BOOL INSTAPI ConfigDSNW(HWND window, WORD what, LPCWSTR driver, LPCWSTR attributes) {
    return guarded([=] { configure(request_of(window != nullptr, wide_text(driver), wide_pairs(attributes)), what); });
}
