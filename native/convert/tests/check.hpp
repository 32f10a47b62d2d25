// A test is a function that registers itself; a check that fails says where and what, and the run goes on.
#pragma once

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace jsdodbc::test {

struct Test {
    const char* name;
    void (*run)();
};

std::vector<Test>& tests();
int& failures();
int& checks();

struct Registered {
    Registered(const char* name, void (*run)()) { tests().push_back({name, run}); }
};

template <class Left, class Right>
void check_equal(const Left& got, const Right& wanted, const std::string& what, const char* file, int line) {
    ++checks();
    if (got == wanted) {
        return;
    }
    ++failures();
    std::cout << file << ":" << line << ": " << what << ": got <" << got << ">, wanted <" << wanted << ">\n";
}

}  // namespace jsdodbc::test

#define TEST(name)                                                         \
    static void name();                                                    \
    static const jsdodbc::test::Registered registered_##name(#name, name); \
    static void name()

#define CHECK_EQUAL(got, wanted, what) jsdodbc::test::check_equal(got, wanted, what, __FILE__, __LINE__)
#define CHECK(condition, what) jsdodbc::test::check_equal(static_cast<bool>(condition), true, what, __FILE__, __LINE__)
