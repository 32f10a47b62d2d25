// The ODBC headers of the platform: unixODBC's, or those of the Windows SDK. Everything they declare is exported.
#pragma once

#define SQL_NOUNICODEMAP
#ifdef _WIN32
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#endif

#pragma GCC visibility push(default)
#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>
#pragma GCC visibility pop

// Older headers lack these of ODBC 3.8.
#ifndef SQL_ATTR_ANSI_APP
#define SQL_ATTR_ANSI_APP 115
#endif
#ifndef SQL_OV_ODBC3_80
#define SQL_OV_ODBC3_80 380UL
#endif
#ifndef SQL_PARAM_OUTPUT_STREAM
#define SQL_PARAM_INPUT_OUTPUT_STREAM 8
#define SQL_PARAM_OUTPUT_STREAM 16
#endif

// The last argument of SQLColAttribute, which 32-bit Windows declares otherwise.
#if defined(_WIN32) && !defined(_WIN64)
using NumericAttribute = SQLPOINTER;
#else
using NumericAttribute = SQLLEN*;
#endif
