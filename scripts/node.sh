#!/bin/sh
# The page's pure modules under node, where there is one: a machine of CI without it was refused by tools.sh.
if command -v node >/dev/null; then
  node --test tests/js/*.test.js
else
  echo "node is missing: the page's pure modules are not tested"
fi
