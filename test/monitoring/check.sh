#!/usr/bin/env bash
# Has Prometheus' own promtool check the alert rules, their unit tests, the queries of the dashboard, and the metrics of a running gateway.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

promtool check rules deploy/helm/monitoring/alerts.yml
promtool test rules test/monitoring/alerts.yml

folder=$(mktemp -d)
# promtool reads no dashboards: each query becomes a rule.
node -e '
  const { panels } = JSON.parse(fs.readFileSync("deploy/helm/monitoring/dashboard.json", "utf8"));
  const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const exprs = queries.map((query) => query.replaceAll("$__rate_interval", "5m").replaceAll("$instance", ".*"));
  const rules = exprs.map((expr, number) => ({ record: `query:${number}`, expr }));
  fs.writeFileSync(process.argv[1], JSON.stringify({ groups: [{ name: "dashboard", rules }] }));
' "$folder/dashboard.yml"
promtool check rules "$folder/dashboard.yml"
PORT=0 SANDBOX_PORT=0 METRICS_PORT=0 DATA_DIR="$folder/data" npm start >"$folder/log" 2>&1 &
gateway=$!
trap 'kill "$gateway" 2>/dev/null || true; wait "$gateway" || true; rm -rf "$folder"' EXIT
for _ in $(seq 300); do
  url=$(sed -n 's/^Metrics   //p' "$folder/log")
  [ -n "$url" ] && break
  sleep 0.2
done
[ -n "$url" ] || { cat "$folder/log"; exit 1; }
graphql=$(sed -n 's/^GraphQL   \([^ ]*\).*/\1/p' "$folder/log")
curl -fsS -H 'content-type: application/json' -d '{"query":"{ me { id } }"}' "$graphql" >/dev/null
# The names of nodejs_* are the library's own.
curl -fsS "$url" | grep -E '^(# (HELP|TYPE) )?(identity_gateway|http)_' | promtool check metrics
echo "The metrics of $(curl -fsS "$url" | grep -c '^# TYPE') figures are in order."
