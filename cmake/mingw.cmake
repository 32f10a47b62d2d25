# Cross-building for Windows; included by mingw-x86_64.cmake and mingw-i686.cmake, which say which.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR ${MINGW_MACHINE})
set(CMAKE_CXX_COMPILER ${MINGW_MACHINE}-w64-mingw32-g++-posix)
set(CMAKE_FIND_ROOT_PATH /usr/${MINGW_MACHINE}-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)  # nothing of the compiler's has to lie beside the tests
set(CMAKE_CROSSCOMPILING_EMULATOR wine)
