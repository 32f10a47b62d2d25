// SQLSTATEs as applications of ODBC 2 know them: ODBC Programmer's Reference, "SQLSTATE Mappings".
#pragma once

#include <string>
#include <string_view>

namespace jsdodbc {

// The ODBC 2 SQLSTATE for one of ODBC 3; the same where there is no other.
std::string odbc2_state(std::string_view sqlstate);

}  // namespace jsdodbc
