// The guard round every exported function, and the registry that it asks.
#include "api/entry.hpp"
#include "convert/tests/check.hpp"

#include <thread>

using namespace jsdodbc;

namespace {

SQLRETURN run(Environment& environment, void (*work)()) {
    return enter<Environment>(environment.handle(), [work](Environment&) -> SQLRETURN {
        work();
        return SQL_SUCCESS;
    });
}

std::string first_state(const Environment& environment) {
    const auto& records = environment.diagnostics.records();
    return records.empty() ? "" : records.front().sqlstate;
}

}  // namespace

TEST(guard_turns_every_exception_into_a_record) {
    Environment environment;
    CHECK_EQUAL(run(environment, [] { throw std::runtime_error("boom"); }), SQL_ERROR, "exception");
    CHECK_EQUAL(first_state(environment), std::string("HY000"), "exception");
    CHECK(environment.diagnostics.records().front().message.find("boom") != std::string::npos, "its text is told");
    CHECK_EQUAL(run(environment, [] { throw std::bad_alloc(); }), SQL_ERROR, "bad_alloc");
    CHECK_EQUAL(first_state(environment), std::string("HY001"), "bad_alloc");
    CHECK_EQUAL(run(environment, [] { throw 7; }), SQL_ERROR, "an int");
    CHECK_EQUAL(first_state(environment), std::string("HY000"), "an int");
    CHECK_EQUAL(run(environment, [] { throw Failure("24000"); }), SQL_ERROR, "failure");
    CHECK_EQUAL(first_state(environment), std::string("24000"), "failure");
    CHECK_EQUAL(run(environment, [] {}), SQL_SUCCESS, "and the next call is clean");
    CHECK_EQUAL(environment.diagnostics.records().size(), 0u, "and the next call is clean");
}

TEST(guard_unlocks_after_an_exception) {
    Environment environment;
    run(environment, [] { throw 1; });
    CHECK(environment.slot.mutex.try_lock(), "the mutex is free");
    environment.slot.mutex.unlock();
}

TEST(guard_refuses_foreign_handles) {
    const auto nothing = [](Environment&) -> SQLRETURN { return SQL_SUCCESS; };
    int stranger = 0;
    CHECK_EQUAL(enter<Environment>(nullptr, nothing), SQL_INVALID_HANDLE, "null");
    CHECK_EQUAL(enter<Environment>(&stranger, nothing), SQL_INVALID_HANDLE, "somebody else's memory");
    CHECK_EQUAL(enter<Environment>(reinterpret_cast<void*>(8), nothing), SQL_INVALID_HANDLE, "an unmapped address");
    auto environment = std::make_unique<Environment>();
    void* volatile handle = environment->handle();
    CHECK_EQUAL(enter<Connection>(handle, [](Connection&) -> SQLRETURN { return 0; }), SQL_INVALID_HANDLE,
                "another kind");
    CHECK_EQUAL(enter<Environment>(handle, nothing), SQL_SUCCESS, "ours");
    environment.reset();
    CHECK_EQUAL(enter<Environment>(handle, nothing), SQL_INVALID_HANDLE, "freed");
}

TEST(guard_makes_warnings_a_success_with_info) {
    Environment environment;
    const SQLRETURN code = enter<Environment>(environment.handle(), [](Environment& self) -> SQLRETURN {
        self.diagnostics.add("01004");
        return SQL_SUCCESS;
    });
    CHECK_EQUAL(code, SQL_SUCCESS_WITH_INFO, "warning");
}

TEST(registry_holds_many_and_uses_the_slots_of_the_freed_again) {
    std::vector<std::unique_ptr<Environment>> all;
    for (int round = 0; round < 5; ++round) {
        for (int index = 0; index < 1000; ++index) all.push_back(std::make_unique<Environment>());
        for (const auto& one : all) CHECK(find_slot(one->handle(), Kind::environment), "registered");
        std::vector<void*> gone;
        while (all.size() > 100) {
            gone.push_back(all.back()->handle());
            all.pop_back();
        }
        int found = 0;
        for (void* handle : gone) found += find_slot(handle, Kind::environment)->object.load() != nullptr;
        CHECK_EQUAL(found, 0, "the freed are unknown");
    }
}

TEST(registry_is_read_while_it_grows) {
    Environment fixed;
    std::atomic<bool> stop{false};
    std::atomic<int> missed{0};
    std::thread reader([&] {
        while (!stop) missed += !registry().contains(&fixed.slot);
    });
    for (int round = 0; round < 20; ++round) {
        std::vector<std::unique_ptr<Environment>> many;
        for (int index = 0; index < 2000; ++index) many.push_back(std::make_unique<Environment>());
    }
    stop = true;
    reader.join();
    CHECK_EQUAL(missed.load(), 0, "a living handle is always found");
}
