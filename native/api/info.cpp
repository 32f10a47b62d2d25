// What the driver and the data source can do.
#include "api/entry.hpp"

#include <algorithm>

#include "wire/discovery.hpp"

namespace jsdodbc {
namespace {

// Functions of ODBC 3 that this library exports.
constexpr SQLUSMALLINT functions[] = {
    SQL_API_SQLALLOCHANDLE,      SQL_API_SQLBINDCOL,
    SQL_API_SQLBINDPARAMETER,    SQL_API_SQLBROWSECONNECT,
    SQL_API_SQLBULKOPERATIONS,   SQL_API_SQLCANCEL,
    SQL_API_SQLCLOSECURSOR,      SQL_API_SQLCOLATTRIBUTE,
    SQL_API_SQLCOLUMNPRIVILEGES, SQL_API_SQLCOLUMNS,
    SQL_API_SQLCOMPLETEASYNC,    SQL_API_SQLCONNECT,
    SQL_API_SQLCOPYDESC,         SQL_API_SQLDESCRIBECOL,
    SQL_API_SQLDESCRIBEPARAM,    SQL_API_SQLDISCONNECT,
    SQL_API_SQLDRIVERCONNECT,    SQL_API_SQLENDTRAN,
    SQL_API_SQLEXECDIRECT,       SQL_API_SQLEXECUTE,
    SQL_API_SQLEXTENDEDFETCH,    SQL_API_SQLFETCH,
    SQL_API_SQLFETCHSCROLL,      SQL_API_SQLFOREIGNKEYS,
    SQL_API_SQLFREEHANDLE,       SQL_API_SQLFREESTMT,
    SQL_API_SQLGETCONNECTATTR,   SQL_API_SQLGETCURSORNAME,
    SQL_API_SQLGETDATA,          SQL_API_SQLGETDESCFIELD,
    SQL_API_SQLGETDESCREC,       SQL_API_SQLGETDIAGFIELD,
    SQL_API_SQLGETDIAGREC,       SQL_API_SQLGETENVATTR,
    SQL_API_SQLGETFUNCTIONS,     SQL_API_SQLGETINFO,
    SQL_API_SQLGETSTMTATTR,      SQL_API_SQLGETTYPEINFO,
    SQL_API_SQLMORERESULTS,      SQL_API_SQLNATIVESQL,
    SQL_API_SQLNUMPARAMS,        SQL_API_SQLNUMRESULTCOLS,
    SQL_API_SQLPARAMDATA,        SQL_API_SQLPREPARE,
    SQL_API_SQLPRIMARYKEYS,      SQL_API_SQLPROCEDURECOLUMNS,
    SQL_API_SQLPROCEDURES,       SQL_API_SQLPUTDATA,
    SQL_API_SQLROWCOUNT,         SQL_API_SQLSETCONNECTATTR,
    SQL_API_SQLSETCURSORNAME,    SQL_API_SQLSETDESCFIELD,
    SQL_API_SQLSETDESCREC,       SQL_API_SQLSETENVATTR,
    SQL_API_SQLSETPOS,           SQL_API_SQLSETSTMTATTR,
    SQL_API_SQLSPECIALCOLUMNS,   SQL_API_SQLSTATISTICS,
    SQL_API_SQLTABLEPRIVILEGES,  SQL_API_SQLTABLES,
#ifdef SQL_API_SQLCANCELHANDLE
    SQL_API_SQLCANCELHANDLE,
#endif
};

bool has_function(SQLUSMALLINT function) noexcept {
    return std::find(std::begin(functions), std::end(functions), function) != std::end(functions);
}

SQLRETURN get_functions(SQLUSMALLINT function, SQLUSMALLINT* supported) {
    if (!supported) throw Failure("HY009");
    if (function == SQL_API_ODBC3_ALL_FUNCTIONS) {
        std::fill(supported, supported + SQL_API_ODBC3_ALL_FUNCTIONS_SIZE, SQLUSMALLINT{0});
        for (const SQLUSMALLINT id : functions) supported[id >> 4] |= static_cast<SQLUSMALLINT>(1u << (id & 15));
    } else if (function == SQL_API_ALL_FUNCTIONS) {
        for (SQLUSMALLINT id = 0; id < 100; ++id) supported[id] = has_function(id);
    } else if (function < 2000) {
        *supported = has_function(function);
    } else {
        throw Failure("HY095");
    }
    return SQL_SUCCESS;
}

std::string file_name(const std::string& path) {
    const std::size_t separator = path.find_last_of("/\\");
    return separator == std::string::npos ? path : path.substr(separator + 1);
}

// What the library knows by itself, before there is a connection too.
std::optional<wire::InfoValue> driver_info(SQLUSMALLINT type) {
    switch (type) {
        case SQL_DRIVER_NAME: return file_name(wire::library_path());
        case SQL_DRIVER_ODBC_VER: return std::string("03.80");
        case SQL_GETDATA_EXTENSIONS:
            return static_cast<std::uint32_t>(SQL_GD_ANY_COLUMN | SQL_GD_ANY_ORDER | SQL_GD_BLOCK | SQL_GD_BOUND);
        default: return std::nullopt;
    }
}

// What it is told of the connection; the engine sent it when the connection was made.
wire::InfoValue connection_info(const Connection& connection, SQLUSMALLINT type) {
    if (connection.link != Link::connected) throw Failure("08003");
    if (type == SQL_DATA_SOURCE_NAME) return connection.data_source;
    const auto found = connection.info.find(type);
    if (found == connection.info.end()) throw Failure("HY096");
    return found->second;
}

SQLRETURN get_info(Connection& connection, SQLUSMALLINT type, const text::Output& output, SQLSMALLINT* length) {
    const std::optional<wire::InfoValue> known = driver_info(type);
    const wire::InfoValue value = known ? *known : connection_info(connection, type);
    if (const auto* text = std::get_if<std::string>(&value)) {
        put_text(connection.diagnostics, *text, output, length, true);
    } else if (const auto* small = std::get_if<std::uint16_t>(&value)) {
        put_value(output.buffer, SQLUSMALLINT{*small});
        put_value(length, SQLSMALLINT{sizeof(SQLUSMALLINT)});
    } else {
        put_value(output.buffer, SQLUINTEGER{std::get<std::uint32_t>(value)});
        put_value(length, SQLSMALLINT{sizeof(SQLUINTEGER)});
    }
    return SQL_SUCCESS;
}

SQLRETURN native_sql(Connection& connection, const std::optional<std::string>& sql, const text::Output& output,
                     SQLINTEGER* length) {
    if (connection.link != Link::connected) throw Failure("08003");
    if (!sql) throw Failure("HY009");
    const wire::Reply reply = connection.engine().request(wire::Message::native_sql, connection.number,
                                                          wire::encode_native_sql(*sql), connection.patience());
    wire::require(reply, wire::Message::text);
    put_text(connection.diagnostics, wire::Reader(reply.payload).text(), output, length);
    return SQL_SUCCESS;
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

extern "C" SQLRETURN SQL_API SQLGetInfo(SQLHDBC handle, SQLUSMALLINT type, SQLPOINTER value, SQLSMALLINT size,
                                        SQLSMALLINT* length) {
    return enter<Connection>(
        handle, [=](Connection& connection) { return get_info(connection, type, text::narrow(value, size), length); });
}

extern "C" SQLRETURN SQL_API SQLGetInfoW(SQLHDBC handle, SQLUSMALLINT type, SQLPOINTER value, SQLSMALLINT size,
                                         SQLSMALLINT* length) {
    return enter<Connection>(handle, [=](Connection& connection) {
        return get_info(connection, type, text::wide_in_bytes(value, size), length);
    });
}

extern "C" SQLRETURN SQL_API SQLGetFunctions(SQLHDBC handle, SQLUSMALLINT function, SQLUSMALLINT* supported) {
    return enter<Connection>(handle, [=](Connection&) { return get_functions(function, supported); });
}

extern "C" SQLRETURN SQL_API SQLNativeSql(SQLHDBC handle, SQLCHAR* sql, SQLINTEGER sql_length, SQLCHAR* out,
                                          SQLINTEGER size, SQLINTEGER* length) {
    return enter<Connection>(handle, [=](Connection& connection) {
        return native_sql(connection, text::from_narrow(sql, sql_length), text::narrow(out, size), length);
    });
}

extern "C" SQLRETURN SQL_API SQLNativeSqlW(SQLHDBC handle, SQLWCHAR* sql, SQLINTEGER sql_length, SQLWCHAR* out,
                                           SQLINTEGER size, SQLINTEGER* length) {
    return enter<Connection>(handle, [=](Connection& connection) {
        return native_sql(connection, text::from_wide(sql, sql_length), text::wide(out, size), length);
    });
}
