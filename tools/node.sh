#!/bin/sh
# Makes sure of Node (the machine's, or PyPI's in .venv) and installs node_modules from the exact lock file.
set -eu
. tools/say.sh

if ! (. tools/find_node.sh); then
    say "There is no Node 20 or newer on this machine: fetching one into .venv."
    tools/python.sh requirements-node.txt
fi
. tools/find_node.sh || stop "Node 20 or newer could not be had from PyPI here: sudo apt-get install nodejs npm"

stamp=node_modules/.installed
key=$(fingerprint package.json package-lock.json)
is_stamped "$stamp" "$key" && exit 0

say "Installing the JavaScript packages of package-lock.json."
quietly npm npm ci --ignore-scripts --no-audit --no-fund ||
    stop "The JavaScript packages could not be installed (all of it: .make/npm.log)." \
        "If the network was down, then when it is back: make build"
printf '%s\n' "$key" >"$stamp"
