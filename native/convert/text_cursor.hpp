// Reads a text from left to right.
#pragma once

#include <cstdint>

namespace jsdodbc::convert {

struct TextCursor {
    const char* at;
    const char* end;

    [[nodiscard]] bool take(char character) {
        const bool there = at != end && *at == character;
        at += there ? 1 : 0;
        return there;
    }
    [[nodiscard]] bool at_digit() const { return at != end && *at >= '0' && *at <= '9'; }
    // False when there are fewer than `least` digits; takes `most` of them.
    template <class Number>
    [[nodiscard]] bool number(int least, int most, Number& value) {
        value = 0;
        int digits = 0;
        for (; digits < most && at_digit(); ++digits) {
            value = value * 10 + static_cast<Number>(*at++ - '0');
        }
        return digits >= least;
    }
    // All digits behind a point, of which there must be one; lost: some behind the ninth are not 0.
    [[nodiscard]] bool nanoseconds(std::int32_t& value, bool& lost) {
        const char* const first = at;
        value = 0;
        for (std::int32_t unit = 100'000'000; at_digit(); ++at, unit /= 10) {
            value += (*at - '0') * unit;
            lost |= unit == 0 && *at != '0';
        }
        return at != first;
    }
    void blanks() {
        while (take(' ')) {
        }
    }
};

}  // namespace jsdodbc::convert
