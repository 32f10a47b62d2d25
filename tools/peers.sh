#!/bin/sh
# Installs the servers of others that tests sign in at: tools/peers.sh FOLDER
# They are npm's, locked by hashes.
set -eu
folder=$1

sh tools/need.sh node=nodejs npm=npm
mkdir -p "$folder"
cp requirements/peers/package.json requirements/peers/package-lock.json "$folder"
(cd "$folder" && npm ci --no-audit --no-fund >npm.log 2>&1) || { cat "$folder/npm.log" >&2; exit 1; }
