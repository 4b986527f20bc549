#!/bin/sh
# Makes sure of a Chromium for the browser tests: the machine's, else Debian's, else Playwright's. --path prints which.
set -eu
. tools/say.sh

playwright_chromium() {
    .venv/bin/python - 2>/dev/null <<'PYTHON'
import os
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    path = playwright.chromium.executable_path
if not os.path.exists(path):
    raise SystemExit(1)
print(path)
PYTHON
}

find_chromium() {
    for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        command -v "$name" 2>/dev/null && return 0
    done
    playwright_chromium
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_with_apt() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || return 1
    say "Installing Chromium from Debian's packages, for the browser tests."
    quietly apt-update as_root apt-get update -q || return 1
    quietly apt as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core
}

install_with_playwright() {
    say "Installing Playwright's own Chromium, for the browser tests."
    quietly playwright .venv/bin/playwright install chromium
}

if ! browser=$(find_chromium); then
    install_with_apt || install_with_playwright ||
        stop "The browser tests need Chromium, which could not be installed: sudo apt-get install chromium"
    browser=$(find_chromium) || stop "The browser tests need Chromium: sudo apt-get install chromium"
fi
[ "${1:-}" != --path ] || printf '%s\n' "$browser"
