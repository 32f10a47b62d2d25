// The engine of fuzz_calls: a channel that answers each request as the input has it, rightly or not.
#pragma once

#include "fuzz/input.hpp"

namespace jsdodbc::fuzz {

// While it lives, engines are started and answer; afterwards their streams have ended.
class Script {
  public:
    explicit Script(Input& input);
    Script(const Script&) = delete;
    Script& operator=(const Script&) = delete;
    ~Script();
};

}  // namespace jsdodbc::fuzz
