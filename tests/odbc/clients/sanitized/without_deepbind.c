// PHP opens its extensions with RTLD_DEEPBIND, which the address sanitizer refuses: preloaded, this drops the flag.
#define _GNU_SOURCE
#include <dlfcn.h>

void *dlopen(const char *path, int mode) {
    void *(*next)(const char *, int) = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");
    return next(path, mode & ~RTLD_DEEPBIND);
}
