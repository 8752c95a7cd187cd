#!/usr/bin/env bash
# Compares the sample for Envoy with Envoy's message definitions, which a package of npm has. Envoy itself is not run: it is in no
# package of Debian or npm. Needs npm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --no-save --prefix "$folder" @grpc/grpc-js-xds@1.14.1 protobufjs@7.6.6 yaml@2.8.1
cp test/envoy/check-config.mjs "$folder/"
check() { node "$folder/check-config.mjs" "$folder/node_modules" "$1"; }

check deploy/envoy/envoy.yaml
# The check itself: a name, a type and a choice that are not Envoy's.
for wrong in 's/connect_timeout: 1s/connect_timeouts: 1s/' 's/max_request_bytes: 65536/max_request_bytes: many/' 's/{ status: 404 }/{ status: 404 }, route: {}/'; do
  sed "$wrong" deploy/envoy/envoy.yaml >"$folder/wrong.yaml"
  if check "$folder/wrong.yaml" 2>/dev/null; then echo "passed, but should not: $wrong"; exit 1; fi
done
