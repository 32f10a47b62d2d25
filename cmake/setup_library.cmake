# The set-up library: what administrators of data sources load, beside the driver and without it.

set(JSDODBC_SETUP_SOURCES
    convert/charset.cpp
    convert/text.cpp
    diagnostics/failure.cpp
    diagnostics/sqlstates.cpp
    text/text.cpp
    setup/attributes.cpp
    setup/config_driver.cpp
    setup/config_dsn.cpp
    setup/properties.cpp)
if(WIN32)
  list(APPEND JSDODBC_SETUP_SOURCES convert/charset_windows.cpp text/wide_windows.cpp setup/installer_windows.cpp)
else()
  list(APPEND JSDODBC_SETUP_SOURCES convert/charset_posix.cpp text/wide_posix.cpp setup/get_properties.cpp setup/installer_posix.cpp)
endif()
list(TRANSFORM JSDODBC_SETUP_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/native/)

add_library(jsdodbcS ${JSDODBC_LOADABLE} ${JSDODBC_SETUP_SOURCES})
target_include_directories(jsdodbcS PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/native)
target_compile_options(jsdodbcS PRIVATE $<TARGET_PROPERTY:jsdodbc_objects,INTERFACE_COMPILE_OPTIONS>
                                        -fvisibility=hidden -fvisibility-inlines-hidden)
target_link_options(jsdodbcS PRIVATE $<TARGET_PROPERTY:jsdodbc_objects,INTERFACE_LINK_OPTIONS>)
target_link_libraries(jsdodbcS PRIVATE ${CMAKE_DL_LIBS} $<TARGET_PROPERTY:jsdodbc_objects,INTERFACE_LINK_LIBRARIES>)
if(WIN32)
  set_target_properties(jsdodbcS PROPERTIES PREFIX "")
  target_sources(jsdodbcS PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/cmake/setup_exports.def)
  target_link_options(jsdodbcS PRIVATE -static -Wl,--enable-stdcall-fixup)
elseif(APPLE)
  set_target_properties(jsdodbcS PROPERTIES PREFIX lib SUFFIX .so)
else()
  set(exports ${CMAKE_CURRENT_SOURCE_DIR}/cmake/setup_exports.map)
  set_target_properties(jsdodbcS PROPERTIES PREFIX lib LINK_DEPENDS ${exports})
  target_link_options(jsdodbcS PRIVATE -Wl,-Bsymbolic -Wl,--version-script=${exports})
  if(NOT SANITIZE)
    target_link_options(jsdodbcS PRIVATE -static-libstdc++ -static-libgcc -Wl,-z,defs)
  endif()
endif()
