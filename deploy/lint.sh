#!/usr/bin/env bash
# Every check that needs no running server. All of them run, then the failed ones are named; exit code 1 if there is one.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
PATH="$PWD/.venv/bin:$PATH"

failed=()
check() { # check NAME COMMAND...: silent when it passes
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    printf '  %-16s ok\n' "$name"
  else
    printf '  %-16s FAILED\n%s\n' "$name" "$output"
    failed+=("$name")
  fi
}
files() { git ls-files --cached --others --exclude-standard -- "$@"; }

# mypy takes the longest, so it starts first and runs beside the others.
types=$(mktemp)
trap 'rm -f "$types"' EXIT
mypy >"$types" 2>&1 &
mypy=$!

shell_scripts() { files '*.sh' .ci/run | xargs shellcheck; }
container_files() { files '*Dockerfile' | xargs hadolint; }
check "format" ruff format --check --quiet .
check "style" ruff check --quiet --output-format concise .
check "imports" lint-imports --no-logo
check "yaml" yamllint --strict .
check "shell" shell_scripts
check "compose schema" check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
check "compose safety" compose-lint check --strict-config --fail-on low docker-compose.yml
check "dockerfile" container_files
wait "$mypy"
typed=$?
what_mypy_said() { cat "$types" && return "$typed"; }
check "types" what_mypy_said

if [ ${#failed[@]} -gt 0 ]; then
  echo "Failed: ${failed[*]}" >&2
  exit 1
fi
