// What every exported function is made of: the handle converted and locked, exceptions turned into diagnostics.
#pragma once

#include "odbc.hpp"

#include <new>
#include <string_view>
#include <type_traits>

#include "handles/statement.hpp"
#include "text/text.hpp"

namespace jsdodbc {

template <class Object>
constexpr Kind kind_of() {
    if constexpr (std::is_same_v<Object, Environment>) return Kind::environment;
    if constexpr (std::is_same_v<Object, Connection>) return Kind::connection;
    if constexpr (std::is_same_v<Object, Statement>) return Kind::statement;
    if constexpr (std::is_same_v<Object, Descriptor>) return Kind::descriptor;
}

template <class Object>
Object* object_of(SQLHANDLE handle) noexcept {
    return static_cast<Object*>(find_handle(handle, kind_of<Object>()));
}

// Called in a catch block: adds a record for the exception under way and returns SQL_ERROR. Never throws.
SQLRETURN record_exception(Diagnostics& diagnostics) noexcept;

// Runs `work` on a locked object whose diagnostics are cleared. SQL_SUCCESS becomes SQL_SUCCESS_WITH_INFO when it left
// any.
template <class Object, class Work>
SQLRETURN enter(SQLHANDLE handle, Work&& work) noexcept {
    Object* object = object_of<Object>(handle);
    if (!object) return SQL_INVALID_HANDLE;
    const std::lock_guard lock(object->mutex);
    object->diagnostics.clear();
    SQLRETURN code;
    try {
        code = work(*object);
        if (code == SQL_SUCCESS) code = object->diagnostics.success();
    } catch (...) {
        code = record_exception(object->diagnostics);
    }
    object->diagnostics.return_code = code;
    return code;
}

// Writes a text result and its length, in characters, or in bytes for the functions that count so.
template <class Length>
void put_text(Diagnostics& diagnostics, std::string_view utf8, const text::Output& output, Length* length,
              bool in_bytes = false) {
    const bool odd = in_bytes && output.width > 1 && output.capacity % 2 != 0;
    if (output.buffer && (output.capacity < 0 || odd)) throw Failure("HY090");
    const text::Written written = text::write(utf8, output);
    if (length) *length = static_cast<Length>(written.characters * (in_bytes ? static_cast<SQLLEN>(output.width) : 1));
    if (written.truncated) diagnostics.add("01004");
}

template <class Value>
void put_value(void* to, Value value) noexcept {
    if (to) std::memcpy(to, &value, sizeof value);
}

}  // namespace jsdodbc
