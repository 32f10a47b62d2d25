// What encode_put says of a value that the engine has already.
#pragma once

#include "convert.hpp"

namespace jsdodbc::convert {

[[nodiscard]] bool encode_kept(const PutBuffer& buffer, const Source& source, std::string& wire_out, Finding& finding);

}  // namespace jsdodbc::convert
