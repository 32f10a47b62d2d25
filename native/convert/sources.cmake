# The sources of native/convert, relative to this folder.
set(JSDODBC_CONVERT_SOURCES
    binary.cpp
    c_types.cpp
    datetime.cpp
    decimal.cpp
    interval.cpp
    interval_text.cpp
    numbers.cpp
    parameters.cpp
    parameter_values.cpp
    pieces.cpp
    put.cpp
    rows.cpp
    text.cpp)
list(TRANSFORM JSDODBC_CONVERT_SOURCES PREPEND ${CMAKE_CURRENT_LIST_DIR}/)
