#!/bin/sh
# Builds the phone app and the office's styles into static/build, when a source is newer than what is there.
set -eu
. tools/say.sh

sources=$(find pwa service_worker styles static build.js tools/shrink.js package-lock.json \
    -path static/build -prune -o -path 'static/build.*' -prune -o -type f -print 2>/dev/null | LC_ALL=C sort)
# shellcheck disable=SC2086  # our own file names hold no spaces
key=$(fingerprint $sources)
is_stamped static/build/.built "$key" && exit 0

tools/with_node.sh node build.js || stop "The phone app could not be built: mend what is named above, then make build"
printf '%s\n' "$key" >static/build/.built
say "Built the phone app and the office's styles into static/build."
