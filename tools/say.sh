# Sourced by the other scripts: speaking plainly, and running a slow step quietly.
# shellcheck shell=sh

# say SENTENCE: one line about what is happening, on standard error.
say() {
    printf '%s\n' "$*" >&2
}

# stop SENTENCE...: what is wrong and the command that mends it, then give up.
stop() {
    printf '\n' >&2
    printf '%s\n' "$@" >&2
    exit 1
}

# quietly NAME COMMAND...: runs it with its output in .make/NAME.log, and shows meanwhile that it is alive.
quietly() {
    log=".make/$1.log"
    shift
    still_at_it $$ &
    ticker=$!
    status=0
    "$@" >"$log" 2>&1 </dev/null || status=$?
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    [ ! -t 2 ] || printf '\r\033[K' >&2
    return "$status"
}

# still_at_it PROCESS: counts the seconds while PROCESS lives, so that a killed make leaves nothing running.
still_at_it() {
    seconds=0
    while sleep 1 >/dev/null 2>&1 && kill -0 "$1" 2>/dev/null; do
        seconds=$((seconds + 1))
        if [ -t 2 ]; then
            printf '\r  %s s' "$seconds" >&2
        elif [ $((seconds % 30)) = 0 ]; then
            say "  Still at it after $seconds seconds."
        fi
    done
}

# give_up SENTENCE NAME: a step failed. Why, as .make/NAME.log tells, and the command that mends it.
give_up() {
    log=".make/$2.log"
    [ -z "${CI:-}" ] || tail -n 40 "$log" >&2
    if grep -qiE 'no space left|ENOSPC|disk (is )?full' "$log"; then
        stop "$1: the disk is full. Make room, then: make ${GOAL:-build}"
    elif grep -qiE 'permission denied|EACCES|EPERM|read-only file system' "$log"; then
        stop "$1: part of this folder belongs to another user: sudo chown -R \"\$(id -un)\" ."
    elif grep -qiE 'connection|network|proxy|resolve|unreachable|timed out|from versions: none|ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN' "$log"; then
        stop "$1: the network did not answer. When it does: make ${GOAL:-build}"
    fi
    stop "$1; $log says why. To try again: make ${GOAL:-build}"
}

# fingerprint FILE...: one number for their contents and for this folder, where a moved .venv stops working.
fingerprint() {
    { pwd && cksum "$@"; } | cksum
}

# is_stamped STAMP KEY: whether the step that wrote STAMP ended, for the same contents.
is_stamped() {
    [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}
