// The platform's installer header, and what a set-up function fails with.
#pragma once

#include "odbc.hpp"

#include <stdexcept>
#include <string>

#pragma GCC visibility push(default)
#include <odbcinst.h>
#pragma GCC visibility pop

#ifndef TRUE
#define TRUE 1
#define FALSE 0
#endif

namespace jsdodbc::setup {

// `code`: one of ODBC_ERROR_…, for SQLPostInstallerError.
class SetupFailure : public std::runtime_error {
  public:
    SetupFailure(unsigned code, const std::string& message) : std::runtime_error(message), code_(code) {}
    [[nodiscard]] unsigned code() const noexcept { return code_; }

  private:
    unsigned code_;
};

}  // namespace jsdodbc::setup
