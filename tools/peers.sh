#!/bin/sh
# Installs the servers of others that tests sign in at: tools/peers.sh FOLDER
# Debian's by apt (as root), a keyring and proxies among them; those of npm, locked by hashes, go into FOLDER.
set -eu
folder=$1

sh tools/need.sh node=nodejs npm=npm gnome-keyring-daemon=gnome-keyring dbus-run-session=dbus \
    /usr/sbin/nginx=nginx-light tinyproxy=tinyproxy-bin /usr/sbin/danted=dante-server
mkdir -p "$folder"
cp requirements/peers/package.json requirements/peers/package-lock.json "$folder"
(cd "$folder" && npm ci --no-audit --no-fund >npm.log 2>&1) || { cat "$folder/npm.log" >&2; exit 1; }
