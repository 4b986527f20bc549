#!/bin/sh
# Installs Lighthouse into its own folder, where nothing but `make lighthouse` waits for it.
set -eu
. tools/say.sh

stamp=tools/lighthouse/node_modules/.installed
key=$(fingerprint tools/lighthouse/package.json tools/lighthouse/package-lock.json)
is_stamped "$stamp" "$key" && exit 0

say "Installing Lighthouse: some twenty seconds."
quietly lighthouse tools/with_node.sh npm ci --prefix tools/lighthouse --ignore-scripts --no-audit --no-fund ||
    give_up "Lighthouse could not be installed" lighthouse
printf '%s\n' "$key" >"$stamp"
