#!/usr/bin/env bash
# Runs the tests of the schema and of execution on graphql 17, as far as it works today (record 79). It changes a copy of
# the checkout: graphql 17 stands in the place of 16, as an override of all peers would put it, and type-graphql does not
# compare versions. `.ci/run` prints the result, which decides nothing. Needs npm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --no-save --prefix "$folder/npm" 'graphql@^17'
version=$(node -p "require('$folder/npm/node_modules/graphql/package.json').version")

# Hard links, if the folder is on the same disk. What changes is a file of its own.
link() { cp --archive --link "$@" 2>/dev/null || cp --archive "$@"; }
export -f link
mkdir "$folder/copy"
find src test packages schema tools web docs ./*.json -name node_modules -prune -o -type f -print0 |
  FOLDER=$folder xargs -0 bash -c 'link --parents "$@" "$FOLDER/copy/"' link
link node_modules "$folder/copy/"
rm -r "$folder/copy/node_modules/graphql"
cp --archive "$folder/npm/node_modules/graphql" "$folder/copy/node_modules/"
guard=node_modules/type-graphql/build/esm/utils/graphql-version.js
rm "$folder/copy/$guard"
sed 's/"^16\.[0-9.]*"/">=16"/' "$guard" >"$folder/copy/$guard"

cd "$folder/copy"
echo "graphql $version:"
npm run -s test -- --maxWorkers=2 test/ground/schema test/execution/executors.test.ts test/unit/documents
