# The sources of native/convert, relative to this folder.
set(JSDODBC_CONVERT_SOURCES
    binary.cpp
    c_types.cpp
    charset.cpp
    conversions.cpp
    datetime.cpp
    datetime_text.cpp
    decimal.cpp
    encode_datetime.cpp
    encode_number.cpp
    encode_text.cpp
    given.cpp
    interval.cpp
    interval_text.cpp
    numbers.cpp
    output.cpp
    parameters.cpp
    pieces.cpp
    portions.cpp
    put.cpp
    rows.cpp
    stream.cpp
    text.cpp)
if(WIN32)
  list(APPEND JSDODBC_CONVERT_SOURCES charset_windows.cpp)
else()
  list(APPEND JSDODBC_CONVERT_SOURCES charset_posix.cpp)
endif()
list(TRANSFORM JSDODBC_CONVERT_SOURCES PREPEND ${CMAKE_CURRENT_LIST_DIR}/)
