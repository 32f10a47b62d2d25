// The attributes that say which kind of cursor a statement opens.
#pragma once

#include <optional>

#include "handles/statement.hpp"

namespace jsdodbc {

// True when it is one of these attributes. What is not offered becomes the nearest that is, with 01S02; others follow
// as the reference couples them (SQLSetStmtAttr, appendix "Cursor Characteristics and Cursor Type").
bool set_cursor_attribute(Statement& statement, SQLINTEGER attribute, SQLULEN value);
// The value of one of these attributes; none for another attribute.
std::optional<SQLULEN> cursor_attribute(const Statement& statement, SQLINTEGER attribute) noexcept;

}  // namespace jsdodbc
