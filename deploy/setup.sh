#!/usr/bin/env bash
# Make .venv from the lock: every package checked by its hash, the project itself linked in without the network.
set -euo pipefail
cd "$(dirname "$0")/.."

# The first interpreter that is new enough; PYTHON=/path/to/python3 chooses another.
usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
python=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
  if usable "$candidate"; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  found=$(${PYTHON:-python3} --version 2>/dev/null || echo "not there")
  echo "Pactwatch needs Python 3.11 or newer, and ${PYTHON:-python3} is $found." >&2
  echo "Install one, or name it: make setup PYTHON=/path/to/python3" >&2
  exit 1
fi

if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  echo "$python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2
  exit 1
fi

if ! usable .venv/bin/python; then
  # An environment whose interpreter is gone or too old is of no use.
  "$python" -m venv --clear .venv
fi
echo "Installing the locked packages into .venv; the first time takes a minute or two."
lock=deploy/requirements/dev.txt
pip=(.venv/bin/python -m pip --disable-pip-version-check --quiet)
# pip brings uv, and uv the rest: it unpacks in seconds what takes pip a minute and a half. The lock is complete,
# so nothing is resolved. uv does not read pip's configuration: where only that knows the index, pip goes on alone.
"${pip[@]}" install --no-deps --require-hashes --requirement <(sed -n '/^uv==/,/[^\\]$/p' "$lock")
if ! trouble=$(.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --require-hashes --requirement "$lock" 2>&1); then
  printf '%s\n' "uv could not install them (${trouble%%$'\n'*}); pip does it instead, which takes longer."
  "${pip[@]}" install --no-deps --require-hashes --requirement "$lock"
fi
# The build backend stands in the lock, so this step asks no index.
"${pip[@]}" install --no-deps --no-build-isolation --no-index --editable .
touch .venv/.ready
