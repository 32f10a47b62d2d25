#!/bin/sh
# Makes sure that commands and headers are there: tools/need.sh WHAT=DEBIAN_PACKAGE …
# WHAT is a command, or a file when it holds a slash. As root the missing packages are installed by apt;
# otherwise one line says what to install.
set -eu

missing=""
for pair in "$@"; do
    what=${pair%=*} package=${pair##*=}
    case $what in
        */*) [ -e "$what" ] || missing="$missing $package" ;;
        *) command -v "$what" >/dev/null 2>&1 || missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    (apt-get -qq update && apt-get -qq install -y --no-install-recommends $missing) >/dev/null </dev/null && exit 0
    echo "apt-get could not install:$missing" >&2
    exit 1
fi
echo "Please install first: sudo apt-get install -y$missing" >&2
exit 1
