// What every exported function is made of: the handle converted and locked, exceptions turned into diagnostics.
#pragma once

#include "odbc.hpp"

#include <new>
#include <string_view>
#include <type_traits>

#include "handles/asynchronous.hpp"
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

// The encoding of narrow text in functions of an object; null: UTF-8.
inline const convert::Charset* charset_of(const Connection& connection) noexcept {
    return connection.charset.get();
}
inline const convert::Charset* charset_of(const Environment&) noexcept {
    return nullptr;
}
template <class Object>
const convert::Charset* charset_of(const Object& object) noexcept {
    return charset_of(object.connection);
}

// Called in a catch block: adds a record for the exception under way and returns SQL_ERROR. Never throws.
SQLRETURN record_exception(Diagnostics& diagnostics) noexcept;

// Runs `work` on an object whose diagnostics are cleared. The caller holds its mutex. SQL_SUCCESS becomes
// SQL_SUCCESS_WITH_INFO when it left any.
template <class Object, class Work>
SQLRETURN guarded(Object& object, Work&& work) noexcept {
    object.diagnostics.clear();
    const text::NarrowCharset narrow(charset_of(object));
    SQLRETURN code;
    try {
        [[maybe_unused]] const auto held = hold_shared(object);
        code = work(object);
        if (code == SQL_SUCCESS) code = object.diagnostics.success();
    } catch (...) {
        code = record_exception(object.diagnostics);
    }
    object.diagnostics.return_code = code;
    return code;
}

// An object that no other function works on, as long as this lives. Null: there is none behind the handle.
template <class Object>
struct Held {
    std::unique_lock<std::mutex> lock;
    Object* object = nullptr;
};

template <class Object>
Held<Object> hold(Slot& slot) {
    Held<Object> held{lock_slot(slot)};
    held.object = static_cast<Object*>(slot.object.load(std::memory_order_acquire));  // of a slot used again, too
    return held;
}

inline SQLUSMALLINT running(const Slot& slot) noexcept {
    return slot.home.load(std::memory_order_relaxed)->running.load(std::memory_order_acquire);
}

// Runs `work` on the object behind the handle, alone.
template <class Object, class Work>
SQLRETURN enter(SQLHANDLE handle, Work&& work) noexcept {
    Slot* slot = find_slot(handle, kind_of<Object>());
    if (!slot) return SQL_INVALID_HANDLE;
    if (running(*slot)) return refuse_meanwhile(*slot);
    const Held<Object> held = hold<Object>(*slot);
    if (!held.object) return SQL_INVALID_HANDLE;
    if (running(*slot)) return refuse_meanwhile(*slot);
    held.object->cancelled.store(false, std::memory_order_relaxed);
    return guarded(*held.object, work);
}

// The end of a function that ran asynchronously, or word that it still does.
template <class Object, class Deliver>
SQLRETURN ask_job(Slot& slot, Deliver&& deliver) noexcept {
    const std::optional<SQLRETURN> ended = poll_job(slot);
    if (!ended) return SQL_STILL_EXECUTING;
    const Held<Object> held = hold<Object>(slot);
    Diagnostics& diagnostics = held.object->diagnostics;
    const text::NarrowCharset narrow(charset_of(*held.object));
    try {
        SQLRETURN code = deliver(*held.object, *ended);
        if (code == SQL_SUCCESS) code = diagnostics.success();
        diagnostics.return_code = code;
    } catch (...) {
        diagnostics.return_code = record_exception(diagnostics);
    }
    end_job(slot);
    return diagnostics.return_code;
}

// As `enter`, for a function (SQL_API_…) that may take long: where the application asks for it, it runs asynchronously.
// `decode` reads the arguments, which live no longer than the call; `work` gets what it made of them and touches only
// memory that is bound; `deliver` gets the return code and writes results to the arguments of the call that ends it.
template <class Object, class Decode, class Work, class Deliver>
SQLRETURN enter_long(SQLHANDLE handle, SQLUSMALLINT function, Decode decode, Work work, Deliver deliver) noexcept {
    Slot* slot = find_slot(handle, kind_of<Object>());
    if (!slot) return SQL_INVALID_HANDLE;
    if (const SQLUSMALLINT now = running(*slot))
        return now == function ? ask_job<Object>(*slot, deliver) : refuse_meanwhile(*slot);
    {
        const Held<Object> held = hold<Object>(*slot);
        if (!held.object) return SQL_INVALID_HANDLE;
        if (running(*slot)) return refuse_meanwhile(*slot);
        Object& object = *held.object;
        object.cancelled.store(false, std::memory_order_relaxed);
        if (!object.asynchronous())
            return guarded(object, [&](Object& same) { return deliver(same, work(same, decode())); });
        const SQLRETURN code = guarded(object, [&](Object& same) -> SQLRETURN {
            auto input = std::make_shared<decltype(decode())>(decode());
            start_job(*slot, function, [&same, input, work] {
                return guarded(same, [&](Object& self) { return work(self, std::move(*input)); });
            });
            return SQL_STILL_EXECUTING;
        });
        if (code != SQL_STILL_EXECUTING) return code;
    }
    return ask_job<Object>(*slot, deliver);
}

// Of a function without results in its arguments.
template <class Object, class Decode, class Work>
SQLRETURN enter_long(SQLHANDLE handle, SQLUSMALLINT function, Decode decode, Work work) noexcept {
    return enter_long<Object>(handle, function, decode, work, [](Object&, SQLRETURN code) { return code; });
}

// Of a function without arguments.
template <class Object, class Work>
SQLRETURN enter_long(SQLHANDLE handle, SQLUSMALLINT function, Work work) noexcept {
    return enter_long<Object>(
        handle, function, [] { return Nothing{}; }, [work](Object& object, Nothing) { return work(object); });
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
