#!/bin/sh
# Installs the servers of others that tests sign in at, and what records the way there: tools/peers.sh PYTHON FOLDER
# Debian's by apt (as root), a keyring and proxies among them; those of npm and PyPI, locked by hashes, go into FOLDER.
set -eu
python=$1 folder=$2

sh tools/need.sh node=nodejs npm=npm gnome-keyring-daemon=gnome-keyring dbus-run-session=dbus \
    /usr/sbin/nginx=nginx-light tinyproxy=tinyproxy-bin /usr/sbin/danted=dante-server \
    /usr/sbin/squid=squid stunnel4=stunnel4 \
    /usr/sbin/apache2=apache2 /usr/lib/apache2/modules/mod_auth_mellon.so=libapache2-mod-auth-mellon \
    keytool=default-jre-headless puttygen=putty-tools ssh-keygen=openssh-client \
    php=php-cli /usr/share/simplesamlphp/www=simplesamlphp \
    /usr/share/doc/php-xml=php-xml /usr/share/doc/php-mbstring=php-mbstring
mkdir -p "$folder"
cp requirements/peers/package.json requirements/peers/package-lock.json "$folder"
(cd "$folder" && npm ci --no-audit --no-fund >npm.log 2>&1) || { cat "$folder/npm.log" >&2; exit 1; }

[ -x "$folder/mitmproxy/bin/pip" ] || "$python" -m venv "$folder/mitmproxy"
"$folder/mitmproxy/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
    --requirement requirements/peers/mitmproxy.txt
