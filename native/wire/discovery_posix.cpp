#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>
#include <climits>
#include <cstdlib>

#include "wire/discovery.hpp"

namespace jsdodbc::wire {
namespace {

using GetPrivateProfileString = int (*)(const char*, const char*, const char*, char*, int, const char*);

void* profile_function() {
    constexpr const char* name = "SQLGetPrivateProfileString";
    if (void* found = dlsym(RTLD_DEFAULT, name)) return found;
    for (const char* library : {"libodbcinst.so.2", "libiodbcinst.so.2"}) {
        if (void* handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL)) return dlsym(handle, name);
    }
    return nullptr;
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
