#!/bin/sh
# A Chromium for the browser tests: the system's if there is one, Debian's by apt as root, else Playwright's.
set -eu
bin=$1
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Chromium from Debian …"
    apt-get update -qq >/dev/null 2>&1 || true
    if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1; then exit 0; fi
fi
echo "Chromium from Playwright …"
"$bin/playwright" install chromium
