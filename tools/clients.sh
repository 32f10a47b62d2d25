#!/bin/sh
# Installs the applications that tests drive: tools/clients.sh PYTHON FOLDER
# Debian's by apt (as root); those of PyPI and npm, locked by hashes, go into FOLDER.
set -eu
python=$1 folder=$2

sh tools/need.sh iodbctest=iodbc php=php-cli /etc/php/8.2/mods-available/odbc.ini=php-odbc \
    /usr/lib/x86_64-linux-gnu/perl5/5.36/DBD/ODBC.pm=libdbd-odbc-perl tclsh=tcl \
    /usr/lib/tcltk/tdbcodbc1.1.5=tcl8.6-tdbc-odbc ruby=ruby \
    /usr/lib/x86_64-linux-gnu/ruby/vendor_ruby/3.1.0/odbc.so=ruby-odbc lua5.3=lua5.3 /usr/lib/x86_64-linux-gnu/lua/5.3/luasql/odbc.so=lua-sql-odbc \
    Rscript=r-base-core /usr/lib/R/site-library/RODBC=r-cran-rodbc ogr2ogr=gdal-bin \
    /usr/lib/postgresql/15/lib/ogr_fdw.so=postgresql-15-ogr-fdw valgrind=valgrind soffice=libreoffice-base \
    /usr/lib/libreoffice/program/libodbclo.so=libreoffice-base-drivers \
    /usr/lib/python3/dist-packages/uno.py=python3-uno node=nodejs npm=npm \
    /usr/include/node/node_api.h=libnode-dev

[ -x "$folder/bin/pip" ] || "$python" -m venv "$folder"
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
    --requirement requirements/clients.txt

# node's odbc is compiled against the headers of the node that is here.
cp requirements/node/package.json requirements/node/package-lock.json "$folder"
headers=$(dirname "$(dirname "$(command -v node)")")
(cd "$folder" && npm_config_build_from_source=true npm_config_nodedir="$headers" \
    npm ci --no-audit --no-fund >npm.log 2>&1) || { cat "$folder/npm.log" >&2; exit 1; }
