#include "text/text.hpp"

namespace jsdodbc::text {

unsigned wide_char_bytes() noexcept {
    return 2;
}

void learn_manager(const void*) noexcept {}
void learn_width(const void*, SQLLEN) noexcept {}

}  // namespace jsdodbc::text
