// Numbers as text, free of locales.
#pragma once

#include <cstddef>
#include <cstdint>

#include "outcome.hpp"

namespace jsdodbc::convert {

// A numeric literal taken apart: digits with at most one point among them, and what follows the e.
struct Literal {
    const char* digits = nullptr;
    const char* digits_end = nullptr;
    std::int64_t exponent = 0;
    bool negative = false;
};

struct NumberText {
    const char* data = nullptr;
    std::size_t size = 0;
};

// Without blanks at both ends.
[[nodiscard]] NumberText trimmed(const char* text, std::size_t size);
[[nodiscard]] bool parse_literal(const char* text, std::size_t size, Literal& literal);

// invalid_text, out_of_range (too large; what is too small is 0) or ok.
[[nodiscard]] Outcome parse_real(const char* text, std::size_t size, double& value);
[[nodiscard]] Outcome parse_real(const char* text, std::size_t size, float& value);

// The shortest text that reads back as the same double: digits up to 10^16, an exponent beyond and below 10^-5.
inline constexpr std::size_t max_real_text = 40;
std::size_t print_real(double value, char* to, std::size_t& whole);

}  // namespace jsdodbc::convert
