#!/usr/bin/env bash
# Builds the image without a daemon and without a registry, and runs it as a cluster would: as nobody, on a root that cannot be
# written. Needs root, buildah, netavark and mmdebstrap of Debian. Both bases are a Debian made here; where images can be
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

# base NAME PACKAGES: a Debian with these packages.
base() {
  mmdebstrap --quiet --variant=minbase --include="$2" trixie "$folder/root.tar"
  local made
  made=$(buildah from scratch)
  buildah add --quiet "$made" "$folder/root.tar" / >/dev/null
  buildah commit --quiet "$made" "localhost/$1" >/dev/null
  buildah rm "$made" >/dev/null
  rm "$folder/root.tar"
}
base identity-gateway-base ca-certificates,libatomic1
base identity-gateway-build ca-certificates,nodejs,npm,libatomic1

npmrc=()
for file in "$HOME/.npmrc" /etc/npmrc; do
  [ -e "$file" ] && npmrc+=(--volume "$file:/root/.npmrc:ro") && break
done
buildah bud --quiet --network host "${npmrc[@]}" --tag "$image" \
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
