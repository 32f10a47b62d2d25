// An application that keeps the rules about its memory, and no other: handles in any state, buffers of the size it
// says.
#pragma once

#include "fuzz/input.hpp"

namespace jsdodbc::fuzz {

// Text in and its length in characters.
struct Argument {
    void* at;
    SQLSMALLINT length;
    SQLCHAR* narrow() const { return static_cast<SQLCHAR*>(at); }
    SQLWCHAR* wide() const { return static_cast<SQLWCHAR*>(at); }
};

class Application {
  public:
    static constexpr std::size_t largest_array = 16, largest_row = 256, largest_buffer = 1000, largest_offset = 32;

    explicit Application(Input& from);
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;
    ~Application();

    // A handle of a kind: one in use, a freed one, or none of the kind at all.
    SQLHANDLE handle(SQLSMALLINT kind);
    void allocate(SQLSMALLINT kind);
    SQLHSTMT statement() { return handle(SQL_HANDLE_STMT); }
    SQLHDBC connection() { return handle(SQL_HANDLE_DBC); }
    SQLHDESC descriptor();

    // Memory that stays until the application ends.
    char* keep(std::size_t size);
    // Room for an array of values, however it is bound; of lengths; of statuses.
    void* values() { return keep(largest_offset + largest_array * (largest_buffer + largest_row)); }
    SQLLEN* lengths();
    SQLUSMALLINT* statuses();
    SQLLEN* offset();
    // A number, which may be a bookmark.
    SQLULEN* count();

    Argument text(unsigned width);
    // Room for exactly the text that a length of so many units of `width` bytes claims, and for any number.
    struct Room {
        void* at;
        SQLSMALLINT size;
    };
    Room room(unsigned width);
    SQLSMALLINT small() { return input.ConsumeIntegralInRange<SQLSMALLINT>(-3, 20); }
    SQLUSMALLINT column() { return input.ConsumeIntegralInRange<SQLUSMALLINT>(0, 14); }
    void* number(int most) {
        return reinterpret_cast<void*>(static_cast<SQLLEN>(input.ConsumeIntegralInRange(0, most)));
    }

    Input& input;

  private:
    struct Owned {
        SQLSMALLINT kind;
        SQLHANDLE handle;
    };
    std::vector<Owned> handles_;
    std::vector<std::unique_ptr<char[]>> memory_;
};

using Call = void (*)(Application&);
extern const std::vector<Call> connection_calls, statement_calls, binding_calls;

}  // namespace jsdodbc::fuzz
