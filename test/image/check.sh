#!/usr/bin/env bash
# Builds the image without a daemon and without a registry, and runs it as a cluster would: as nobody, on a root that cannot be
# written. Needs root, buildah, netavark and mmdebstrap of Debian. The base is a Debian made here; where images can be
# pulled, the Dockerfile's own are used by `docker build`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
folder=$(mktemp -d)
image=localhost/identity-gateway:check
container=
finish() {
  [ -z "$container" ] || buildah rm "$container" >/dev/null || true
  buildah rmi -f "$image" localhost/identity-gateway-base localhost/identity-gateway-build >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap finish EXIT

# One Debian for both stages; the stage that builds also gets Node and npm of this machine.
mmdebstrap --quiet --variant=minbase --include=ca-certificates,libatomic1 trixie "$folder/root.tar"
base=$(buildah from scratch)
buildah add --quiet "$base" "$folder/root.tar" / >/dev/null
buildah commit --quiet "$base" localhost/identity-gateway-base >/dev/null
buildah add --quiet "$base" node_modules/node/bin/node /usr/local/bin/node >/dev/null
buildah add --quiet "$base" "$(npm root --global)/npm" /usr/local/lib/node_modules/npm >/dev/null
printf '#!/bin/sh\nexec node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"\n' >"$folder/npm"
chmod +x "$folder/npm"
buildah add --quiet "$base" "$folder/npm" /usr/local/bin/npm >/dev/null
buildah commit --quiet "$base" localhost/identity-gateway-build >/dev/null
buildah rm "$base" >/dev/null

npmrc=()
for file in "$HOME/.npmrc" /etc/npmrc; do
  [ -e "$file" ] && npmrc+=(--volume "$file:/root/.npmrc:ro") && break
done
buildah bud --network host --ulimit nofile=20000:20000 --ulimit nproc=90000:90000 "${npmrc[@]}" --tag "$image" \
  --build-arg BUILD=localhost/identity-gateway-build --build-arg BASE=localhost/identity-gateway-base .

container=$(buildah from --ulimit nofile=20000:20000 --ulimit nproc=90000:90000 "$image")
in_image() { buildah run --network host "$@"; }
[ "$(in_image "$container" -- /usr/local/bin/node -p 'process.getuid()')" = 65532 ]
in_image "$container" -- /usr/local/bin/node -e '
  const { existsSync, readFileSync } = require("node:fs");
  const there = ["npm", "npx", "gcc", "cc", "make"].filter((name) => existsSync(`/usr/bin/${name}`) || existsSync(`/usr/local/bin/${name}`));
  if (there.length > 0) throw new Error(`in the image: ${there}`);
  for (const name of ["jest", "typescript", "oxlint"]) if (existsSync(`/app/node_modules/${name}`)) throw new Error(name);
  const sbom = JSON.parse(readFileSync("/app/sbom.cdx.json", "utf8"));
  if (sbom.bomFormat !== "CycloneDX" || sbom.components.length < 20) throw new Error("no SBOM");
  console.log(`${sbom.components.length} components`);'
in_image "$container" -- /usr/local/bin/node /app/dist/main.js --version
code=0
in_image "$container" -- /usr/local/bin/node /app/dist/main.js check 2>"$folder/refused" || code=$?
[ "$code" = 78 ] && grep -q 'AM_URL: missing' "$folder/refused"
echo 'The image is in order.'
