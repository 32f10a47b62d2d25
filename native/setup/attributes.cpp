#include "setup/attributes.hpp"

#include <cstring>

#include "setup/failure.hpp"
#include "text/text.hpp"

namespace jsdodbc::setup {
namespace {

bool is_end(const char* at, unsigned width) noexcept {
    static constexpr char zeros[4] = {};
    return std::memcmp(at, zeros, width) == 0;
}

std::string trimmed(const std::string& text) {
    const std::size_t start = text.find_first_not_of(" \t");
    return start == std::string::npos ? "" : text.substr(start, text.find_last_not_of(" \t") - start + 1);
}

}  // namespace

std::vector<std::string> texts_of(const void* list, unsigned width) {
    std::vector<std::string> texts;
    const char* at = static_cast<const char*>(list);
    while (at && !is_end(at, width)) {
        std::size_t units = 0;
        while (!is_end(at + units * width, width)) ++units;
        texts.push_back(width == 1 ? std::string(at, units) : text::utf8_from_wide(at, units, width));
        at += (units + 1) * width;
    }
    return texts;
}

Pairs pairs_of(const std::vector<std::string>& texts) {
    Pairs pairs;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        std::string keyword = trimmed(text.substr(0, equals));
        if (equals == std::string::npos || keyword.empty()) {
            throw SetupFailure(ODBC_ERROR_INVALID_KEYWORD_VALUE,
                               "An attribute is not of the form keyword=value. Write each as keyword=value.");
        }
        pairs.emplace_back(std::move(keyword), trimmed(text.substr(equals + 1)));
    }
    return pairs;
}

std::string value_of(const Pairs& pairs, const char* keyword) {
    for (const auto& [name, value] : pairs) {
        if (text::equal_ignoring_case(name, keyword)) return value;
    }
    return {};
}

}  // namespace jsdodbc::setup
