// The installer library (libodbcinst, libiodbcinst, odbccp32) that called us, in UTF-8.
#pragma once

#include <optional>
#include <string>

namespace jsdodbc::setup::installer {

// Bytes of one SQLWCHAR of that library.
unsigned wide_char_bytes() noexcept;
// Text of a narrow argument: UTF-8, on Windows that of the machine's code page. Null gives "".
std::string from_narrow(const char* text);

bool is_valid_dsn(const std::string& dsn);
bool has_dsn(const std::string& dsn);
bool write_dsn(const std::string& dsn, const std::string& driver);
bool remove_dsn(const std::string& dsn);
// Without a value the key goes. `file`: "odbc.ini" or "odbcinst.ini", whichever the scope of the call means.
bool write(const std::string& section, const std::string& key, const std::optional<std::string>& value,
           const char* file);
// Before a secret is written: the user's odbc.ini becomes readable by its owner only.
void protect_user_sources();
// Adds to what SQLInstallerError tells.
void post(unsigned code, const std::string& message) noexcept;

}  // namespace jsdodbc::setup::installer
