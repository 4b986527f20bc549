#!/bin/sh
# Builds the phone app and the office's styles into static/build, when a source is newer than what is there or a part of
# that is missing. --is-current only tells.
set -eu
. tools/say.sh

# The phone reads what the server declares for both.
sources=$(find pwa service_worker styles static server/*/*.json build.js tools/bundle.js tools/shrink.js tools/page_files.js \
    tools/hide_number_page.js package-lock.json -path static/build -prune -o -path 'static/build.*' -prune -o -type f -print 2>/dev/null | LC_ALL=C sort)
# shellcheck disable=SC2086  # our own file names hold no spaces
key=$(fingerprint $sources)

built() {
    cat static/build/* 2>/dev/null | cksum
}

if is_stamped static/build/.built "$key $(built)"; then
    exit 0
fi
[ "${1:-}" != --is-current ] || exit 1

say "Building the phone app and the office's styles: some ten seconds."
rm -rf static/build.*
if ! quietly build tools/with_node.sh node build.js; then
    cat .make/build.log >&2
    stop "The phone app could not be built: mend what is named above, then: make ${GOAL:-build}"
fi
printf '%s\n' "$key $(built)" >static/build/.built
