#!/bin/sh
# Runs the tests of the phone app's own code in Node's test runner.
set -eu

# shellcheck disable=SC2046  # our own file names hold no spaces
exec node --test $(find tests/js -name '*.test.js' | LC_ALL=C sort)
