#include <dlfcn.h>

#include <atomic>
#include <cstring>

#include "text/text.hpp"

namespace jsdodbc::text {

namespace {

// unixODBC's SQLWCHAR is 2 bytes, iODBC's is wchar_t. Only iODBC has a symbol of this name.
std::atomic<unsigned>& width() noexcept {
    static std::atomic<unsigned> bytes{dlsym(RTLD_DEFAULT, "iodbc_version") ? 4u : 2u};
    return bytes;
}

}  // namespace

unsigned wide_char_bytes() noexcept {
    return width().load(std::memory_order_relaxed);
}

void learn_width(const void* ascii) noexcept {
    unsigned char bytes[4];
    std::memcpy(bytes, ascii, sizeof bytes);
    if (bytes[0] && !bytes[1] && !bytes[2] && !bytes[3]) width() = 4;
}

}  // namespace jsdodbc::text
