#!/bin/sh
# Installs what the bench measures against into .make/bench. What cannot be had is left out, and the report says so.
set -eu
. tools/say.sh

node=.make/bench/node
python=.make/bench/python
mkdir -p "$node"

install_pouchdb() {
    cp bench/peers/package.json bench/peers/package-lock.json "$node/"
    say "Installing PouchDB and its server, for the bench: up to a minute."
    quietly bench-npm tools/with_node.sh npm ci --prefix "$node" --ignore-scripts --no-audit --no-fund
}

install_kinto() {
    rm -rf "$python"
    say "Installing Kinto, for the bench: up to a minute."
    quietly bench-venv .venv/bin/python -m venv "$python" &&
        quietly bench-pip "$python/bin/python" -m pip install --disable-pip-version-check --no-input --require-hashes \
            -r bench/peers/requirements.txt
}

has_postgres() {
    ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null 2>&1
}

# once FOLDER WORDS COMMAND FILE...: does it unless it is done already for these files; where it fails, nothing is left.
once() {
    folder=$1 words=$2 command=$3
    shift 3
    key=$(fingerprint "$@")
    is_stamped "$folder/.installed" "$key" && return 0
    if "$command"; then
        printf '%s\n' "$key" >"$folder/.installed"
    else
        rm -rf "$folder"
        say "$words could not be installed; the bench goes on without it."
    fi
}

once "$node" "PouchDB" install_pouchdb bench/peers/package.json bench/peers/package-lock.json
once "$python" "Kinto" install_kinto bench/peers/requirements.txt
has_postgres || tools/install_with_apt.sh "PostgreSQL, for Kinto in the bench" postgresql ||
    say "PostgreSQL could not be installed; Kinto keeps its records in memory."
