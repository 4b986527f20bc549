#!/bin/sh
# Makes sure of a Firefox for the tests in three engines, or says what is left out. --check only looks, --path tells
# where it is. Playwright speaks to it over WebDriver BiDi, of which an older Firefox lacks parts.
set -eu
. tools/say.sh

oldest=153

is_new_enough() {
    version=$("$1" --version 2>/dev/null | sed -n 's/.*Firefox \([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge "$oldest" ]
}

find_firefox() {
    for name in ${FIREFOX:-} firefox-esr firefox; do
        found=$(command -v "$name" 2>/dev/null) && is_new_enough "$found" && printf '%s\n' "$found" && return 0
    done
    return 1
}

leave_out() {
    say "The tests in Firefox are left out: they need Firefox $oldest or newer, $*"
    exit 0
}

case "${1:-}" in
--path) find_firefox && exit 0 || exit 1 ;;
--check) find_firefox >/dev/null && exit 0 || exit 1 ;;
esac
find_firefox >/dev/null && exit 0

command -v apt-get >/dev/null 2>&1 || leave_out "which this machine lacks."
tools/install_with_apt.sh "Firefox, for the tests in three engines" firefox-esr && find_firefox >/dev/null ||
    leave_out "which could not be installed: sudo apt-get install firefox-esr"
