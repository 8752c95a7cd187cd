#!/usr/bin/env bash
# Builds the image of the Dockerfile without a daemon and without a registry of images, and has it tested; arguments go to jest.
# Needs root, and buildah, netavark and mmdebstrap of Debian. The bases are Debians made here; where images can be pulled, `docker
# build` takes those that the Dockerfile names. npm is told what npm here is told: its registry and its authority.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export BUILDAH_ISOLATION=chroot
folder=$(mktemp -d)
image=localhost/identity-gateway:check-$$
build=localhost/identity-gateway-build:check-$$
base=localhost/identity-gateway-base:check-$$
container=
finish() {
  [ -z "$container" ] || buildah rm "$container" >/dev/null || true
  buildah rmi -f "$image" "$build" "$base" >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap finish EXIT

# commit NAME TAR [SOURCE TARGET]…: an image of a root file system, with more files.
commit() {
  local name=$1 tar=$2 made
  shift 2
  made=$(buildah from scratch)
  buildah add --quiet "$made" "$tar" / >/dev/null
  while [ $# -gt 0 ]; do
    buildah add --quiet "$made" "$1" "$2" >/dev/null
    shift 2
  done
  buildah commit --quiet "$made" "$name" >/dev/null
  buildah rm "$made" >/dev/null
}

# As in distroless: libraries that were unpacked, and no shell.
mmdebstrap --quiet --variant=extract --include=base-files,libc6,libgcc-s1,libstdc++6 trixie "$folder/base.tar"
commit "$base" "$folder/base.tar"
# In place of the image of Node: a Debian with Node and npm of this machine.
mmdebstrap --quiet --variant=minbase --include=libstdc++6 trixie "$folder/build.tar"
printf '#!/bin/sh\nexec node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"\n' >"$folder/npm"
chmod +x "$folder/npm"
commit "$build" "$folder/build.tar" node_modules/node/bin/node /usr/local/bin/node \
  "$(npm root --global)/npm" /usr/local/lib/node_modules/npm "$folder/npm" /usr/local/bin/npm

secrets=()
authority=$(npm config get cafile)
[ -e "$authority" ] || authority=${NODE_EXTRA_CA_CERTS:-} # npm says null where there is none
[ -z "$authority" ] || secrets+=(--secret "id=ca,src=$authority")
cat "$(npm config get userconfig)" >"$folder/npmrc" 2>/dev/null || true
printf '\nregistry=%s\ncache=/var/cache/npm\n' "$(npm config get registry)" >>"$folder/npmrc"
secrets+=(--secret "id=npmrc,src=$folder/npmrc")
buildah bud --format docker --network host --volume "$(npm config get cache):/var/cache/npm" --ulimit nofile=20000:20000 --ulimit nproc=90000:90000 "${secrets[@]}" --tag "$image" \
  --build-arg BUILD="$build" --build-arg BASE="$base" .

buildah inspect --type image "$image" >"$folder/image.json"
container=$(buildah from "$image")
IMAGE_ROOT=$(buildah mount "$container") IMAGE_JSON=$folder/image.json NODE_OPTIONS='--experimental-vm-modules --disable-warning=ExperimentalWarning' \
  npx jest --config test/jest.config.js --runInBand "$@"
