#include "handles/handle.hpp"

#include <algorithm>

#include "handles/asynchronous.hpp"

namespace jsdodbc {
namespace {

constexpr std::size_t first_size = 256;

}  // namespace

Handle::Handle(Kind its_kind, Handle* owner) : kind(its_kind), slot(registry().take(its_kind)) {
    slot.home = owner ? &owner->slot : &slot;
}

Handle::~Handle() {
    retire();
    if (slot.running) drop_job(slot);
    registry().give_back(slot);
}

SQLHANDLE Handle::handle() noexcept {
    slot.object.store(this, std::memory_order_release);
    return &slot;
}

void Handle::retire() noexcept {
    const std::lock_guard guarding(slot.guard);
    slot.object = nullptr;
}

std::unique_lock<std::mutex> lock_slot(const Slot& slot) {
    for (;;) {
        Slot* home = slot.home.load(std::memory_order_acquire);
        std::unique_lock lock(home->mutex);
        if (slot.home.load(std::memory_order_relaxed) == home) return lock;
    }
}

Slot& Registry::take(Kind kind) {
    const std::lock_guard lock(mutex_);
    std::vector<Slot*>& unused = unused_[static_cast<std::size_t>(kind)];
    if (!unused.empty()) {
        Slot* slot = unused.back();
        unused.pop_back();
        return *slot;
    }
    make_room();
    if (slots_.size() == slots_.capacity()) slots_.reserve(std::max(first_size, slots_.size() * 2));
    unused.reserve(slots_.capacity());  // giving back must not fail
    auto slot = std::make_unique<Slot>(kind);
    insert(*table_.load(), slot.get());
    slots_.push_back(std::move(slot));
    return *slots_.back();
}

void Registry::give_back(Slot& slot) noexcept {
    const std::lock_guard lock(mutex_);
    unused_[static_cast<std::size_t>(slot.kind)].push_back(&slot);
}

std::size_t Registry::place(const void* address, std::size_t size) noexcept {
    const std::uint64_t bits = reinterpret_cast<std::uintptr_t>(address);
    return static_cast<std::size_t>((bits * 0x9E3779B97F4A7C15u) >> 32) & (size - 1);
}

void Registry::insert(Table& table, const Slot* slot) {
    const std::size_t size = table.entries.size();
    std::size_t to = place(slot, size);
    while (table.entries[to].load()) to = (to + 1) & (size - 1);
    table.entries[to].store(slot, std::memory_order_release);
}

bool Registry::contains(const void* address) const noexcept {
    const Table* table = table_.load(std::memory_order_acquire);
    if (!table || !address) return false;
    const std::size_t size = table->entries.size();
    for (std::size_t at = place(address, size);; at = (at + 1) & (size - 1)) {
        const void* there = table->entries[at].load(std::memory_order_acquire);
        if (there == address) return true;
        if (!there) return false;
    }
}

// Moves to a larger table when this one is half full.
void Registry::make_room() {
    const std::size_t size = table_.load() ? table_.load()->entries.size() : 0;
    if (slots_.size() * 2 < size) return;
    auto larger = std::make_unique<Table>(std::max(first_size, size * 2));
    for (const auto& slot : slots_) insert(*larger, slot.get());
    tables_.push_back(std::move(larger));
    table_.store(tables_.back().get(), std::memory_order_release);
}

Registry& registry() noexcept {
    static Registry* const all = new Registry;  // outlives every static destructor of the host
    return *all;
}

Slot* find_slot(SQLHANDLE handle, Kind kind) noexcept {
    if (!registry().contains(handle)) return nullptr;
    auto* found = static_cast<Slot*>(handle);
    return found->kind == kind ? found : nullptr;
}

}  // namespace jsdodbc
