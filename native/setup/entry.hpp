// What the exported set-up functions are made of: no exception leaves them, each failure is told to the installer.
#pragma once

#include <new>

#include "setup/attributes.hpp"
#include "setup/failure.hpp"
#include "setup/installer.hpp"
#include "text/text.hpp"

namespace jsdodbc::setup {

template <class Work>
BOOL guarded(Work&& work) noexcept {
    try {
        work();
        return TRUE;
    } catch (const SetupFailure& failure) {
        installer::post(failure.code(), failure.what());
    } catch (const std::bad_alloc&) {
        installer::post(ODBC_ERROR_OUT_OF_MEM, "There is not enough memory.");
    } catch (...) {
        installer::post(ODBC_ERROR_GENERAL_ERR, "The set-up library failed unexpectedly.");
    }
    return FALSE;
}

inline std::string wide_text(const void* text) {
    const unsigned width = installer::wide_char_bytes();
    std::string found;
    if (text) {
        const auto* bytes = static_cast<const char*>(text);
        static constexpr char zeros[4] = {};
        std::size_t units = 0;
        while (std::char_traits<char>::compare(bytes + units * width, zeros, width) != 0) ++units;
        found = text::utf8_from_wide(text, units, width);
    }
    return found;
}

inline Pairs narrow_pairs(const char* list) {
    std::vector<std::string> texts = texts_of(list, 1);
    for (std::string& each : texts) each = installer::from_narrow(each.c_str());
    return pairs_of(texts);
}

inline Pairs wide_pairs(const void* list) {
    return pairs_of(texts_of(list, installer::wide_char_bytes()));
}

}  // namespace jsdodbc::setup
