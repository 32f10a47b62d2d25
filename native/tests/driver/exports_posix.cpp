// What the built library exports.
#include <dlfcn.h>

#include "convert/tests/check.hpp"

TEST(the_library_exports_both_forms_of_every_text_function_and_nothing_else) {
    void* library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    CHECK(library, "loads");
    for (const std::string name :
         {"SQLDriverConnect", "SQLConnect",      "SQLBrowseConnect", "SQLPrepare",      "SQLExecDirect",
          "SQLDescribeCol",   "SQLColAttribute", "SQLTables",        "SQLColumns",      "SQLStatistics",
          "SQLGetTypeInfo",   "SQLGetInfo",      "SQLGetDiagRec",    "SQLGetDiagField", "SQLSetConnectAttr",
          "SQLGetStmtAttr",   "SQLGetDescField", "SQLGetDescRec",    "SQLNativeSql",    "SQLGetCursorName"}) {
        CHECK(dlsym(library, name.c_str()), name);
        CHECK(dlsym(library, (name + "W").c_str()), name + "W");
    }
    CHECK(!dlsym(library, "SQLAllocStmt"), "no functions of ODBC 2");
    dlclose(library);
}
