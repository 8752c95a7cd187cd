# The gateway in an image without a shell, npm or a compiler:
#
#   docker build -t identity-gateway .
#
# BASE may be any image with glibc and libstdc++; its own Node, if it has one, is not used. Name both images by their digests
# (--build-arg BASE=…@sha256:…) where a build must be repeatable. A registry of your own and the
# authority that issued its certificate are handed in as build secrets, which no layer keeps:
#
#   docker build -t identity-gateway --secret id=npmrc,src=company.npmrc --secret id=ca,src=company-ca.pem .
ARG BUILD=node:24-trixie-slim
ARG BASE=gcr.io/distroless/cc-debian13:nonroot

FROM ${BUILD} AS build
ARG BASE
WORKDIR /build/identity-gateway
COPY package.json package-lock.json .npmrc ./
COPY packages/client/package.json packages/client/
COPY web/package.json web/
RUN --mount=type=secret,id=npmrc,target=/run/secrets/npmrc --mount=type=secret,id=ca,target=/run/secrets/ca.pem \
  if [ -s /run/secrets/npmrc ]; then export NPM_CONFIG_USERCONFIG=/run/secrets/npmrc; fi; \
  if [ -s /run/secrets/ca.pem ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca.pem; fi; \
  npm ci --no-audit --no-fund
COPY . .
# The Node that this release was tested with. The program is one bundle; the sandbox, which is for development, has files of its own.
# The SBOM names the packages in the bundle. Node and the base come beside them.
RUN cp "$(node -p "require('node:fs').realpathSync('node_modules/.bin/node')")" node \
  && npm run -s build \
  && rm -rf dist/sign-in.js* dist/chunks/sandbox* dist/schema.d.ts && find dist -name '*.map' -delete \
  && ./node -e 'const fs = require("node:fs"); \
    const sbom = JSON.parse(fs.readFileSync("dist/sbom.cdx.json", "utf8")); \
    sbom.components.push({ type: "platform", name: "node", version: process.versions.node }, \
      { type: "container", name: process.argv[1] }); \
    fs.writeFileSync("sbom.cdx.json", JSON.stringify(sbom));' "$BASE" \
  && rm dist/sbom.cdx.json && mkdir data

FROM ${BASE}
ARG VERSION=0.4.0-dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="identity-gateway" \
  org.opencontainers.image.description="A typed, guarded GraphQL gateway over the device-recovery REST operations of Access Management" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
COPY --from=build /build/identity-gateway/node /usr/local/bin/node
COPY --from=build /build/identity-gateway/package.json /build/identity-gateway/LICENSE /build/identity-gateway/CHANGELOG.md /build/identity-gateway/sbom.cdx.json ./
COPY --from=build /build/identity-gateway/schema ./schema
COPY --from=build /build/identity-gateway/web/dist ./web/dist
COPY --from=build /build/identity-gateway/web/messages ./web/messages
COPY --from=build /build/identity-gateway/deploy/mail ./deploy/mail
COPY --from=build /build/identity-gateway/dist ./dist
COPY --from=build --chown=65532:65532 /build/identity-gateway/data /data
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
USER 65532:65532
VOLUME /data
EXPOSE 4000 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["/usr/local/bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.METRICS_PORT ?? 9464}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/local/bin/node", "--disable-sigusr1", "/app/dist/main.js"]
