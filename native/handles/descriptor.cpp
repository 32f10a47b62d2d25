#include "handles/descriptor.hpp"

namespace jsdodbc {

void DescriptorRecord::set_concise_type(SQLSMALLINT concise) {
    concise_type = concise;
    type = concise;
    interval_code = 0;
    if (concise >= SQL_TYPE_DATE && concise <= SQL_TYPE_TIMESTAMP) {
        type = SQL_DATETIME;
        interval_code = static_cast<SQLSMALLINT>(concise - 90);
    } else if (concise >= SQL_INTERVAL_YEAR && concise <= SQL_INTERVAL_MINUTE_TO_SECOND) {
        type = SQL_INTERVAL;
        interval_code = static_cast<SQLSMALLINT>(concise - 100);
    }
}

DescriptorRecord& Descriptor::record(std::size_t number) {
    if (number == 0) return bookmark;
    if (records.size() < number) records.resize(number);
    return records[number - 1];
}

void Descriptor::copy_from(const Descriptor& other) {
    array_size = other.array_size;
    array_status = other.array_status;
    bind_offset = other.bind_offset;
    bind_type = other.bind_type;
    processed = other.processed;
    records = other.records;
    bookmark = other.bookmark;
}

void Descriptor::trim() {
    while (!records.empty() && !records.back().bound) records.pop_back();
}

}  // namespace jsdodbc
