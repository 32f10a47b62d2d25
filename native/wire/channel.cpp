#include "wire/channel.hpp"

#include <cstring>

namespace jsdodbc::wire {

bool is_foreign_variable(const char* name_and_value) noexcept {
    return std::strncmp(name_and_value, "PYTHON", 6) == 0 ||
           std::strncmp(name_and_value, "LD_LIBRARY_PATH=", 16) == 0 ||
           std::strncmp(name_and_value, "DYLD_LIBRARY_PATH=", 18) == 0;
}

}  // namespace jsdodbc::wire
