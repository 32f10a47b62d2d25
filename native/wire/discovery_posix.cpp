#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>
#include <climits>
#include <cstdlib>

#include "text/text.hpp"
#include "wire/discovery.hpp"

namespace jsdodbc::wire {
namespace {

using GetPrivateProfileString = int (*)(const char*, const char*, const char*, char*, int, const char*);

void* profile_function() {
    constexpr const char* name = "SQLGetPrivateProfileString";
    const bool iodbc = text::wide_char_bytes() == 4;
    const char* const own[] = {"libodbcinst.so.2", "libodbcinst.2.dylib"};
    const char* const iodbcs[] = {"libiodbcinst.so.2", "libiodbcinst.2.dylib"};
    for (const auto& libraries : {iodbc ? iodbcs : own, iodbc ? own : iodbcs}) {
        for (const char* library : {libraries[0], libraries[1]}) {
            if (void* handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL)) return dlsym(handle, name);
        }
    }
    return dlsym(RTLD_DEFAULT, name);
}

}  // namespace

const char path_separator = '/';

std::string library_path() {
    Dl_info info{};
    static const char here = 0;
    if (!dladdr(&here, &info) || !info.dli_fname) return {};
    char resolved[PATH_MAX];
    return realpath(info.dli_fname, resolved) ? resolved : info.dli_fname;
}

bool is_program(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && access(path.c_str(), X_OK) == 0;
}

std::vector<std::string> interpreters_in(const std::string& folder) {
    return {folder + "/bin/python3"};
}

std::optional<std::string> environment_value(const char* name) {
    const char* value = getenv(name);
    return value ? std::optional<std::string>(value) : std::nullopt;
}

std::string profile_value(const std::string& section, const std::string& key, const char* file) {
    static const auto function = reinterpret_cast<GetPrivateProfileString>(profile_function());
    if (!function) return {};
    char value[PATH_MAX] = {};
    function(section.c_str(), key.c_str(), "", value, static_cast<int>(sizeof value) - 1, file);
    return value;
}

}  // namespace jsdodbc::wire
