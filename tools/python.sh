#!/bin/sh
# Makes .venv and installs a lock file into it: tools/python.sh requirements.txt. Does nothing when that is done already.
set -eu
. tools/say.sh

lock_file=$1
stamp=.venv/.installed-$(basename "$lock_file" .txt)
key=$(fingerprint "$lock_file")

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# False after the machine's own Python went, or became another version that does not look into this .venv's folders.
is_whole() {
    is_new_enough .venv/bin/python && .venv/bin/python -c 'import pip' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if is_new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

stop_for_python() {
    found=$(python3 --version 2>/dev/null || printf 'no python3')
    if command -v brew >/dev/null 2>&1; then
        stop "Lanyard needs Python 3.11 or newer and found $found: brew install python@3.13"
    fi
    stop "Lanyard needs Python 3.11 or newer and found $found: sudo apt-get install python3 python3-venv" \
        "(or name one yourself: PYTHON=/path/to/python3.11 make run)"
}

make_venv() {
    python=$(find_python) || stop_for_python
    say "Making .venv with $("$python" --version): some seconds."
    rm -rf .venv
    quietly venv "$python" -m venv .venv && return 0
    rm -rf .venv
    command -v uv >/dev/null 2>&1 && quietly venv uv venv --seed --python "$python" .venv && return 0
    # Debian keeps venv in a package of its own, and its Python says just that.
    grep -q 'No space left' .make/venv.log || stop "Python's venv module is missing: sudo apt-get install python3-venv"
    give_up "Python's .venv could not be made" venv
}

install_lock() {
    # uv is quicker where there is one; pip knows the network settings of a school that has only set up pip. Neither compiles
    # ahead: most of it is never imported, and Python compiles what is.
    if command -v uv >/dev/null 2>&1; then
        quietly pip uv pip install --python .venv/bin/python --require-hashes -r "$lock_file" && return 0
    fi
    quietly pip .venv/bin/python -m pip install --disable-pip-version-check --no-input --no-compile --require-hashes -r "$lock_file"
}

# A folder that moved, or where an installation was cut short, is made again from nothing.
if [ -f .venv/.unfinished ] || ! is_stamped .venv/.made "$(pwd)" || ! is_whole; then
    make_venv
    pwd >.venv/.made
fi
is_stamped "$stamp" "$key" && exit 0

say "Installing the Python packages of $lock_file: up to a minute the first time."
: >.venv/.unfinished
install_lock || give_up "The Python packages could not be installed" pip
rm .venv/.unfinished
printf '%s\n' "$key" >"$stamp"
