// The encoding of an application's narrow text where it is not UTF-8.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace jsdodbc::convert {

struct Coder;  // the platform's: charset_posix.cpp, charset_windows.cpp

class Charset {
  public:
    // "locale" is the encoding of the user's locale. Null when the platform has none of this name, or it is none that
    // statements could be written in: ASCII stays ASCII, and a byte means the same wherever it stands.
    static std::shared_ptr<const Charset> named(const std::string& name);

    struct Encoded {
        std::string bytes;
        std::size_t fitting = 0;  // bytes of the first characters that fit into `room` together
        bool replaced = false;    // a '?' stands for a character that the charset lacks
    };
    Encoded encode(std::string_view utf8, std::size_t room = std::string_view::npos) const;
    // UTF-8; nothing when the bytes are no text of the charset.
    std::optional<std::string> decode(std::string_view bytes) const;

    explicit Charset(std::unique_ptr<Coder> coder);
    ~Charset();

  private:
    bool serves() const;

    std::unique_ptr<Coder> coder_;
};

}  // namespace jsdodbc::convert
