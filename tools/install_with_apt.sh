#!/bin/sh
# Installs Debian's packages where that needs no password, and fails where it does:
# tools/install_with_apt.sh "Chromium, for the browser tests" chromium
set -eu
. tools/say.sh

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

command -v apt-get >/dev/null 2>&1
[ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
say "Installing $1, from Debian's packages: one to three minutes."
shift
# Another installation that is under way is waited for.
quietly apt-update as_root apt-get update -q
quietly apt as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "$@"
