// Engine values (Arrow-layout column vectors) to SQL_C_* application buffers and back: appendix D of the ODBC
// Programmer's Reference. No handle, no descriptor, no socket: the caller passes pointers, gets findings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "../odbc.hpp"
#include "charset.hpp"

namespace jsdodbc::convert {

// Codes of docs/wire-protocol.md, "physical".
enum class Physical : std::uint8_t {
    boolean = 1,
    int16 = 2,
    int32 = 3,
    int64 = 4,
    float64 = 5,
    decimal128 = 6,
    utf8 = 7,
    binary = 8,
    date32 = 9,
    time64 = 10,
    timestamp = 11,
    nulls = 12,
};

// One column of one batch. The buffers stay the caller's and must be as long as layout_fits() demands; what the offsets
// say is checked here, cell by cell. scale: decimal digits of a decimal, of a time's or a timestamp's second.
struct ColumnVector {
    Physical physical = Physical::nulls;
    std::int16_t scale = 0;
    std::int16_t sql_type = 0;
    std::uint64_t column_size = 0;
    const std::uint8_t* validity = nullptr;  // null: no row is NULL
    const std::uint8_t* values = nullptr;    // fixed width layouts
    const std::int32_t* offsets = nullptr;   // utf8, binary: rows + 1
    const char* data = nullptr;
    std::int64_t data_size = 0;
    std::int64_t rows = 0;
};

// True when buffers of these sizes in bytes can hold `rows` values of the layout (validity_bytes 0: no NULLs).
[[nodiscard]] bool layout_fits(Physical physical, std::int64_t rows, std::uint64_t validity_bytes,
                               std::uint64_t offsets_bytes, std::uint64_t data_bytes);

// Where values go. Any pointer may be null and all may be misaligned. octet_length and indicator may be the same.
struct Target {
    SQLSMALLINT c_type = SQL_C_DEFAULT;
    SQLSMALLINT precision = 0;  // SQL_C_NUMERIC: 0 is 38. Intervals: of the second, 0 is 6
    SQLSMALLINT scale = 0;      // SQL_C_NUMERIC
    void* value = nullptr;
    SQLLEN buffer_length = 0;  // bytes of one element
    SQLLEN* octet_length = nullptr;
    SQLLEN* indicator = nullptr;
    std::size_t value_stride = 0;  // bytes from one row's value to the next
    std::size_t length_stride = 0;
    unsigned wide_char_bytes = sizeof(SQLWCHAR);  // 2: UTF-16, 4: UTF-32
    SQLULEN max_length = 0;                       // SQL_ATTR_MAX_LENGTH in bytes, 0: no limit
    SQLSMALLINT leading_precision = 0;            // SQL_DESC_DATETIME_INTERVAL_PRECISION, 0: as many digits as fit
    const Charset* charset = nullptr;             // of SQL_C_CHAR, null: UTF-8
};

// What there is to say about one cell: row counts from 0 at the first row of the call.
struct Finding {
    std::int64_t row = 0;
    char sqlstate[6] = "00000";
    bool error = false;  // false: a warning, the value was delivered
};

// Converts rows first_row … first_row + count - 1 of one bound column; element i of the target is row first_row + i.
// An erroneous cell leaves its element alone and the others are still delivered.
void to_rows(const ColumnVector& column, std::int64_t first_row, std::int64_t count, const Target& target,
             std::vector<Finding>& findings);

// Where a SQLGetData of one column of one row has come to. A fresh one for each row and column.
struct PieceState {
    bool started = false;
    bool finished = false;
    SQLSMALLINT c_type = 0;
    std::int64_t source_offset = 0;  // bytes of the source already turned into units
    std::int64_t remaining = 0;      // bytes of the target type not delivered yet
    std::uint8_t pending[8] = {};    // converted, not delivered: the other half of a pair or a sequence
    std::uint8_t pending_size = 0;
    std::string encoded;  // the whole text, where SQL_C_CHAR is not UTF-8
    bool replaced = false;
};

// SQLGetData. SQL_SUCCESS, SQL_SUCCESS_WITH_INFO or SQL_ERROR (finding tells why), SQL_NO_DATA after the end. Character
// and binary targets come in pieces, each filling its buffer to the last unit, because pyodbc and .NET reckon with
// that. A character or binary target with buffer_length 0 is told the size that remains (01004) and nothing moves.
[[nodiscard]] SQLRETURN to_piece(const ColumnVector& column, std::int64_t row, const Target& target, PieceState& state,
                                 Finding& finding);

// The C type of SQL_C_DEFAULT; SQL_C_CHAR for a SQL type that is not known.
[[nodiscard]] SQLSMALLINT default_c_type(SQLSMALLINT sql_type, bool is_unsigned);
// Bytes of a C type; 0: character and binary, SQL_C_DEFAULT, unknown.
[[nodiscard]] SQLLEN c_type_size(SQLSMALLINT c_type);
[[nodiscard]] bool is_c_type(SQLSMALLINT c_type);
// The codes of ODBC 2 and SQL_UNKNOWN_TYPE too.
[[nodiscard]] bool is_sql_type(SQLSMALLINT sql_type);
// Whether appendix D has the conversion (conversions.hpp); true for SQL types that it doesn't know.
[[nodiscard]] bool can_read(SQLSMALLINT sql_type, SQLSMALLINT c_type);
[[nodiscard]] bool can_bind(SQLSMALLINT c_type, SQLSMALLINT sql_type);

// One bound parameter. precision and scale are those of the SQL type (the IPD's); 0 precision and 0 column_size:
// unchecked. c_precision and c_scale are those of the C type (the APD's): digits of an interval's second (0: 6), and of
// a SQL_C_NUMERIC when `described`; otherwise the structure's own scale counts.
struct Source {
    SQLSMALLINT c_type = SQL_C_DEFAULT;
    SQLSMALLINT sql_type = 0;
    SQLSMALLINT precision = 0;
    SQLSMALLINT scale = 0;
    bool described = false;
    SQLSMALLINT c_precision = 0;
    SQLSMALLINT c_scale = 0;
    const void* value = nullptr;
    SQLLEN buffer_length = 0;
    const SQLLEN* octet_length = nullptr;
    const SQLLEN* indicator = nullptr;
    unsigned wide_char_bytes = sizeof(SQLWCHAR);
    const Charset* charset = nullptr;  // of SQL_C_CHAR, null: UTF-8
    SQLULEN column_size = 0;           // characters or bytes, character and binary SQL types only
};

// Appends the tagged parameter value of docs/wire-protocol.md. False: nothing was appended and finding tells why.
// Data-at-execution lengths are the caller's to act on; here they are HY090.
[[nodiscard]] bool encode_parameter(const Source& source, std::string& wire_out, Finding& finding);

// A parameter that SQLPutData brings in pieces. A long one goes to the engine in portions, as the pieces come.
struct PutBuffer {
    std::string bytes;  // what came and was not taken as a portion
    bool is_null = false;
    bool is_default = false;
    int pieces = 0;

