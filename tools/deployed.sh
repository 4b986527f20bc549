#!/bin/sh
# Makes sure of Caddy and systemd's own checker, for the tests of deploy/, or says what is left out. --check only looks,
# --path tells where Caddy is. Unpacked beside the code and not installed: Debian's package would begin it on port 80.
set -eu
. tools/say.sh

find_caddy() {
    command -v caddy 2>/dev/null && return 0
    [ -x .make/caddy/usr/bin/caddy ] && printf '%s\n' "$PWD/.make/caddy/usr/bin/caddy"
}

fetch_caddy() {
    (mkdir -p .make && cd .make && apt-get download -q caddy && dpkg-deb -x caddy_*.deb caddy && rm -f caddy_*.deb)
}

is_here() { find_caddy >/dev/null && command -v systemd-analyze >/dev/null 2>&1; }

leave_out() {
    say "The tests behind Caddy, and of the systemd units, are left out: they need $*"
    exit 0
}

case "${1:-}" in
--path) find_caddy && exit 0 || exit 1 ;;
--check) is_here && exit 0 || exit 1 ;;
esac
is_here && exit 0
command -v systemd-analyze >/dev/null 2>&1 || leave_out "systemd, which this machine lacks."
command -v apt-get >/dev/null 2>&1 || leave_out "Caddy: https://caddyserver.com/docs/install"
say "Fetching Caddy, for the tests of deploy/, from Debian's packages: some seconds."
quietly caddy fetch_caddy || { [ "$(id -u)" = 0 ] && quietly apt-update apt-get update -q && quietly caddy fetch_caddy; } || true
is_here || leave_out "Caddy, which could not be fetched: sudo apt-get install caddy"
