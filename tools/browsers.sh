#!/bin/sh
# Makes sure of the browsers for the tests: Chromium (the machine's, else Debian's, else Playwright's; --path only tells
# which) and, where they can be had, WebKit and Firefox.
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

install_with_playwright() {
    say "Installing Playwright's own Chromium, for the browser tests: one to three minutes."
    quietly playwright .venv/bin/playwright install chromium
}

if [ "${1:-}" = --path ]; then
    find_chromium
    exit
fi
if ! find_chromium >/dev/null; then
    tools/install_with_apt.sh "Chromium, for the browser tests" chromium fonts-dejavu-core || install_with_playwright ||
        stop "The browser tests need Chromium, which could not be installed: sudo apt-get install chromium"
    find_chromium >/dev/null || stop "The browser tests need Chromium: sudo apt-get install chromium"
fi
# Debian's Chromium without a window, for the office's pages: they take a third less time in it. It can be done without.
if [ "$(find_chromium)" = /usr/bin/chromium ] && ! command -v chromium-headless-shell >/dev/null; then
    tools/install_with_apt.sh "Chromium without a window, for the office's pages" chromium-headless-shell || true
fi
tools/webkit.sh
tools/firefox.sh
tools/desk.sh
tools/deployed.sh
tools/certificates.sh
