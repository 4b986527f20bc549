#!/bin/sh
# Makes sure of certutil, by which the test of a real phone's browser comes to trust a certificate, or says what is left
# out. --check only looks.
set -eu
. tools/say.sh

leave_out() {
    say "The test of a phone on the same Wi-Fi is left out: it needs certutil, $*"
    exit 0
}

command -v certutil >/dev/null 2>&1 && exit 0
[ "${1:-}" != --check ] || exit 1

command -v apt-get >/dev/null 2>&1 || leave_out "which comes with Debian and Ubuntu and not with this machine."
tools/install_with_apt.sh "certutil, for the test of a phone on the same Wi-Fi" libnss3-tools ||
    leave_out "which could not be installed: sudo apt-get install libnss3-tools"
