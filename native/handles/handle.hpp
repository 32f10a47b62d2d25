// What an application's SQLHANDLE points to, and the registry that tells ours from anything else.
#pragma once

#include <array>
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

struct Handle;
struct Job;

// The memory behind an SQLHANDLE. It is used again and never given back: a thread that comes with the handle of an
// object that another one has just freed finds nothing here, or the next object of that kind, but always a slot.
struct Slot {
    explicit Slot(Kind its_kind) : kind(its_kind) {}

    const Kind kind;
    // Whose mutex and asynchronous function count: the slot itself, of an implicit descriptor that of its statement.
    std::atomic<Slot*> home{this};
    std::mutex mutex;  // held while a function works on the object
    std::atomic<Handle*> object{nullptr};

    std::mutex guard;                      // taken last and shortly; keeps the object for who can't wait for the mutex
    std::atomic<SQLUSMALLINT> running{0};  // the function that runs asynchronously
    std::shared_ptr<Job> job;              // of that function; under guard
    Diagnostics meanwhile;                 // of the calls that came while it ran; under guard
};

struct Handle {
    // `owner`: the statement that an implicit descriptor belongs to.
    explicit Handle(Kind its_kind, Handle* owner = nullptr);
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle();

    // What the application gets; valid from now on.
    SQLHANDLE handle() noexcept;
    // The handle is invalid from now on, also for those who wait. The caller holds the mutex.
    void retire() noexcept;

    const Kind kind;
    Slot& slot;
    Diagnostics diagnostics;
    // Set by a cancel while a function is under way, which then ends with HY008.
    std::atomic<bool> cancelled{false};
};

struct Nothing {};

// What belongs to others and has to be held while a function works on an object; statements have some.
inline Nothing hold_shared(Handle&) noexcept {
    return {};
}

// Waits for the functions under way on the object.
std::unique_lock<std::mutex> lock_slot(const Slot& slot);

// The addresses of all slots. Looking one up takes no lock: it happens on every call.
class Registry {
  public:
    // An unused slot, registered.
    Slot& take(Kind kind);
    void give_back(Slot& slot) noexcept;
    bool contains(const void* address) const noexcept;

  private:
    struct Table {
        explicit Table(std::size_t size) : entries(size) {}
        std::vector<std::atomic<const void*>> entries;  // a power of two
    };
    static void insert(Table& table, const Slot* slot);
    void make_room();
    static std::size_t place(const void* address, std::size_t size) noexcept;

    std::mutex mutex_;
    std::atomic<Table*> table_{nullptr};
    std::vector<std::unique_ptr<Table>> tables_;  // earlier ones stay: somebody may be reading them
    std::vector<std::unique_ptr<Slot>> slots_;
    std::array<std::vector<Slot*>, 5> unused_;  // by kind
};

Registry& registry() noexcept;

// Null when the handle is null, of another kind, or not one of ours at all.
Slot* find_slot(SQLHANDLE handle, Kind kind) noexcept;

}  // namespace jsdodbc
