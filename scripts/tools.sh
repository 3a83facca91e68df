#!/bin/sh
# The programs that the tests need beside Python: Chromium for the browser tests, node for the page's pure modules.
# Missing ones are installed where apt can (as root); in CI a machine that still lacks one is a failure.
set -eu
missing=
command -v chromium >/dev/null || missing="$missing chromium"
command -v node >/dev/null || missing="$missing nodejs"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  exit 0
fi
echo "not installed and no apt to do it:$missing; the tests that need them are skipped" >&2
[ "${CI:-}" != true ]
