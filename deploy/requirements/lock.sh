#!/usr/bin/env bash
# Resolve pyproject.toml into hashed lock files: one for development, and one an image so that it installs only its own.
# The files hold no index address, so they work behind any mirror. Usage: deploy/requirements/lock.sh [--upgrade]
set -euo pipefail
cd "$(dirname "$0")/../.."
uv=${UV:-.venv/bin/uv}
lock() { # lock NAME ARGUMENT...
  local name=$1
  shift
  "$uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url -o "deploy/requirements/$name.txt" "$@"
}
lock dev --extra all --group dev "$@"
for service in collector gateway extractor registrar notifier; do
  lock "$service" --extra "$service" -c <(sed -n 's/^\([a-z0-9].*==.*\) \\$/\1/p' deploy/requirements/dev.txt) "$@"
done