    std::uint32_t number = 0;      // what the engine keeps the portions under; 0: there was none
    std::uint64_t taken = 0;       // bytes of all portions
    std::uint64_t characters = 0;  // or bytes, of a binary value: what SQL_DESC_LENGTH counts
    Finding refused;               // why no more portions are taken
};

// Bytes that a value has when a portion of it is due.
inline constexpr std::size_t portion_bytes = std::size_t{1} << 20;

// One SQLPutData: HY019 (a fixed type in pieces), HY020 (NULL in pieces), HY090, HY009. `full` is called whenever the
// buffer holds portion_bytes, for take_portion to empty it; without one the buffer grows.
[[nodiscard]] bool put_piece(PutBuffer& buffer, SQLSMALLINT c_type, SQLSMALLINT sql_type, const void* value,
                             SQLLEN length, unsigned wide_char_bytes, Finding& finding,
                             const std::function<void()>& full = {});
// Whether values of these types may be sent in portions: text as text, bytes as bytes.
[[nodiscard]] bool goes_in_portions(const Source& source);
// Moves the buffer's whole characters or bytes to `portion`, in the wire's form. The last one takes what is left.
// False: the value can't be sent, buffer.refused tells why, and what comes of it is dropped.
[[nodiscard]] bool take_portion(PutBuffer& buffer, const Source& source, bool last, std::string& portion);
// encode_parameter of what came, or word of the portions; of source only types, precision, scale, column_size and
// wide_char_bytes are read.
[[nodiscard]] bool encode_put(const PutBuffer& buffer, const Source& source, std::string& wire_out, Finding& finding);

// An output parameter: reads one tagged value at cursor, moves cursor behind it and converts it into element 0 of the
// target. False with an error: malformed (08S01; cursor is then of no use) or not convertible (cursor is behind the
// value).
[[nodiscard]] bool decode_parameter(const std::uint8_t*& cursor, const std::uint8_t* end, const Target& target,
                                    Finding& finding);

}  // namespace jsdodbc::convert
