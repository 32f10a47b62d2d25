#include "charset.hpp"

#include "coder.hpp"
#include "text.hpp"

namespace jsdodbc::convert {

Charset::Charset(std::unique_ptr<Coder> coder) : coder_(std::move(coder)) {}
Charset::~Charset() = default;

std::shared_ptr<const Charset> Charset::named(const std::string& name) {
    auto charset = std::make_shared<const Charset>(open_coder(name));
    return charset->coder_ && charset->serves() ? charset : nullptr;
}

bool Charset::serves() const {
    std::string ascii;
    for (char letter = ' '; letter < '\x7F'; ++letter) {
        if (letter != '\\' && letter != '~') {  // Shift_JIS may have others there
            ascii += letter;
        }
    }
    std::string bytes;
    (void)coder_->encode("\xE3\x81\x82", bytes);  // shifts those that have states
    const Encoded encoded = encode(ascii);
    return encoded.bytes == ascii && decode(ascii) == ascii;
}

Charset::Encoded Charset::encode(std::string_view utf8, std::size_t room) const {
    Encoded encoded;
    encoded.bytes.reserve(utf8.size());
    const auto* at = reinterpret_cast<const unsigned char*>(utf8.data());
    const auto* const end = at + utf8.size();
    while (at != end) {
        const auto* const begin = at;
        const bool valid = next_code_point(at, end) != replacement;
        const std::string_view character(reinterpret_cast<const char*>(begin), static_cast<std::size_t>(at - begin));
        if (!valid || !coder_->encode(character, encoded.bytes)) {
            encoded.bytes += '?';
            encoded.replaced = true;
        }
        if (encoded.bytes.size() <= room) {
            encoded.fitting = encoded.bytes.size();
        }
    }
    return encoded;
}

std::optional<std::string> Charset::decode(std::string_view bytes) const {
    return coder_->decode(bytes);
}

}  // namespace jsdodbc::convert
