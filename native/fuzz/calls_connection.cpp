// Handles, connections, attributes, information, diagnostics.
#include "fuzz/application.hpp"

namespace jsdodbc::fuzz {
namespace {

SQLHANDLE any(Application& application, SQLSMALLINT& kind) {
    kind = application.input.ConsumeIntegralInRange<SQLSMALLINT>(SQL_HANDLE_ENV, SQL_HANDLE_DESC);
    return kind == SQL_HANDLE_DESC ? application.descriptor() : application.handle(kind);
}

void allocate(Application& application) {
    application.allocate(application.input.ConsumeIntegralInRange<SQLSMALLINT>(SQL_HANDLE_DBC, SQL_HANDLE_DESC));
}

void free_handle(Application& application) {
    SQLSMALLINT kind;
    const SQLHANDLE handle = any(application, kind);
    if (application.input.ConsumeIntegralInRange(0, 3) == 3) SQLFreeHandle(kind, handle);
}

void driver_connect(Application& application) {
    const Argument text = application.text(1);
    const auto out = application.room(1);
    SQLSMALLINT length;
    SQLDriverConnect(application.connection(), nullptr, text.narrow(), text.length, static_cast<SQLCHAR*>(out.at),
                     out.size, &length, static_cast<SQLUSMALLINT>(application.small()));
}

void driver_connect_wide(Application& application) {
    const Argument text = application.text(2);
    const auto out = application.room(2);
    SQLSMALLINT length;
    SQLDriverConnectW(application.connection(), nullptr, text.wide(), text.length, static_cast<SQLWCHAR*>(out.at),
                      out.size, &length, SQL_DRIVER_NOPROMPT);
}

void connect(Application& application) {
    const Argument dsn = application.text(1), user = application.text(1), password = application.text(1);
    SQLConnect(application.connection(), dsn.narrow(), dsn.length, user.narrow(), user.length, password.narrow(),
               password.length);
}

void browse(Application& application) {
    const Argument text = application.text(2);
    const auto out = application.room(2);
    SQLSMALLINT length;
    SQLBrowseConnectW(application.connection(), text.wide(), text.length, static_cast<SQLWCHAR*>(out.at), out.size,
                      &length);
}

void get_info(Application& application) {
    const auto out = application.room(2);
    char wide_enough[sizeof(SQLUINTEGER) * 2] = {};
    void* at = out.size < static_cast<SQLSMALLINT>(sizeof wide_enough) ? wide_enough : out.at;
    SQLSMALLINT length;
    const auto type = application.input.ConsumeBool() ? application.input.PickValueInArray<SQLUSMALLINT>({17, 23, 81})
                                                      : application.input.ConsumeIntegral<SQLUSMALLINT>();
    SQLGetInfo(application.connection(), type, at, out.size, &length);
    SQLGetInfoW(application.connection(), type, at, out.size, &length);
}

void functions(Application& application) {
    SQLUSMALLINT bits[SQL_API_ODBC3_ALL_FUNCTIONS_SIZE];
    SQLGetFunctions(application.connection(), application.input.ConsumeIntegral<SQLUSMALLINT>(), bits);
    SQLGetFunctions(application.connection(), SQL_API_ODBC3_ALL_FUNCTIONS, bits);
}

void native_sql(Application& application) {
    const Argument text = application.text(2);
    const auto out = application.room(2);
    SQLINTEGER length;
    SQLNativeSqlW(application.connection(), text.wide(), text.length, static_cast<SQLWCHAR*>(out.at), out.size,
                  &length);
}

// Numbers go to attributes that are numbers; any other gets a text, or a statement's pointer the room it needs.
void set_connection(Application& application) {
    static constexpr SQLINTEGER numbers[] = {SQL_ATTR_ACCESS_MODE,
                                             SQL_ATTR_AUTOCOMMIT,
                                             SQL_ATTR_CONNECTION_TIMEOUT,
                                             SQL_ATTR_METADATA_ID,
                                             SQL_ATTR_ODBC_CURSORS,
                                             SQL_ATTR_TXN_ISOLATION,
                                             SQL_ATTR_PACKET_SIZE,
                                             SQL_ATTR_QUIET_MODE,
                                             SQL_ATTR_TRANSLATE_OPTION,
                                             SQL_ATTR_ASYNC_ENABLE,
                                             SQL_ATTR_ASYNC_DBC_FUNCTIONS_ENABLE};
    static constexpr SQLINTEGER texts[] = {SQL_ATTR_CURRENT_CATALOG, SQL_ATTR_TRACEFILE, SQL_ATTR_TRANSLATE_LIB};
    Input& input = application.input;
    if (input.ConsumeBool()) {
        SQLSetConnectAttr(application.connection(), input.PickValueInArray(numbers), application.number(20), 0);
        return;
    }
    const bool wide = input.ConsumeBool();
    const Argument text = application.text(wide ? 2 : 1);
    const SQLINTEGER bytes = text.length > 0 && wide ? text.length * 2 : text.length;
    const auto set = wide ? SQLSetConnectAttrW : SQLSetConnectAttr;
    set(application.connection(), input.PickValueInArray(texts), text.at, bytes);
}

void get_connection(Application& application) {
    Input& input = application.input;
    const auto out = application.room(1);
    char wide_enough[sizeof(SQLULEN)] = {};
    void* at = out.size < static_cast<SQLSMALLINT>(sizeof wide_enough) ? wide_enough : out.at;
    const SQLINTEGER attribute =
        input.ConsumeBool() ? SQL_ATTR_CURRENT_CATALOG : input.ConsumeIntegralInRange(-3, 1300);
    SQLINTEGER length;
    const auto get = input.ConsumeBool() ? SQLGetConnectAttrW : SQLGetConnectAttr;
    get(application.connection(), attribute, at, out.size, &length);
}

void get_record(Application& application) {
    SQLSMALLINT kind, length;
    const SQLHANDLE handle = any(application, kind);
    SQLWCHAR state[6];
    SQLINTEGER native;
    const auto out = application.room(2);
    SQLGetDiagRecW(kind, handle, application.small(), state, &native, static_cast<SQLWCHAR*>(out.at), out.size,
                   &length);
    SQLCHAR narrow[6];
    SQLGetDiagRec(kind, handle, application.small(), narrow, &native, static_cast<SQLCHAR*>(out.at), out.size, &length);
}

void get_diagnostic(Application& application) {
    Input& input = application.input;
    SQLSMALLINT kind, length;
    const SQLHANDLE handle = any(application, kind);
    const auto out = application.room(1);
    char wide_enough[sizeof(SQLLEN)] = {};
    void* at = out.size < static_cast<SQLSMALLINT>(sizeof wide_enough) ? wide_enough : out.at;
    const SQLSMALLINT field =
        input.ConsumeBool() ? input.ConsumeIntegralInRange<SQLSMALLINT>(-1300, -1200) : application.small();
    const auto get = input.ConsumeBool() ? SQLGetDiagFieldW : SQLGetDiagField;
    get(kind, handle, application.small(), field, at, out.size, &length);
}

// Of either kind, while a function of its runs asynchronously or not.
void complete(Application& application) {
    SQLSMALLINT kind;
    const SQLHANDLE handle = any(application, kind);
    SQLRETURN code;
    SQLCompleteAsync(kind, handle, &code);
}

void cancel(Application& application) {
    SQLSMALLINT kind;
    const SQLHANDLE handle = any(application, kind);
    SQLCancelHandle(kind, handle);
}

}  // namespace

const std::vector<Call> connection_calls{
    allocate,
    free_handle,
    driver_connect,
    driver_connect_wide,
    connect,
    browse,
    get_info,
    functions,
    native_sql,
    set_connection,
    get_connection,
    get_record,
    get_diagnostic,
    complete,
    cancel,
    [](Application& application) { SQLDisconnect(application.connection()); },
    [](Application& application) { SQLEndTran(SQL_HANDLE_DBC, application.connection(), application.small()); },
};

}  // namespace jsdodbc::fuzz
