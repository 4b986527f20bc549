#!/bin/sh
# Makes sure of WebKitGTK for the tests in WebKit (the iPhone's and iPad's path), or says what is left out. --check only looks.
set -eu
. tools/say.sh

packages="webkit2gtk-driver python3-gi gir1.2-webkit2-4.1 xvfb"

is_here() {
    command -v WebKitWebDriver >/dev/null 2>&1 && command -v Xvfb >/dev/null 2>&1 && /usr/bin/python3 - 2>/dev/null <<'PYTHON'
import gi
gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2
PYTHON
}

leave_out() {
    say "The tests in WebKit are left out, the iPhone's and iPad's path among them: they need WebKitGTK, $*"
    exit 0
}

is_here && exit 0
[ "${1:-}" != --check ] || exit 1

command -v apt-get >/dev/null 2>&1 || leave_out "which comes with Debian and Ubuntu and not with this machine."
# shellcheck disable=SC2086  # each word is a package
tools/install_with_apt.sh "WebKitGTK, for the tests in three engines" $packages && is_here || leave_out "which could not be installed: sudo apt-get install $packages"
