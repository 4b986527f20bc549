# Sourced: puts a Node of version 20 or newer first on PATH, the machine's own or the one in .venv. Fails when there is none.
# shellcheck shell=sh

node_is_new_enough() {
    [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20' 2>/dev/null)" = true ] && npm --version >/dev/null 2>&1
}

if [ "${NODE:-}" = wheel ] || ! node_is_new_enough; then
    PATH="$PWD/.venv/bin:$PATH"
    export PATH
    [ -x .venv/bin/node ] && node_is_new_enough
fi
