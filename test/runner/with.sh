#!/usr/bin/env bash
# npm run test:with -- NEED [ARGUMENT OF JEST…]: runs the tests that need more than `npm ci`. Installs the packages that they need once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
needs='image, node26, openam, operating, pages, postgres, router, trials'

need=${1:-}
shift || true
install() { node tools/codegen/install-packages.main.ts "$@"; }
jest() { exec npm run -s test -- "$@"; }
case $need in
  image) exec bash test/image/check.sh "$@" ;;
  node26) exec bash test/node26/check.sh "$@" ;;
  openam) OPENAM=1 jest --runInBand "$@" ;;
  operating) OPERATING=1 jest --runInBand "$@" ;;
  pages) PAGES_TESTS=1 jest --maxWorkers=2 "$@" ;;
  postgres) POSTGRES=1 jest "$@" ;;
  router) install examples/routers/hive && ROUTER=1 jest --runInBand "$@" ;;
  trials) install tools/codegen test/trials && TRIALS=1 jest "$@" ;;
  *) echo "Usage: npm run test:with -- NEED [ARGUMENT OF JEST…], with one of $needs" >&2 && exit 64 ;;
esac
