#!/bin/sh
# Checks style, types, import direction and the house rules. The types of Python take longest, and are looked at meanwhile.
set -eu
. tools/say.sh

.venv/bin/ruff check .
.venv/bin/ruff format --check .
said=$(mktemp)
.venv/bin/mypy >"$said" 2>&1 &
types=$!
trap 'kill "$types" 2>/dev/null || true; rm -f "$said"' EXIT INT TERM
tools/with_node.sh tsc --project tsconfig.json
tools/with_node.sh tsc --project tsconfig.worker.json
tools/with_node.sh biome ci --error-on-warnings .
.venv/bin/pytest --whole tests/guards
ended=0
wait "$types" || ended=$?
cat "$said"
exit "$ended"
