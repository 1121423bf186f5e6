#!/usr/bin/env bash
# Random passwords for Docker Compose, made once: PostgreSQL's and Grafana's. Those that are there stay.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p secrets
# The folder keeps other people of this machine out; the files are read by the containers' own users.
chmod 700 secrets
for name in database_password grafana_password; do
  if [ ! -s "secrets/$name" ]; then
    LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom 2>/dev/null | head -c 32 >"secrets/$name" || true
    chmod 444 "secrets/$name"
    echo "made secrets/$name"
  fi
done
