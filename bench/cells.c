/* Reads a whole result through ODBC and says how long that took:
   cells CONNECTION_STRING QUERY getdata|bound|block char|wchar|native
   Prints: rows columns nulls seconds_execute seconds_fetch */
#include <sql.h>
#include <sqlext.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WIDTH = 1200, BLOCK = 1000, MOST_COLUMNS = 64 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void check(SQLRETURN code, SQLSMALLINT kind, SQLHANDLE handle) {
    if (SQL_SUCCEEDED(code) || code == SQL_NO_DATA) return;
    SQLCHAR state[6], text[1024];
    SQLGetDiagRec(kind, handle, 1, state, NULL, text, sizeof text, NULL);
    fprintf(stderr, "%s %s\n", state, text);
    exit(1);
}

static SQLSMALLINT native_type(SQLHSTMT statement, SQLUSMALLINT column) {
    SQLSMALLINT type = 0;
    SQLDescribeCol(statement, column, NULL, 0, NULL, &type, NULL, NULL, NULL);
    switch (type) {
        case SQL_SMALLINT: case SQL_INTEGER: case SQL_BIGINT: return SQL_C_SBIGINT;
        case SQL_FLOAT: case SQL_DOUBLE: return SQL_C_DOUBLE;
        case SQL_TYPE_TIMESTAMP: return SQL_C_TYPE_TIMESTAMP;
        default: return SQL_C_CHAR;
    }
}

int main(int count, char **arguments) {
    if (count != 5) return 2;
    int getdata = !strcmp(arguments[3], "getdata"), block = !strcmp(arguments[3], "block");
    int native = !strcmp(arguments[4], "native"), wide = !strcmp(arguments[4], "wchar");
    SQLHENV environment;
    SQLHDBC connection;
    SQLHSTMT statement;
    SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment);
    SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, (SQLPOINTER)SQL_OV_ODBC3, 0);
    SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection);
    check(SQLDriverConnect(connection, NULL, (SQLCHAR *)arguments[1], SQL_NTS, NULL, 0, NULL, SQL_DRIVER_NOPROMPT),
          SQL_HANDLE_DBC, connection);
    SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement);

    for (int warm = 1; warm >= 0; --warm) { /* the first run warms caches, the second counts */
        SQLULEN rows_at_once = block ? BLOCK : 1, fetched = 0;
        SQLSetStmtAttr(statement, SQL_ATTR_ROW_ARRAY_SIZE, (SQLPOINTER)rows_at_once, 0);
        SQLSetStmtAttr(statement, SQL_ATTR_ROWS_FETCHED_PTR, &fetched, 0);
        double start = now();
        check(SQLExecDirect(statement, (SQLCHAR *)arguments[2], SQL_NTS), SQL_HANDLE_STMT, statement);
        double executed = now();
        SQLSMALLINT columns = 0;
        SQLNumResultCols(statement, &columns);
        SQLSMALLINT types[MOST_COLUMNS];
        static char *buffers[MOST_COLUMNS];
        static SQLLEN *lengths[MOST_COLUMNS];
        for (int c = 0; c < columns; ++c) {
            types[c] = native ? native_type(statement, c + 1) : wide ? SQL_C_WCHAR : SQL_C_CHAR;
            if (!buffers[c]) buffers[c] = malloc((size_t)WIDTH * BLOCK), lengths[c] = malloc(sizeof(SQLLEN) * BLOCK);
            if (!getdata) SQLBindCol(statement, c + 1, types[c], buffers[c], WIDTH, lengths[c]);
        }
        long rows = 0, nulls = 0;
        SQLRETURN code;
        while ((code = SQLFetch(statement)) != SQL_NO_DATA) {
            check(code, SQL_HANDLE_STMT, statement);
            rows += fetched;
            for (int c = 0; c < columns; ++c) {
                if (getdata) check(SQLGetData(statement, c + 1, types[c], buffers[c], WIDTH, lengths[c]), SQL_HANDLE_STMT, statement);
                for (SQLULEN r = 0; r < fetched; ++r) nulls += lengths[c][r] == SQL_NULL_DATA;
            }
        }
        double end = now();
        SQLFreeStmt(statement, SQL_CLOSE);
        SQLFreeStmt(statement, SQL_UNBIND);
        if (!warm) printf("%ld %d %ld %.6f %.6f\n", rows, columns, nulls, executed - start, end - executed);
    }
    SQLFreeHandle(SQL_HANDLE_STMT, statement);
    SQLDisconnect(connection);
    return 0;
}
