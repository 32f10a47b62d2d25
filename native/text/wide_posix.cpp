#include <dlfcn.h>

#include <atomic>
#include <cstring>

#include "text/text.hpp"

namespace jsdodbc::text {

namespace {

// unixODBC's SQLWCHAR is 2 bytes, iODBC's is wchar_t. Only iODBC has a symbol of this name; a program that has it
// linked in is told by that.
std::atomic<unsigned>& width() noexcept {
    static std::atomic<unsigned> bytes{dlsym(RTLD_DEFAULT, "iodbc_version") ? 4u : 2u};
    return bytes;
}

}  // namespace

unsigned wide_char_bytes() noexcept {
    return width().load(std::memory_order_relaxed);
}

void learn_manager(const void* caller) noexcept {
    Dl_info info{};
    if (!dladdr(caller, &info) || !info.dli_fname) return;
    const char* slash = std::strrchr(info.dli_fname, '/');
    const char* library = slash ? slash + 1 : info.dli_fname;
    if (std::strncmp(library, "libiodbc.", 9) == 0) width() = 4;
    if (std::strncmp(library, "libodbc.", 8) == 0) width() = 2;
}

void learn_width(const void* ascii, SQLLEN size) noexcept {
    if (size != SQL_NTS && size < 4) return;
    const auto* bytes = static_cast<const unsigned char*>(ascii);
    if (bytes[0] && !bytes[1] && !bytes[2] && !bytes[3]) width() = 4;  // nothing behind an empty text's end is read
}

}  // namespace jsdodbc::text
