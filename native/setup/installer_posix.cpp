#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "setup/failure.hpp"
#include "setup/installer.hpp"

namespace jsdodbc::setup::installer {
namespace {

#ifdef __APPLE__
constexpr const char* libraries[] = {"libodbcinst.2.dylib", "libiodbcinst.2.dylib"};
#else
constexpr const char* libraries[] = {"libodbcinst.so.2", "libiodbcinst.so.2"};
#endif

struct Library {
    void* handle = nullptr;
    bool is_wide = false;  // iODBC's, whose SQLWCHAR has four bytes
};

// The one that is loaded, because it called us; else the first that is there.
Library open_library() noexcept {
    for (const int mode : {RTLD_LAZY | RTLD_NOLOAD, RTLD_LAZY}) {
        for (const char* name : libraries) {
            if (void* handle = dlopen(name, mode)) return {handle, std::strstr(name, "iodbc") != nullptr};
        }
    }
    return {};
}

const Library& library() noexcept {
    static const Library opened = open_library();
    return opened;
}

template <class Function>
Function* function(const char* name) {
    void* found = library().handle ? dlsym(library().handle, name) : nullptr;
    if (!found) {
        throw SetupFailure(ODBC_ERROR_COMPONENT_NOT_FOUND,
                           std::string("There is no ") + name + ". Install unixODBC (libodbcinst) or iODBC.");
    }
    return reinterpret_cast<Function*>(found);
}

UWORD config_mode() {
    UWORD mode = ODBC_BOTH_DSN;
    function<decltype(SQLGetConfigMode)>("SQLGetConfigMode")(&mode);
    return mode;
}

std::string user_sources() {
    if (const char* named = getenv("ODBCINI"); named && *named) return named;
    const char* home = getenv("HOME");
    return home ? std::string(home) + "/.odbc.ini" : "";
}

}  // namespace

unsigned wide_char_bytes() noexcept {
    return library().is_wide ? 4 : 2;
}

std::string from_narrow(const char* text) {
    return text ? text : "";
}

bool is_valid_dsn(const std::string& dsn) {
    return function<decltype(SQLValidDSN)>("SQLValidDSN")(dsn.c_str());
}

bool has_dsn(const std::string& dsn) {
    char keys[8] = {};
    const auto read = function<decltype(SQLGetPrivateProfileString)>("SQLGetPrivateProfileString");
    return read(dsn.c_str(), "Driver", "", keys, sizeof keys, "odbc.ini") > 0;
}

bool write_dsn(const std::string& dsn, const std::string& driver) {
    return function<decltype(SQLWriteDSNToIni)>("SQLWriteDSNToIni")(dsn.c_str(), driver.c_str());
}

bool remove_dsn(const std::string& dsn) {
    return function<decltype(SQLRemoveDSNFromIni)>("SQLRemoveDSNFromIni")(dsn.c_str());
}

bool write(const std::string& section, const std::string& key, const std::optional<std::string>& value,
           const char* file) {
    const auto put = function<decltype(SQLWritePrivateProfileString)>("SQLWritePrivateProfileString");
    return put(section.c_str(), key.c_str(), value ? value->c_str() : nullptr, file);
}

void protect_user_sources() {
    const std::string path = config_mode() == ODBC_SYSTEM_DSN ? "" : user_sources();
    if (path.empty()) return;
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    const bool done = file >= 0 && fchmod(file, S_IRUSR | S_IWUSR) == 0;
    if (file >= 0) close(file);
    if (!done) {
        throw SetupFailure(ODBC_ERROR_REQUEST_FAILED,
                           path + " can't be made readable by its owner only, so no secret was written to it: " +
                               std::strerror(errno));
    }
}

void post(unsigned code, const std::string& message) noexcept {
    try {
        const auto post_error = function<decltype(SQLPostInstallerError)>("SQLPostInstallerError");
        // iODBC keeps the pointer, and unloads this library before it is asked for the text: that copy is left to it.
        post_error(code, library().is_wide ? strdup(message.c_str()) : message.c_str());
    } catch (...) {
        // There is nobody to tell.
    }
}

}  // namespace jsdodbc::setup::installer
