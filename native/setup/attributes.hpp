// The argument lists of the set-up functions: `keyword=value` texts, each ended by a NUL, the list by one more.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace jsdodbc::setup {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// The texts of a list in UTF-8; none for a null pointer. `width`: bytes of a character.
std::vector<std::string> texts_of(const void* list, unsigned width);

// Keywords and values without the spaces around them. Throws SetupFailure for a text without `=` or keyword.
Pairs pairs_of(const std::vector<std::string>& texts);

// The value of the first keyword of this name, in any case; "" when there is none.
std::string value_of(const Pairs& pairs, const char* keyword);

}  // namespace jsdodbc::setup
