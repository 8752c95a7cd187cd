#!/usr/bin/env bash
# Lets systemd check the unit: every name and value is valid, and it is hardened. Then runs what the unit says in a mount
# namespace laid out as docs/operating.md and docs/deployment.md say, as a user without rights, since no systemd runs here.
# Needs systemd-analyze, setpriv, curl and root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unit=deploy/systemd/identity-gateway@.service

# Verifies one instance of the unit, with a program that exists on every machine. Any output of systemd is a failure.
verify() {
  sed 's|^ExecStart=/usr/bin/env.*|ExecStart=/bin/true|' "$1" >"$folder/identity-gateway@.service"
  systemd-analyze verify --man=no "$folder/identity-gateway@4000.service" >"$folder/said" 2>&1 && [ ! -s "$folder/said" ]
}

verify "$unit" || { cat "$folder/said"; exit 1; }
systemd-analyze security --offline=true --threshold=20 --no-pager "$unit" >"$folder/exposure"
tail -1 "$folder/exposure"
for line in RestartPreventExitStatus=78 SuccessExitStatus=75 'ExecReload=/bin/kill -HUP $MAINPID' KillMode=mixed \
  'LoadCredential=gateway.yaml:/opt/identity-gateway/gateway.yaml' 'SetCredential=gateway.yaml:{}' \
  'LoadCredential=instance.env:/opt/identity-gateway/%i.env' \
  'LoadCredential=am.password:/etc/identity-gateway/am.password'; do
  grep -qxF "$line" "$unit" || { echo "missing: $line"; exit 1; }
done
# The check itself fails on a wrong name and on a wrong value.
for wrong in 's/^RestartSec=/RestartSecs=/' 's/^KillMode=mixed/KillMode=mixt/'; do
  sed "$wrong" "$unit" >"$folder/wrong"
  if verify "$folder/wrong"; then echo "passed, but should not: $wrong"; exit 1; fi
done

npm run -s prestart
[ "$(id -u)" = 0 ] && unshare --mount true || { echo 'not run: that needs root and namespaces'; exit 0; }
UNIT=$PWD/$unit CHECKOUT=$PWD FOLDER=$folder unshare --mount bash -euo pipefail <<'RUN'
# Below the ports that the system gives to others.
port=24$((RANDOM % 900 + 100)) metrics=25$((RANDOM % 900 + 100))
# The layout of the pages. Secrets are root's; the release is a link.
for place in /opt /etc/identity-gateway /var/lib/identity-gateway; do
  mkdir -p "$place" 2>/dev/null
  mount -t tmpfs tmpfs "$place"
done
mkdir -p /opt/identity-gateway "$FOLDER/credentials" "/var/lib/identity-gateway/$port"
ln -s "$CHECKOUT" /opt/identity-gateway/current
printf 'AM_URL=http://127.0.0.1:9/am\nAM_SERVICE_USERNAME=amadmin\nAM_SERVICE_PASSWORD_FILE=/etc/identity-gateway/am.password\nDATA_DIR=/opt/identity-gateway/data\n' >/opt/identity-gateway/gateway.env
echo "METRICS_PORT=$metrics" >"/opt/identity-gateway/$port.env"
(umask 077 && echo secret >/etc/identity-gateway/am.password)
chmod 600 /opt/identity-gateway/*.env
# What systemd does with the unit: specifiers, credentials, a dynamic user.
value() { sed -n "s/^$1=//p" "$UNIT" | sed "s|%i|$port|g; s|%S|/var/lib|g; s|%d|$FOLDER/credentials|g"; }
set -a
eval "$(value Environment)"
set +a
for credential in $(value SetCredential); do echo "${credential#*:}" >"$FOLDER/credentials/${credential%%:*}"; done
for credential in $(value LoadCredential); do
  # An absent file is the default that SetCredential has.
  [ -e "${credential#*:}" ] || [ -e "$FOLDER/credentials/${credential%%:*}" ] || { echo "absent: $credential"; exit 1; }
  [ ! -e "${credential#*:}" ] || cp "${credential#*:}" "$FOLDER/credentials/${credential%%:*}"
done
chmod 755 "$FOLDER"
chown -R 65534:65534 "$FOLDER/credentials" "/var/lib/identity-gateway/$port"
cd "$(value WorkingDirectory)"
command=$(value ExecStart | sed "s|/usr/bin/node|$CHECKOUT/node_modules/node/bin/node|")
setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --bounding-set=-all $command >"$FOLDER/log" 2>&1 &
gateway=$!
curl -fsS --retry 60 --retry-delay 1 --retry-all-errors "http://127.0.0.1:$metrics/health/live" 2>/dev/null || { cat "$FOLDER/log"; exit 1; }
grep -q "\"step\":\"listening\",\"url\":\"http://127.0.0.1:$port\"" "$FOLDER/log" || { cat "$FOLDER/log"; exit 1; }
[ -e "/var/lib/identity-gateway/$port/ledger.db" ] || { echo 'no ledger in the state directory'; exit 1; }
kill -USR1 "$gateway"
kill -HUP "$gateway"
sleep 1
grep -q 'SIGHUP: Reloaded nothing' "$FOLDER/log" || { cat "$FOLDER/log"; exit 1; }
grep -q 'Debugger' "$FOLDER/log" && { cat "$FOLDER/log"; exit 1; }
kill -TERM "$gateway"
wait "$gateway"
echo ' the unit starts, reloads and stops'
RUN
