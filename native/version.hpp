#pragma once

namespace jsdodbc {

#ifndef JSDODBC_VERSION
#define JSDODBC_VERSION "0.1.0"
#endif
inline constexpr const char* library_version = JSDODBC_VERSION;
// SQL_DRIVER_VER wants ##.##.####
inline constexpr const char* message_prefix = "[jsdodbc][Jira Service Desk] ";

}  // namespace jsdodbc
