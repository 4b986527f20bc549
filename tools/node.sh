#!/bin/sh
# Makes sure of Node (the machine's, or PyPI's in .venv) and installs node_modules from the exact lock file.
set -eu
. tools/say.sh

# Also false where somebody emptied the folder with `rm -rf node_modules/*`, which leaves the hidden list behind.
is_whole() {
    [ -d node_modules/.bin ] || return 1
    sed -n 's/^    "\(node_modules\/[^"]*\)": {$/\1/p' node_modules/.package-lock.json 2>/dev/null |
        while read -r package; do [ -d "$package" ] || exit 1; done
}

if ! (. tools/find_node.sh); then
    say "There is no Node 20 or newer on this machine: fetching one into .venv."
    tools/python.sh requirements-node.txt
fi
. tools/find_node.sh || stop "Node 20 or newer could not be had from PyPI here: sudo apt-get install nodejs npm"

stamp=node_modules/.installed
key=$(fingerprint package.json package-lock.json)
is_stamped "$stamp" "$key" && is_whole && exit 0

say "Installing the JavaScript packages of package-lock.json: up to a minute the first time."
quietly npm npm ci --prefer-offline --ignore-scripts --no-audit --no-fund || give_up "The JavaScript packages could not be installed" npm
printf '%s\n' "$key" >"$stamp"
