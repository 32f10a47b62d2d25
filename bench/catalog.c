/* Reads SQLTables and SQLColumns of everything, each cell by SQLGetData, again and again.
   catalog CONNECTION-STRING TIMES: a line a time of tables, columns, cells and the seconds both took. */
#include <sql.h>
#include <sqlext.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void check(SQLRETURN code, SQLSMALLINT type, SQLHANDLE handle) {
    SQLCHAR state[6], text[2000];
    if (SQL_SUCCEEDED(code)) return;
    SQLGetDiagRec(type, handle, 1, state, NULL, text, sizeof text, NULL);
    fprintf(stderr, "%s %s\n", state, text);
    exit(1);
}

static long read_all(SQLHSTMT statement, long *cells) {
    static char buffer[4096];
    SQLSMALLINT columns, column;
    SQLLEN length;
    long rows = 0;
    check(SQLNumResultCols(statement, &columns), SQL_HANDLE_STMT, statement);
    while (SQL_SUCCEEDED(SQLFetch(statement))) {
        for (column = 1; column <= columns; ++column, ++*cells) {
            check(SQLGetData(statement, column, SQL_C_CHAR, buffer, sizeof buffer, &length), SQL_HANDLE_STMT, statement);
        }
        ++rows;
    }
    check(SQLFreeStmt(statement, SQL_CLOSE), SQL_HANDLE_STMT, statement);
    return rows;
}

int main(int count, char **arguments) {
    SQLHENV environment;
    SQLHDBC connection;
    SQLHSTMT statement;
    if (count != 3) return 2;
    SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment);
    SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, (SQLPOINTER)SQL_OV_ODBC3, 0);
    SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection);
    check(SQLDriverConnect(connection, NULL, (SQLCHAR *)arguments[1], SQL_NTS, NULL, 0, NULL, SQL_DRIVER_NOPROMPT),
          SQL_HANDLE_DBC, connection);
    check(SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement), SQL_HANDLE_DBC, connection);
    check(SQLExecDirect(statement, (SQLCHAR *)"SELECT 1", SQL_NTS), SQL_HANDLE_STMT, statement); /* all is loaded */
    check(SQLFreeStmt(statement, SQL_CLOSE), SQL_HANDLE_STMT, statement);
    for (int times = atoi(arguments[2]); times > 0; --times) {
        long cells = 0;
        double start = now();
        check(SQLTables(statement, NULL, 0, NULL, 0, NULL, 0, NULL, 0), SQL_HANDLE_STMT, statement);
        long tables = read_all(statement, &cells);
        check(SQLColumns(statement, NULL, 0, NULL, 0, NULL, 0, NULL, 0), SQL_HANDLE_STMT, statement);
        long columns = read_all(statement, &cells);
        printf("%ld %ld %ld %.6f\n", tables, columns, cells, now() - start);
    }
    SQLFreeHandle(SQL_HANDLE_STMT, statement);
    SQLDisconnect(connection);
    SQLFreeHandle(SQL_HANDLE_DBC, connection);
    SQLFreeHandle(SQL_HANDLE_ENV, environment);
    return 0;
}
