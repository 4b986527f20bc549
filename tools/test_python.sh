#!/bin/sh
# Runs every Python test. Those that type a newcomer's commands, each in a folder of its own, mostly wait for the disk and
# for one process; they run beside the others, and what they say comes after.
set -eu
. tools/say.sh

said=$(mktemp)
.venv/bin/pytest --whole tests/habits >"$said" 2>&1 &
beside=$!
trap 'kill "$beside" 2>/dev/null || true; rm -f "$said"' EXIT INT TERM

failed=0
.venv/bin/pytest --whole --ignore=tests/habits || failed=$?
wait "$beside" || failed=$?
cat "$said"
exit "$failed"
