#!/bin/sh
# Writes every lock file anew: Python's with the hashes of all platforms, JavaScript's tried out from clean.
set -eu
. tools/say.sh

command -v uv >/dev/null 2>&1 || stop "Locking needs uv: python3 -m pip install uv"

lock() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --custom-compile-command "make lock" "$@"
}

lock requirements.in -o requirements.txt
lock requirements-dev.in -c requirements.txt -o requirements-dev.txt
lock requirements-node.in -o requirements-node.txt
lock bench/peers/requirements.in -o bench/peers/requirements.txt

# A registry that lacks one platform's package leaves it out of the lock in silence; only a clean `npm ci` tells.
npm install --package-lock-only --ignore-scripts --no-audit --no-fund
npm ci --ignore-scripts --no-audit --no-fund || stop "package-lock.json is not whole: pin an older version in package.json, then make lock"

npm install --package-lock-only --prefix tools/lighthouse --ignore-scripts --no-audit --no-fund
npm install --package-lock-only --prefix bench/peers --ignore-scripts --no-audit --no-fund
