#include <iconv.h>
#include <langinfo.h>
#include <locale.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

#include <mutex>

#include "coder.hpp"

namespace jsdodbc::convert {
namespace {

const iconv_t none = reinterpret_cast<iconv_t>(-1);
constexpr std::size_t longest_character = 16;

class Iconv : public Coder {
  public:
    explicit Iconv(const char* name) : encoder_(iconv_open(name, "UTF-8")), decoder_(iconv_open("UTF-8", name)) {}
    Iconv(const Iconv&) = delete;
    Iconv& operator=(const Iconv&) = delete;
    ~Iconv() override {
        for (const iconv_t each : {encoder_, decoder_}) {
            if (each != none) {
                iconv_close(each);
            }
        }
    }

    bool works() const { return encoder_ != none && decoder_ != none; }

    bool encode(std::string_view character, std::string& out) override {
        const std::lock_guard alone(mutex_);
        char bytes[longest_character];
        char *from = const_cast<char*>(character.data()), *to = bytes;
        std::size_t left = character.size(), room = sizeof bytes;
        if (iconv(encoder_, &from, &left, &to, &room) != 0) {  // failed, or took something like it
            iconv(encoder_, nullptr, nullptr, nullptr, nullptr);
            return false;
        }
        out.append(bytes, to);
        return true;
    }

    std::optional<std::string> decode(std::string_view bytes) override {
        const std::lock_guard alone(mutex_);
        std::string utf8(bytes.size() * 4 + longest_character, '\0');
        char *from = const_cast<char*>(bytes.data()), *to = utf8.data();
        std::size_t left = bytes.size(), room = utf8.size();
        const bool done = iconv(decoder_, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
        iconv(decoder_, nullptr, nullptr, done ? &to : nullptr, done ? &room : nullptr);
        if (!done) {
            return std::nullopt;
        }
        utf8.resize(static_cast<std::size_t>(to - utf8.data()));
        return utf8;
    }

  private:
    std::mutex mutex_;
    iconv_t encoder_, decoder_;
};

// Of the user's environment: an application that never called setlocale() has "C" as its own.
std::string locale_charset() {
    const locale_t locale = newlocale(LC_CTYPE_MASK, "", nullptr);
    if (locale == nullptr) {
        return nl_langinfo(CODESET);
    }
    std::string name = nl_langinfo_l(CODESET, locale);
    freelocale(locale);
    return name;
}

}  // namespace

std::unique_ptr<Coder> open_coder(const std::string& name) {
    auto coder = std::make_unique<Iconv>(name == "locale" ? locale_charset().c_str() : name.c_str());
    return coder->works() ? std::move(coder) : nullptr;
}

}  // namespace jsdodbc::convert
