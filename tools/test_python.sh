#!/bin/sh
# Runs every Python test, in two rows side by side: what drives Chromium, and all else; what the second row says comes after.
set -eu
. tools/say.sh

three_engines='tests/browser/test_after_the_trip.py tests/browser/test_main_job.py
    tests/browser/test_photos_in_three_engines.py tests/browser/test_shared_in_three_engines.py tests/browser/test_three_engines.py'
elsewhere=
for file in $three_engines; do
    elsewhere="$elsewhere --ignore=$file"
done

# `make check test` has run them already, and stopped where one failed.
guards=
[ -z "${GUARDED:-}" ] || guards=--ignore=tests/guards

all_else() {
    ended=0
    # shellcheck disable=SC2086
    .venv/bin/pytest --whole --ignore=tests/browser $guards || ended=$?
    # shellcheck disable=SC2086  # our own file names hold no spaces
    .venv/bin/pytest --whole $three_engines || ended=$?
    return "$ended"
}

said=$(mktemp)
all_else >"$said" 2>&1 &
beside=$!
trap 'kill "$beside" 2>/dev/null || true; rm -f "$said"' EXIT INT TERM

failed=0
# shellcheck disable=SC2086
.venv/bin/pytest --whole tests/browser $elsewhere || failed=$?
wait "$beside" || failed=$?
cat "$said"
exit "$failed"
