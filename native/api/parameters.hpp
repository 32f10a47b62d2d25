// Bound parameters, for the files of their chapter.
#pragma once

#include "api/execution.hpp"

namespace jsdodbc {

// The buffers of a bound parameter (numbered from 0) for a set.
convert::Source parameter_source(Statement& statement, std::size_t index, SQLULEN set);
// The diagnostic of a parameter that can't be sent or written.
Record parameter_record(const convert::Finding& finding, std::size_t index, SQLULEN set);

}  // namespace jsdodbc
