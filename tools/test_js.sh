#!/bin/sh
# Runs the tests of the phone app's own code in Node's test runner; with JS_TESTS, those files alone.
set -eu
. tools/say.sh

tests=${JS_TESTS:-$(find tests/js -name '*.test.js' -o -name '*_test.js' -o -name 'test_*.js' | LC_ALL=C sort)}
[ -n "$tests" ] || stop "There are no JavaScript tests in tests/js: git status tests/js tells what became of them"
# By itself Node leaves one core idle, which on two halves the speed.
cores=$(node -p 'require("node:os").availableParallelism()')
# shellcheck disable=SC2086  # our own file names hold no spaces
exec node --test --test-concurrency="$cores" $tests
