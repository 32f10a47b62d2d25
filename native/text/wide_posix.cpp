#include <dlfcn.h>

#include "text/text.hpp"

namespace jsdodbc::text {

// unixODBC's SQLWCHAR is 2 bytes, iODBC's is wchar_t. Only iODBC has a symbol of this name.
unsigned wide_char_bytes() noexcept {
    static const unsigned width = dlsym(RTLD_DEFAULT, "iodbc_version") ? 4 : 2;
    return width;
}

}  // namespace jsdodbc::text
