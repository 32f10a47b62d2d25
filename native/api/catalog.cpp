// The catalog functions. Each is one message to the engine, whose answer is a result set.
#include "api/entry.hpp"

namespace jsdodbc {
namespace {

enum class Function : std::uint16_t {
    tables = 1,
    columns = 2,
    primary_keys = 3,
    foreign_keys = 4,
    statistics = 5,
    special_columns = 6,
    procedures = 7,
    procedure_columns = 8,
    type_info = 9,
    table_privileges = 10,
    column_privileges = 11,
};

using Texts = std::vector<std::optional<std::string>>;

SQLRETURN ask(Statement& statement, Function function, const Texts& texts,
              const std::vector<std::int32_t>& integers = {}) {
    statement.require(Operation::catalog);
    statement.prepared = false;
    statement.parameters.reset();
    statement.prepared_columns.clear();
    statement.close_cursor();
    const bool metadata_id = statement.attributes.metadata_id == SQL_TRUE;
    const std::string payload = wire::encode_catalog({statement.connection.number, static_cast<std::uint16_t>(function),
                                                      texts, integers, metadata_id, statement.options()});
    statement.opened(statement.execute(wire::Message::catalog, payload));
    return SQL_SUCCESS;
}

// A text argument of either width, with its length.
struct Name {
    Name(const SQLCHAR* text, SQLSMALLINT size) : narrow(text), length(size) {}
    Name(const SQLWCHAR* text, SQLSMALLINT size) : wide(text), length(size) {}
    std::optional<std::string> decoded() const {
        return wide ? text::from_wide(wide, length) : text::from_narrow(narrow, length);
    }
    const SQLCHAR* narrow = nullptr;
    const SQLWCHAR* wide = nullptr;
    SQLSMALLINT length;
};

SQLUSMALLINT number_of(Function function) noexcept {
    switch (function) {
        case Function::tables: return SQL_API_SQLTABLES;
        case Function::columns: return SQL_API_SQLCOLUMNS;
        case Function::primary_keys: return SQL_API_SQLPRIMARYKEYS;
        case Function::foreign_keys: return SQL_API_SQLFOREIGNKEYS;
        case Function::statistics: return SQL_API_SQLSTATISTICS;
        case Function::special_columns: return SQL_API_SQLSPECIALCOLUMNS;
        case Function::procedures: return SQL_API_SQLPROCEDURES;
        case Function::procedure_columns: return SQL_API_SQLPROCEDURECOLUMNS;
        case Function::type_info: return SQL_API_SQLGETTYPEINFO;
        case Function::table_privileges: return SQL_API_SQLTABLEPRIVILEGES;
        case Function::column_privileges: return SQL_API_SQLCOLUMNPRIVILEGES;
    }
    return 0;
}

// `check` throws when the integers are not what they may be.
template <class Check>
SQLRETURN call(SQLHSTMT handle, Function function, std::initializer_list<Name> names,
               std::vector<std::int32_t> integers, Check check) {
    const auto decode = [&] {
        check();
        Texts texts;
        for (const Name& name : names) texts.push_back(name.decoded());
        return texts;
    };
    return enter_long<Statement>(handle, number_of(function), decode, [=](Statement& statement, const Texts& texts) {
        return ask(statement, function, texts, integers);
    });
}

SQLRETURN call(SQLHSTMT handle, Function function, std::initializer_list<Name> names) {
    return call(handle, function, names, {}, [] {});
}

SQLRETURN statistics(SQLHSTMT handle, std::initializer_list<Name> names, SQLUSMALLINT unique, SQLUSMALLINT accuracy) {
    return call(handle, Function::statistics, names, {unique, accuracy}, [=] {
        if (unique > SQL_INDEX_ALL) throw Failure("HY100");
        if (accuracy > SQL_ENSURE) throw Failure("HY101");
    });
}

SQLRETURN special_columns(SQLHSTMT handle, std::initializer_list<Name> names, SQLUSMALLINT type, SQLUSMALLINT scope,
                          SQLUSMALLINT nullable) {
    return call(handle, Function::special_columns, names, {type, scope, nullable}, [=] {
        if (type != SQL_BEST_ROWID && type != SQL_ROWVER) throw Failure("HY097");
        if (scope > SQL_SCOPE_SESSION) throw Failure("HY098");
        if (nullable > SQL_NULLABLE) throw Failure("HY099");
    });
}

SQLRETURN type_info(SQLHSTMT handle, SQLSMALLINT type) {
    const bool old = type >= SQL_DATE && type <= SQL_TIMESTAMP;  // ODBC 2
    return call(handle, Function::type_info, {}, {old ? type - SQL_DATE + SQL_TYPE_DATE : type}, [] {});
}

}  // namespace
}  // namespace jsdodbc

using namespace jsdodbc;

// Every catalog function has a narrow and a wide form that differ in the character type alone.
#define JSDODBC_TEXT(name) Character *name, SQLSMALLINT name##_length
#define JSDODBC_NAME(name) \
    { name, name##_length }

#define Character SQLCHAR
#define JSDODBC_FORM(name) name
#include "api/catalog_forms.inc"
#undef Character
#undef JSDODBC_FORM
#define Character SQLWCHAR
#define JSDODBC_FORM(name) name##W
#include "api/catalog_forms.inc"
