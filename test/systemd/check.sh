#!/usr/bin/env bash
# Has systemd read the unit: no name or value that it does not know, and hardened as it can be. It is not started: that takes a
# machine that systemd has booted. Needs systemd.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unit=deploy/systemd/identity-gateway.service

# Reads a unit in which the program is one that this machine has; what systemd says of it is a fault.
verify() {
  sed 's|^ExecStart=/usr/bin/node|ExecStart=/bin/true|' "$1" >"$folder/identity-gateway.service"
  systemd-analyze verify --man=no "$folder/identity-gateway.service" >"$folder/said" 2>&1 && [ ! -s "$folder/said" ]
}

verify "$unit" || { cat "$folder/said"; exit 1; }
systemd-analyze security --offline=true --threshold=20 --no-pager "$unit" >"$folder/exposure"
tail -1 "$folder/exposure"
for line in RestartPreventExitStatus=78 SuccessExitStatus=75 'ExecReload=/bin/kill -HUP $MAINPID' KillMode=mixed; do
  grep -qxF "$line" "$unit" || { echo "missing: $line"; exit 1; }
done
# The check itself: a name and a value that are none of systemd's.
for wrong in 's/^RestartSec=/RestartSecs=/' 's/^KillMode=mixed/KillMode=mixt/'; do
  sed "$wrong" "$unit" >"$folder/wrong"
  if verify "$folder/wrong"; then echo "passed, but should not: $wrong"; exit 1; fi
done
