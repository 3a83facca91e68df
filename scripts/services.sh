#!/bin/sh
# What `make test-all` needs beside tools.sh: PostgreSQL, Redis and npm, from Debian's packages.
# Missing ones are installed where apt can (as root); none is started: the tests start their own, on ports of their own.
set -eu
missing=
command -v pg_ctlcluster >/dev/null || missing="$missing postgresql"
command -v npm >/dev/null || missing="$missing npm"
command -v redis-server >/dev/null || missing="$missing redis-server"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "not installed and no apt to do it:$missing; the tests that need them are skipped" >&2
  exit 0
fi
policy=/usr/sbin/policy-rc.d # Debian asks it whether an installed service may be started: 101 is no
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi
apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
