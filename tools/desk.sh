#!/bin/sh
# Makes sure of what shows notifications for the tests of alerts, or says what is left out: a session bus, its bindings for
# the system's Python, and the library by which Firefox speaks to it. --check only looks.
set -eu
. tools/say.sh

packages="dbus-daemon python3-gi libnotify4"

is_here() {
    command -v dbus-daemon >/dev/null 2>&1 && /usr/bin/python3 - 2>/dev/null <<'PYTHON'
import ctypes
from gi.repository import Gio
ctypes.CDLL("libnotify.so.4")
PYTHON
}

leave_out() {
    say "The tests of notifications are left out: they need a session bus and libnotify, $*"
    exit 0
}

is_here && exit 0
[ "${1:-}" != --check ] || exit 1

command -v apt-get >/dev/null 2>&1 || leave_out "which come with Debian and Ubuntu and not with this machine."
# shellcheck disable=SC2086  # each word is a package
tools/install_with_apt.sh "notifications, for the tests of alerts" $packages && is_here || leave_out "which could not be installed: sudo apt-get install $packages"
