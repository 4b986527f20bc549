#!/bin/sh
# Runs one command while no other make in this folder runs one: two installs at once would break each other.
set -eu
. tools/say.sh

if ! mkdir -p .make 2>/dev/null || ! [ -w .make ]; then
    [ "$(id -u)" = 0 ] || [ -O . ] ||
        stop "This folder belongs to another user: sudo chown -R \"\$(id -un)\" \"$PWD\""
    stop "Nothing can be written to this folder. Copy it to where you may write: cp -R \"$PWD\" ~/lanyard && make -C ~/lanyard ${GOAL:-build}"
fi

lock=.make/lock
said=no
# A symbolic link is made in one step and names its owner, so a killed make leaves nothing that needs clearing by hand.
until ln -s "$$" "$lock" 2>/dev/null; do
    owner=$(readlink "$lock" || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
        rm -f "$lock"
    elif [ "$said" = no ]; then
        said=yes
        say "Waiting for the other make in this folder (process $owner). If there is none: rm .make/lock"
    else
        sleep 1
    fi
done
trap 'rm -f "$lock"' EXIT
trap 'exit 130' INT TERM HUP

"$@"
