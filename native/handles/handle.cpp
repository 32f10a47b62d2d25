#include "handles/handle.hpp"

namespace jsdodbc {
namespace {

constexpr std::size_t first_size = 256;
const char removed_mark = 0;
const void* const removed = &removed_mark;

}  // namespace

Handle::Handle(Kind its_kind) : kind(its_kind) {
    registry().add(this);
}

Handle::~Handle() {
    registry().remove(this);
}

std::size_t Registry::place(const void* address, std::size_t size) noexcept {
    const std::uint64_t bits = reinterpret_cast<std::uintptr_t>(address);
    return static_cast<std::size_t>((bits * 0x9E3779B97F4A7C15u) >> 32) & (size - 1);
}

void Registry::add(const Handle* handle) {
    const std::lock_guard lock(mutex_);
    Table* table = table_.load();
    if (!table || used_ * 2 >= table->slots.size()) {
        grow();
        table = table_.load();
    }
    const std::size_t size = table->slots.size();
    for (std::size_t slot = place(handle, size);; slot = (slot + 1) & (size - 1)) {
        const void* there = table->slots[slot].load();
        if (there && there != removed) continue;
        if (!there) ++used_;
        table->slots[slot].store(handle, std::memory_order_release);
        return;
    }
}

void Registry::remove(const Handle* handle) noexcept {
    const std::lock_guard lock(mutex_);
    Table* table = table_.load();
    const std::size_t size = table->slots.size();
    for (std::size_t slot = place(handle, size); table->slots[slot].load(); slot = (slot + 1) & (size - 1)) {
        if (table->slots[slot].load() != handle) continue;
        table->slots[slot].store(removed, std::memory_order_release);
        return;
    }
}

bool Registry::contains(const void* address) const noexcept {
    const Table* table = table_.load(std::memory_order_acquire);
    if (!table || !address) return false;
    const std::size_t size = table->slots.size();
    for (std::size_t slot = place(address, size);; slot = (slot + 1) & (size - 1)) {
        const void* there = table->slots[slot].load(std::memory_order_acquire);
        if (there == address) return true;
        if (!there) return false;
    }
}

// Copies the living into a new table; as large again when it is removed entries that filled the old one.
void Registry::grow() {
    const Table* old = table_.load();
    std::size_t living = 0;
    for (std::size_t slot = 0; old && slot < old->slots.size(); ++slot) {
        const void* there = old->slots[slot].load();
        living += there && there != removed;
    }
    std::size_t size = first_size;
    while (size < living * 4) size *= 2;
    auto fresh = std::make_unique<Table>(size);
    for (std::size_t slot = 0; old && slot < old->slots.size(); ++slot) {
        const void* there = old->slots[slot].load();
        if (!there || there == removed) continue;
        std::size_t to = place(there, size);
        while (fresh->slots[to].load()) to = (to + 1) & (size - 1);
        fresh->slots[to].store(there);
    }
    used_ = living;
    tables_.push_back(std::move(fresh));
    table_.store(tables_.back().get(), std::memory_order_release);
}

Registry& registry() noexcept {
    static Registry* const all = new Registry;  // outlives every static destructor of the host
    return *all;
}

Handle* find_handle(SQLHANDLE handle, Kind kind) noexcept {
    if (!registry().contains(handle)) return nullptr;
    auto* found = static_cast<Handle*>(handle);
    return found->kind == kind ? found : nullptr;
}

}  // namespace jsdodbc
