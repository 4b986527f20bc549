#!/bin/sh
# Runs a command with the Node that tools/node.sh chose: tools/with_node.sh tsc --version.
set -eu
. tools/say.sh

. tools/find_node.sh || stop "There is no Node 20 or newer here yet: make build"
PATH="$PWD/node_modules/.bin:$PATH" exec "$@"
