// Text on its way between an application (UTF-8 in SQLCHAR, UTF-16 or UTF-32 in SQLWCHAR) and the library (UTF-8).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "convert/charset.hpp"
#include "odbc.hpp"

namespace jsdodbc::text {

// Bytes of one SQLWCHAR in this process: 2 (unixODBC, Windows), 4 when iODBC is the driver manager.
unsigned wide_char_bytes() noexcept;
// Looks at the library that a call came from: a process may hold both driver managers.
void learn_manager(const void* caller) noexcept;
// Looks at a wide text of so many bytes (or SQL_NTS), ASCII and longer than a character: an iODBC that is linked into
// its program can't be told otherwise.
void learn_width(const void* ascii, SQLLEN size) noexcept;

// The encoding of narrow text in this thread's calls, as long as this lives. Null: UTF-8, unless another one lives.
class NarrowCharset {
  public:
    explicit NarrowCharset(const convert::Charset* charset) noexcept;
    ~NarrowCharset();
    NarrowCharset(const NarrowCharset&) = delete;
    NarrowCharset& operator=(const NarrowCharset&) = delete;

  private:
    const bool set_;
};

// A text argument; a null pointer is nullopt. `length` counts characters, or is SQL_NTS; other negatives throw HY090.
std::optional<std::string> from_narrow(const SQLCHAR* text, SQLLEN length);
std::optional<std::string> from_wide(const SQLWCHAR* text, SQLLEN length);

std::string utf8_from_wide(const void* text, std::size_t units, unsigned width);

// Where a text result goes. `capacity` is in bytes and includes the terminator; a null buffer only asks for the length.
struct Output {
    void* buffer;
    SQLLEN capacity;
    unsigned width;  // 1, 2 or 4 bytes a character
};

struct Written {
    SQLLEN characters;  // of the whole text, without terminator, in units of the width
    bool truncated;
};

// Writes as many whole characters as fit and a terminator.
Written write(std::string_view utf8, const Output& output);

inline Output narrow(void* buffer, SQLLEN bytes) noexcept {
    return {buffer, bytes, 1};
}
inline Output wide(void* buffer, SQLLEN characters) noexcept {
    const unsigned width = wide_char_bytes();
    return {buffer, characters * static_cast<SQLLEN>(width), width};
}
inline Output wide_in_bytes(void* buffer, SQLLEN bytes) noexcept {
    return {buffer, bytes, wide_char_bytes()};
}

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept;

}  // namespace jsdodbc::text
