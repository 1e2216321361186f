#!/bin/sh
# Starts the launcher from a fresh clone: `sh deploy/run.sh <demo|test|bench|dev> [arguments]`.
# Needs a shell, Node.js and npm; installs the packages (and with them the pinned runtime) when they
# are missing or older than the lock file.
set -eu
cd "$(dirname "$0")/.."
runtime=node_modules/.bin/node

# npm writes node_modules/.package-lock.json last: without it an installation was broken off.
installed() {
  [ -x "$runtime" ] && [ -e node_modules/.package-lock.json ] &&
    [ -z "$(find package-lock.json -newer node_modules/.package-lock.json)" ]
}

fail() {
  echo "$1" >&2
  [ "$command" != test ] || echo '0 passed, 1 failed'
  exit 1
}

install() {
  echo 'installing npm packages …' >&2
  log=$(mktemp)
  # What the lock file says, but unlike `npm ci` content with a registry that lacks binaries for other
  # systems. The pinned runtime comes in by an install script; tests need what is for development.
  if ! npm install --no-save --ignore-scripts=false --include=dev --no-audit --no-fund \
    --loglevel=error >"$log" 2>&1; then
    cat "$log" >&2
    rm "$log"
    fail 'cloop: npm could not install the packages, see above'
  fi
  rm "$log"
  touch node_modules/.package-lock.json
  "$runtime" --version >/dev/null || fail 'cloop: the runtime that npm installed does not run here'
}

command=${1:-}
if ! installed; then
  mkdir -p -m 700 .cloop
  # Two commands started side by side in one clone: the second waits for what the first installs.
  exec 9>.cloop/install.lock
  ! command -v flock >/dev/null || flock 9
  installed || install
  exec 9>&-
fi

PATH="$PWD/node_modules/.bin:$PATH"
export PATH
exec "$runtime" deploy/main.ts "$@"
