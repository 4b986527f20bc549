#!/bin/sh
# Runs every Python test in two rows side by side; each takes the next part that nobody has begun. The first row is shown
# as it goes, what the second says comes after it.
set -eu
. tools/say.sh

# What drives Chromium, in three parts; what needs no browser; what installs things; what drives WebKit and Firefox as well,
# in three parts that are short, so that both rows end together.
parts='chromium without last_chromium more_chromium habits engines others last_others'
engines='tests/browser/test_main_job.py tests/browser/test_three_engines.py'
others='tests/browser/test_after_the_trip.py tests/browser/test_photos_in_three_engines.py'
last_others='tests/browser/test_emergency.py tests/browser/test_shared_in_three_engines.py'
chromium='' more_chromium='' last_chromium=''
for file in tests/browser/test_*.py; do
    # shellcheck disable=SC2086  # in one line
    case " $(echo $engines $others $last_others) " in *" $file "*) continue ;; esac
    case $file in
    tests/browser/test_[0-9a-i]*) chromium="$chromium $file" ;;
    tests/browser/test_[j-r]*) more_chromium="$more_chromium $file" ;;
    *) last_chromium="$last_chromium $file" ;;
    esac
done

# `make check test` has run them already, and stopped where one failed.
guards=
[ -z "${GUARDED:-}" ] || guards=--ignore=tests/guards

rows=$(mktemp -d)
beside='' quick=''
trap 'kill "$beside" 2>/dev/null || true; rm -rf "$rows" ${quick:+"$quick"}' EXIT INT TERM
# Thousands of small databases, and folders of thousands of files, would wait for a disk.
room=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
memory=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo 2>/dev/null || true)
if [ "${room:-0}" -gt 8000000 ] && [ "${memory:-0}" -gt 8000000 ]; then
    quick=$(mktemp -d /dev/shm/lanyard-tests-XXXXXX)
fi
# What installs things runs what it installed, which memory may refuse; and takes two gigabytes.
installs=
if [ -n "$quick" ] && [ "$room" -gt 12000000 ] && [ "$memory" -gt 12000000 ]; then
    printf '#!/bin/sh\n' >"$quick/runs"
    chmod +x "$quick/runs"
    if "$quick/runs" 2>/dev/null; then installs=$quick; fi
fi

# shellcheck disable=SC2086  # our own file names hold no spaces
run() {
    where=$quick place=
    [ "$1" != habits ] || where=$installs
    [ -z "$where" ] || place=--basetemp=$where/$1
    place="$place --junitxml=$rows/$1/report.xml"
    case $1 in
    chromium) .venv/bin/pytest --whole $chromium $place ;;
    more_chromium) .venv/bin/pytest --whole $more_chromium $place ;;
    last_chromium) .venv/bin/pytest --whole $last_chromium $place ;;
    without) .venv/bin/pytest --whole --ignore=tests/browser --ignore=tests/habits $guards $place ;;
    habits) .venv/bin/pytest --whole tests/habits $place ;;
    engines) .venv/bin/pytest --whole $engines $place ;;
    others) .venv/bin/pytest --whole $others $place ;;
    last_others) .venv/bin/pytest --whole $last_others $place ;;
    esac
}

row() {
    for part in $parts; do
        mkdir "$rows/$part" 2>/dev/null || continue
        if run "$part"; then touch "$rows/$part/passed"; fi
    done
}

# The first row begins with what takes longest.
mkdir "$rows/chromium"
row >"$rows/said" 2>&1 &
beside=$!
if run chromium; then touch "$rows/chromium/passed"; fi
row
wait "$beside" || true
cat "$rows/said"
failed=
for part in $parts; do
    [ -e "$rows/$part/passed" ] || failed="$failed $part"
done
[ -n "$failed" ] || exit 0
# Who sees only the end of a long output sees what to look at.
echo "Not passed:$failed"
.venv/bin/python -m tools.failed "$rows"/*/report.xml
exit 1
