// Replies of an engine that follows the protocol, or doesn't: two bytes of message type, then the payload.
#include <cstdlib>

#include "fuzz/input.hpp"
#include "wire/batch.hpp"

using namespace jsdodbc;
using namespace jsdodbc::wire;

namespace {

void read_cells(const Batch& batch, std::size_t columns) {
    for (std::size_t index = 0; index < columns; ++index) {
        for (const SQLSMALLINT c_type : {SQL_C_CHAR, SQL_C_WCHAR, SQL_C_BINARY, SQL_C_NUMERIC, SQL_C_DOUBLE,
                                         SQL_C_TYPE_TIMESTAMP, SQL_C_INTERVAL_DAY_TO_SECOND, SQL_C_GUID}) {
            char value[40];
            SQLLEN length = 0;
            convert::Target target;
            target.c_type = c_type;
            target.value = value;
            target.buffer_length = sizeof value;
            target.octet_length = target.indicator = &length;
            std::vector<convert::Finding> findings;
            const std::int64_t rows = std::min<std::int64_t>(batch.rows(), 20);
            convert::to_rows(batch.column(index), 0, rows, target, findings);
        }
    }
}

// The columns of the golden frame: one of every layout.
std::vector<Column> every_layout() {
    std::vector<Column> columns(12);
    for (std::size_t index = 0; index < columns.size(); ++index) {
        columns[index].physical = static_cast<convert::Physical>(index + 1);
        columns[index].decimal_digits = 2;
    }
    return columns;
}

void read_batch(Reply reply) {
    const Message type = reply.type;
    const Batch batch(std::move(reply), every_layout(), type);
    if (batch.contains(batch.first()) != (batch.rows() > 0)) std::abort();
    read_cells(batch, 12);
}

void decode(Reply reply) {
    switch (reply.type) {
        case Message::connect_ok:
        case Message::connect_need_data: decode_connected(reply); break;
        case Message::prepared: decode_prepared(reply); break;
        case Message::executed: decode_executed(reply); break;
        case Message::batch:
        case Message::batch_at: read_batch(std::move(reply)); break;
        default: decode_ok(reply);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    std::uint16_t type;
    std::memcpy(&type, data, sizeof type);
    Reply reply{static_cast<Message>(type), {std::make_unique_for_overwrite<std::uint8_t[]>(size - 2), size - 2}};
    std::memcpy(reply.payload.bytes.get(), data + 2, size - 2);
    try {
        decode(std::move(reply));
    } catch (const Failure&) {  // a record for the application
    }
    return 0;
}
