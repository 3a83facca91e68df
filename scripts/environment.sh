#!/bin/sh
# A virtual environment that holds what the locks list: sh scripts/environment.sh FOLDER LOCK…
# PYTHON, where it is set, names the interpreter: a folder that another one made is made anew. Else what is there stays,
# or the first Python that is new enough makes it. A lock is installed when it, or the Python, is not the one of last time.
# uv installs in two seconds where it is on the PATH, and pip does where it is not, or fails.
set -eu
folder=$1
shift
bin=$folder/bin

new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11, 2))' 2>/dev/null
}

identity() {
  "$1" -c 'import sys; print(sys.version, sys.base_prefix)'
}

interpreter() {
  for name in "${PYTHON:-python3}" ${PYTHON:-python3.13 python3.12 python3.11 python3.14}; do
    if new_enough "$name"; then
      "$name" -c 'import sys; print(sys.executable)'
      return
    fi
  done
  echo "Wengert needs Python 3.11.2 or newer; ${PYTHON:-python3} is none. Name another: make run PYTHON=python3.12" >&2
  return 1
}

make_folder() {
  python=$(interpreter)
  rm -rf "$folder"
  uv venv -q --python "$python" "$folder" 2>/dev/null && return
  rm -rf "$folder"
  "$python" -m venv "$folder" || {
    rm -rf "$folder"
    return 1
  }
}

by_pip() {
  "$bin/python" -m pip --version >/dev/null 2>&1 || "$bin/python" -m ensurepip >/dev/null
  # Compiled when it is first imported, for most of it never is: 20 seconds become 8.
  "$bin/python" -m pip install -q --disable-pip-version-check --no-compile "$@"
}

install() {
  # What is heavy and has no hashes is for pip: its settings say where builds for this machine come from.
  grep -q -e '--hash=' "$1" || { by_pip -r "$1" && return; }
  { command -v uv && uv pip install -q --python "$bin/python" --require-hashes -r "$1"; } >/dev/null ||
    by_pip --require-hashes -r "$1"
}

if ! new_enough "$bin/python" || { [ -n "${PYTHON:-}" ] && [ "$(identity "$PYTHON")" != "$(identity "$bin/python")" ]; }; then
  echo "making $folder" >&2
  make_folder
fi
for lock in "$@"; do
  wanted=$("$bin/python" -VV | cat - "$lock")
  mark=$folder/$(basename "$lock").installed
  if [ "$wanted" != "$(cat "$mark" 2>/dev/null)" ]; then
    echo "installing $lock" >&2
    install "$lock"
    printf '%s\n' "$wanted" >"$mark"
  fi
done
