// What an application's SQLHANDLE points to, and the registry that tells ours from anything else.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "diagnostics/failure.hpp"

namespace jsdodbc {

enum class Kind : SQLSMALLINT {
    environment = SQL_HANDLE_ENV,
    connection = SQL_HANDLE_DBC,
    statement = SQL_HANDLE_STMT,
    descriptor = SQL_HANDLE_DESC,
};

struct Handle {
    explicit Handle(Kind its_kind);
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle();

    const Kind kind;
    std::mutex mutex;  // held while a function works on the handle
    Diagnostics diagnostics;
};

// The addresses of all living handles. Looking one up takes no lock: it happens on every call.
class Registry {
  public:
    void add(const Handle* handle);
    void remove(const Handle* handle) noexcept;
    bool contains(const void* address) const noexcept;

  private:
    struct Table {
        explicit Table(std::size_t size) : slots(size) {}
        std::vector<std::atomic<const void*>> slots;  // a power of two
    };
    void grow();
    static std::size_t place(const void* address, std::size_t size) noexcept;

    std::mutex mutex_;
    std::atomic<Table*> table_{nullptr};
    std::vector<std::unique_ptr<Table>> tables_;  // earlier ones stay: somebody may be reading them
    std::size_t used_ = 0;
};

Registry& registry() noexcept;

// Null when the handle is null, freed, of another kind, or not one of ours at all.
Handle* find_handle(SQLHANDLE handle, Kind kind) noexcept;

}  // namespace jsdodbc
