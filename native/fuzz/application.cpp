#include "fuzz/application.hpp"

namespace jsdodbc::fuzz {

Application::Application(Input& from) : input(from) {
    allocate(SQL_HANDLE_ENV);
    SQLSetEnvAttr(handles_.front().handle, SQL_ATTR_ODBC_VERSION,
                  reinterpret_cast<SQLPOINTER>(input.PickValueInArray<SQLLEN>({3, 2, 380})), 0);
    allocate(SQL_HANDLE_DBC);
    char text[] = "URL=https://site.example";
    SQLDriverConnect(connection(), nullptr, reinterpret_cast<SQLCHAR*>(text), SQL_NTS, nullptr, 0, nullptr,
                     SQL_DRIVER_NOPROMPT);
    allocate(SQL_HANDLE_STMT);
}

// Waits for what runs asynchronously: it uses the application's memory.
Application::~Application() {
    for (const Owned& owned : handles_) {
        SQLRETURN code;
        while (SQLCompleteAsync(owned.kind, owned.handle, &code) == SQL_STILL_EXECUTING) {
        }
    }
    for (const SQLSMALLINT kind : {SQL_HANDLE_STMT, SQL_HANDLE_DESC, SQL_HANDLE_DBC, SQL_HANDLE_ENV}) {
        for (const Owned& owned : handles_) {
            if (owned.kind != kind) continue;
            if (kind == SQL_HANDLE_DBC) SQLDisconnect(owned.handle);
            SQLFreeHandle(kind, owned.handle);
        }
    }
}

SQLHANDLE Application::handle(SQLSMALLINT kind) {
    std::vector<SQLHANDLE> fitting;
    for (const Owned& owned : handles_) {
        if (owned.kind == kind) fitting.push_back(owned.handle);
    }
    if (fitting.empty() || input.ConsumeIntegralInRange(0, 63) == 63) {
        return input.ConsumeBool() ? SQL_NULL_HANDLE : handles_.front().handle;
    }
    return fitting[fitting.size() - 1 - input.ConsumeIntegralInRange<std::size_t>(0, fitting.size() - 1)];
}

void Application::allocate(SQLSMALLINT kind) {
    if (handles_.size() > 12) return;
    const SQLHANDLE parent = kind == SQL_HANDLE_ENV   ? SQL_NULL_HANDLE
                             : kind == SQL_HANDLE_DBC ? handle(SQL_HANDLE_ENV)
                                                      : connection();
    SQLHANDLE made = nullptr;
    if (SQL_SUCCEEDED(SQLAllocHandle(kind, parent, &made))) handles_.push_back({kind, made});
}

SQLHDESC Application::descriptor() {
    static constexpr SQLINTEGER implicit[] = {SQL_ATTR_APP_ROW_DESC, SQL_ATTR_APP_PARAM_DESC, SQL_ATTR_IMP_ROW_DESC,
                                              SQL_ATTR_IMP_PARAM_DESC};
    const int which = input.ConsumeIntegralInRange(0, 5);
    if (which > 3) return handle(SQL_HANDLE_DESC);
    SQLHDESC found = nullptr;
    SQLGetStmtAttr(statement(), implicit[which], &found, 0, nullptr);
    return found;
}

char* Application::keep(std::size_t size) {
    memory_.push_back(std::make_unique<char[]>(size));
    return memory_.back().get();
}

// What an application left in its arrays of lengths: values of theirs are never longer than their buffers.
SQLLEN* Application::lengths() {
    constexpr std::size_t bytes = largest_offset + largest_array * (largest_row + sizeof(SQLLEN));
    auto* array = reinterpret_cast<SQLLEN*>(keep(bytes));
    const SQLLEN length = input.length(64);
    for (std::size_t index = 0; index < bytes / sizeof(SQLLEN); ++index) array[index] = length;
    return array;
}

SQLUSMALLINT* Application::statuses() {
    return reinterpret_cast<SQLUSMALLINT*>(keep(largest_array * sizeof(SQLUSMALLINT)));
}

SQLLEN* Application::offset() {
    auto* offset = reinterpret_cast<SQLLEN*>(keep(sizeof(SQLLEN)));
    *offset =
        input.ConsumeIntegralInRange<SQLLEN>(0, largest_offset / sizeof(SQLLEN)) * static_cast<SQLLEN>(sizeof(SQLLEN));
    return offset;
}

SQLULEN* Application::count() {
    auto* count = reinterpret_cast<SQLULEN*>(keep(sizeof(SQLULEN) * 2));
    *count = input.ConsumeIntegralInRange<SQLULEN>(0, 30);
    return count;
}

Argument Application::text(unsigned width) {
    static constexpr const char* usual[] = {"SELECT * FROM Issues WHERE a = ?", "%", "",
                                            "URL=https://site.example;a={b}", "Driver={jsdodbc};DSN=none"};
    const auto which = input.ConsumeIntegralInRange<std::size_t>(0, 7);
    const std::string characters = which < std::size(usual) ? usual[which] : input.ConsumeRandomLengthString(40);
    if (which == 7 && input.ConsumeIntegralInRange(0, 3) == 3) return {nullptr, small()};
    const SQLSMALLINT length = input.ConsumeBool() ? static_cast<SQLSMALLINT>(SQL_NTS)
                               : input.ConsumeIntegralInRange(0, 7) == 7
                                   ? input.ConsumeIntegralInRange<SQLSMALLINT>(-32768, 0)
                                   : static_cast<SQLSMALLINT>(characters.size());
    const std::size_t terminators = length == SQL_NTS ? 1 : 0;
    char* at = keep((characters.size() + terminators) * width);
    for (std::size_t index = 0; index < characters.size(); ++index) {
        at[index * width] = characters[index];
        if (width == 2 && which == 6)
            at[index * 2 + 1] = static_cast<char>(0xD8 + index % 8);  // lone and paired halves
    }
    return {at, length};
}

Application::Room Application::room(unsigned width) {
    const auto size =
        static_cast<SQLSMALLINT>(input.ConsumeIntegralInRange(0, 7) == 7 ? input.ConsumeIntegralInRange(-32768, 0)
                                                                         : input.ConsumeIntegralInRange(0, 60));
    if (input.ConsumeIntegralInRange(0, 15) == 15) return {nullptr, size};
    return {keep(size > 0 ? static_cast<std::size_t>(size) * width : 0), size};
}

}  // namespace jsdodbc::fuzz
