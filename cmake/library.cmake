# The ODBC library, built from one set of objects that the unit tests link too.

set(JSDODBC_SOURCES
    diagnostics/failure.cpp
    diagnostics/odbc2_states.cpp
    diagnostics/sqlstates.cpp
    handles/asynchronous.cpp
    handles/connection.cpp
    handles/cursor_position.cpp
    handles/descriptor.cpp
    handles/handle.cpp
    handles/result.cpp
    handles/row_source.cpp
    handles/row_store.cpp
    handles/state.cpp
    handles/statement.cpp
    text/text.cpp
    wire/batch.cpp
    wire/channel.cpp
    wire/discovery.cpp
    wire/engine.cpp
    wire/frame.cpp
    wire/host.cpp
    wire/messages.cpp
    wire/requests.cpp
    api/attributes.cpp
    api/bind_parameter.cpp
    api/bookmarks.cpp
    api/catalog.cpp
    api/column_fields.cpp
    api/columns.cpp
    api/connect.cpp
    api/cursor_attributes.cpp
    api/cursor_names.cpp
    api/data_at_execution.cpp
    api/descriptor_fields.cpp
    api/diagnostics.cpp
    api/entry.cpp
    api/get_descriptor.cpp
    api/handles.cpp
    api/info.cpp
    api/not_implemented.cpp
    api/parameters.cpp
    api/positions.cpp
    api/reading.cpp
    api/results.cpp
    api/rowset.cpp
    api/set_descriptor.cpp
    api/statement.cpp
    api/statement_attributes.cpp)
if(WIN32)
  list(APPEND JSDODBC_SOURCES text/wide_windows.cpp wire/channel_windows.cpp wire/discovery_windows.cpp
       wire/host_windows.cpp wire/pipe_windows.cpp)
else()
  list(APPEND JSDODBC_SOURCES text/wide_posix.cpp wire/channel_posix.cpp wire/discovery_posix.cpp wire/host_posix.cpp)
endif()
list(TRANSFORM JSDODBC_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/native/)

add_library(jsdodbc_objects OBJECT ${JSDODBC_SOURCES} ${JSDODBC_CONVERT_SOURCES})
target_include_directories(jsdodbc_objects PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/native)
target_compile_options(jsdodbc_objects PUBLIC -Wall -Wextra -Wshadow PRIVATE -fvisibility=hidden
                                              -fvisibility-inlines-hidden)
if(SKBUILD_PROJECT_VERSION)
  target_compile_definitions(jsdodbc_objects PUBLIC JSDODBC_VERSION="${SKBUILD_PROJECT_VERSION}")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(jsdodbc_objects PUBLIC -Wno-restrict)  # GCC's bug 105651
endif()
if(APPLE)
  # zig has no libiconv: what it exports stands in cmake/macos; a Mac's own compiler finds its own first.
  target_link_options(jsdodbc_objects PUBLIC -L${CMAKE_CURRENT_SOURCE_DIR}/cmake/macos)
  target_link_libraries(jsdodbc_objects PUBLIC iconv)
endif()
if(WARNINGS_AS_ERRORS)
  target_compile_options(jsdodbc_objects PUBLIC -Werror)
endif()
if(SANITIZE)
  target_compile_options(jsdodbc_objects PUBLIC -fsanitize=${SANITIZE} -fno-sanitize-recover=all
                                                -fno-omit-frame-pointer -g)
  target_link_options(jsdodbc_objects PUBLIC -fsanitize=${SANITIZE})
endif()

if(FUZZ)
  target_compile_options(jsdodbc_objects PUBLIC -fsanitize=fuzzer-no-link,address,undefined -g
                                                -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
endif()

find_package(Threads REQUIRED)

add_library(jsdodbc ${JSDODBC_LOADABLE})
target_link_libraries(jsdodbc PRIVATE jsdodbc_objects Threads::Threads ${CMAKE_DL_LIBS})
if(WIN32)
  set_target_properties(jsdodbc PROPERTIES PREFIX "")
  target_sources(jsdodbc PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/cmake/exports.def)
  # Exports have no decoration, on 32-bit Windows too.
  target_link_options(jsdodbc PRIVATE -static -Wl,--enable-stdcall-fixup)
elseif(APPLE)
  set_target_properties(jsdodbc PROPERTIES PREFIX lib SUFFIX .so)  # what isn't to be seen is hidden as it is compiled
else()
  set_target_properties(jsdodbc PROPERTIES PREFIX lib LINK_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cmake/exports.map)
  target_link_options(jsdodbc PRIVATE -Wl,-Bsymbolic
                      -Wl,--version-script=${CMAKE_CURRENT_SOURCE_DIR}/cmake/exports.map)
  if(NOT SANITIZE)
    target_link_options(jsdodbc PRIVATE -static-libstdc++ -static-libgcc -Wl,-z,defs)
  endif()
endif()
