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

# quietly NAME COMMAND...: runs it with its output in .make/NAME.log; shows the end of that only when it fails.
quietly() {
    log=".make/$1.log"
    shift
    if "$@" >"$log" 2>&1 </dev/null; then
        return 0
    fi
    tail -n 5 "$log" >&2
    return 1
}

# fingerprint FILE...: one number for their contents and for this folder, where a moved .venv stops working.
fingerprint() {
    { pwd && cksum "$@"; } | cksum
}

# is_stamped STAMP KEY: whether the step that wrote STAMP ended, for the same contents.
is_stamped() {
    [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}
