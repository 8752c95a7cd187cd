#!/usr/bin/env bash
# Runs tests on Node 26, the other version that `engines` names: the ledger on its SQLite, and the built program from start
# to end. Arguments go to Jest. Needs npm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
package=$(node -p '`node-${process.platform}-${process.arch}`')
npm install --silent --no-audit --no-fund --no-save --prefix "$folder" "$package@26.10.0"

# Not `npm test`, which would find the Node of this project first.
export PATH=$folder/node_modules/$package/bin:$PATH
echo "Node $(node -p process.versions.node), SQLite $(node -p process.versions.sqlite):"
node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js --config=test/jest.config.js \
  test/ledger test/unit/node-version.test.ts test/reliability/start-up.test.ts test/sandbox/ledger.test.ts "$@"
