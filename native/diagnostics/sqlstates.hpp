// Every SQLSTATE that the library raises by itself, with its text.
#pragma once

#include <string_view>

namespace jsdodbc {

// The text of a SQLSTATE; one that is not in the table has the text of HY000.
std::string_view sqlstate_text(std::string_view sqlstate) noexcept;

}  // namespace jsdodbc
