#!/bin/sh
# Runs every Python test. What drives a browser mostly waits for it; all else runs beside it, and what that says comes after.
set -eu
. tools/say.sh

said=$(mktemp)
.venv/bin/pytest --whole --ignore=tests/browser >"$said" 2>&1 &
beside=$!
trap 'kill "$beside" 2>/dev/null || true; rm -f "$said"' EXIT INT TERM

failed=0
.venv/bin/pytest --whole tests/browser || failed=$?
wait "$beside" || failed=$?
cat "$said"
exit "$failed"
