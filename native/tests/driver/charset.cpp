// Applications whose narrow text is not UTF-8.
#include "session.hpp"

using namespace jsdodbc::test;

namespace {

const char zurich[] = "echo 'Z\xFCrich'";

}  // namespace

TEST(narrow_text_is_in_the_charset_of_the_connection) {
    Session session(SQL_OV_ODBC3, ";Charset=ISO-8859-1");
    CHECK_EQUAL(session.connected, SQL_SUCCESS, session.connection_state());
    SQLCHAR native[60] = {};
    SQLINTEGER length = 0;
    SQLNativeSql(session.connection, characters(zurich), SQL_NTS, native, sizeof native, &length);
    CHECK_EQUAL(std::string(reinterpret_cast<char*>(native)).find("\xC3"), std::string::npos, "there and back");
    CHECK(std::string(reinterpret_cast<char*>(native)).find("Z\xFCrich") != std::string::npos, "the text itself");
    SQLCHAR text[] = "Z\xFCrich";
    SQLLEN size = SQL_NTS;
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, 100, 0, text, sizeof text, &size);
    CHECK_EQUAL(session.run("echo ?"), SQL_SUCCESS, session.state());
    SQLFetch(session.statement);
    CHECK_EQUAL(session.text(1), std::string("12|5:Z\xFCrich"), "a parameter and a column");
    session.close();
    CHECK_EQUAL(session.run("error 42S02 Es gibt keine T\xFCr."), SQL_ERROR, "diagnostics");
    CHECK(message_of(SQL_HANDLE_STMT, session.statement).find("T\xFCr") != std::string::npos, "diagnostics too");
}

TEST(the_other_connections_of_a_thread_stay_with_utf_8) {
    Session western(SQL_OV_ODBC3, ";Charset=ISO-8859-1"), plain;
    CHECK_EQUAL(western.run("error 42S02 T\xFCr"), SQL_ERROR, "one");
    CHECK_EQUAL(plain.run("error 42S02 T\xC3\xBCr"), SQL_ERROR, "the other");
    CHECK(message_of(SQL_HANDLE_STMT, plain.statement).find("T\xC3\xBCr") != std::string::npos, "UTF-8");
    CHECK(message_of(SQL_HANDLE_STMT, western.statement).find("T\xFCr") != std::string::npos, "ISO-8859-1");
}

TEST(a_charset_that_nobody_knows_is_refused) {
    Session session(SQL_OV_ODBC3, ";Charset=nonsense");
    CHECK_EQUAL(session.connected, SQL_ERROR, "refused");
    CHECK_EQUAL(session.connection_state(), std::string("HY024"), "and says why");
}

TEST(long_values_keep_their_characters_whole) {
    Session session(SQL_OV_ODBC3, ";Charset=SHIFT_JIS");
    std::string value = "a";  // so that every round size falls into a character
    while (value.size() < (std::size_t{3} << 20)) value += "\x93\x8C";
    SQLLEN later = SQL_DATA_AT_EXEC;
    SQLPOINTER token = nullptr;
    SQLBindParameter(session.statement, 1, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_LONGVARCHAR, 0, 0, &later, 0, &later);
    session.run("echo ?");
    CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_NEED_DATA, session.state());
    CHECK_EQUAL(SQLPutData(session.statement, value.data(), static_cast<SQLLEN>(value.size())), SQL_SUCCESS, "put");
    CHECK_EQUAL(SQLParamData(session.statement, &token), SQL_SUCCESS, session.state());
    SQLFetch(session.statement);
    SQLCHAR buffer[40] = {};
    SQLLEN length = 0;
    SQLGetData(session.statement, 1, SQL_C_CHAR, buffer, sizeof buffer, &length);
    const std::string told = reinterpret_cast<const char*>(buffer);
    CHECK_EQUAL(told.substr(told.find(':') + 1, 5), std::string("a\x93\x8C\x93\x8C"), "there and back");
    CHECK(length >= static_cast<SQLLEN>(value.size()), "all of it");
}
