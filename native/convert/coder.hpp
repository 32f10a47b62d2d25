// What a platform knows of a charset. Any thread may ask at any time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace jsdodbc::convert {

struct Coder {
    virtual ~Coder() = default;
    // Appends the bytes of one character, given in UTF-8. False: the charset lacks it.
    virtual bool encode(std::string_view character, std::string& out) = 0;
    virtual std::optional<std::string> decode(std::string_view bytes) = 0;
};

// Null when the platform has none of this name.
std::unique_ptr<Coder> open_coder(const std::string& name);

}  // namespace jsdodbc::convert
