#include <windows.h>

#include <array>

#include "coder.hpp"

namespace jsdodbc::convert {
namespace {

// Names that are no number behind "windows-", "cp" or nothing at all.
struct Name {
    const char* name;
    UINT page;
};
constexpr std::array names{
    Name{"locale", CP_ACP},  Name{"ISO-8859-1", 28591}, Name{"ISO-8859-2", 28592}, Name{"ISO-8859-15", 28605},
    Name{"US-ASCII", 20127}, Name{"SHIFT_JIS", 932},    Name{"GBK", 936},          Name{"GB18030", 54936},
    Name{"BIG5", 950},       Name{"EUC-KR", 51949},     Name{"EUC-JP", 51932},     Name{"KOI8-R", 20866},
};

// 0xFFFFFFFF when it is none.
UINT page_named(const std::string& name) {
    for (const Name& each : names) {
        if (lstrcmpiA(each.name, name.c_str()) == 0) {
            return each.page;
        }
    }
    const std::size_t digits = name.find_first_of("0123456789");
    if (digits == std::string::npos || name.find_first_not_of("0123456789", digits) != std::string::npos ||
        name.size() - digits > 5) {
        return ~0u;
    }
    const auto page = static_cast<UINT>(std::stoul(name.substr(digits)));
    return IsValidCodePage(page) ? page : ~0u;
}

class CodePage : public Coder {
  public:
    explicit CodePage(UINT page) : page_(page) {}

    bool encode(std::string_view character, std::string& out) override {
        wchar_t units[2];
        const int count = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, character.data(),
                                              static_cast<int>(character.size()), units, 2);
        char bytes[16];
        BOOL replaced = FALSE;
        // GB18030 has every character, and takes none of the flags.
        const bool complete = page_ == 54936;
        const int size = WideCharToMultiByte(page_, complete ? 0 : WC_NO_BEST_FIT_CHARS, units, count, bytes,
                                             sizeof bytes, nullptr, complete ? nullptr : &replaced);
        if (count == 0 || size == 0 || replaced) {
            return false;
        }
        out.append(bytes, static_cast<std::size_t>(size));
        return true;
    }

    std::optional<std::string> decode(std::string_view bytes) override {
        if (bytes.empty()) {
            return std::string();
        }
        const int size = static_cast<int>(bytes.size());
        std::wstring wide(bytes.size(), L'\0');
        const int units = MultiByteToWideChar(page_, MB_ERR_INVALID_CHARS, bytes.data(), size, wide.data(), size);
        std::string utf8(static_cast<std::size_t>(units) * 3, '\0');
        const int length = WideCharToMultiByte(CP_UTF8, 0, wide.data(), units, utf8.data(),
                                               static_cast<int>(utf8.size()), nullptr, nullptr);
        if (units == 0 || length == 0) {
            return std::nullopt;
        }
        utf8.resize(static_cast<std::size_t>(length));
        return utf8;
    }

  private:
    UINT page_;
};

}  // namespace

std::unique_ptr<Coder> open_coder(const std::string& name) {
    const UINT page = page_named(name);
    return page == ~0u ? nullptr : std::make_unique<CodePage>(page);
}

}  // namespace jsdodbc::convert
