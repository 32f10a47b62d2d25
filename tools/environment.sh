#!/bin/sh
# Makes the virtual environment and puts the locked dependencies into it: tools/environment.sh PYTHON FOLDER
set -eu
python=$1 folder=$2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "$python is older than Python 3.11. Say which to take: make PYTHON=/path/to/python3.11" >&2
    exit 1
}
"$python" -c 'import ensurepip' 2>/dev/null || sh tools/need.sh "/no/ensurepip=python3-venv"
[ -x "$folder/bin/pip" ] || "$python" -m venv "$folder"
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
    --requirement requirements/runtime.txt --requirement requirements/dev.txt
# The package as it lies in src/; the native library is built beside it by CMake, not by pip.
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation \
    --config-settings wheel.cmake=false --config-settings editable.mode=inplace --editable .
