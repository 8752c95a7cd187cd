# The gateway in an image without a shell, npm or a compiler. BASE may be any image with glibc; where it has no Node of its own,
# the one that npm installs for this checkout is copied in:
#
#   docker build -t identity-gateway .
#   docker build -t identity-gateway --build-arg BASE=debian:trixie-slim .
ARG BUILD=node:24-trixie-slim
ARG BASE=gcr.io/distroless/cc-debian13:nonroot

FROM ${BUILD} AS build
WORKDIR /build
COPY . .
RUN npm ci --no-audit --no-fund && npm run -s build \
  && cp "$(node -p "require('node:fs').realpathSync('node_modules/.bin/node')")" /build/node \
  && npm exec --yes --package=@cyclonedx/cyclonedx-npm@6.0.1 -- cyclonedx-npm --omit dev --output-reproducible --output-file sbom.cdx.json \
  && npm prune --omit=dev --no-audit --no-fund --ignore-scripts \
  && rm -rf node_modules/.cache node_modules/.bin \
  && mkdir -p data

FROM ${BASE}
LABEL org.opencontainers.image.title="identity-gateway" \
  org.opencontainers.image.description="A typed, guarded GraphQL gateway over the device-recovery REST operations of Access Management" \
  org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY --from=build /build/node /usr/local/bin/node
COPY --from=build /build/package.json /build/LICENSE /build/sbom.cdx.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/schema ./schema
COPY --from=build /build/web/dist ./web/dist
COPY --from=build /build/dist ./dist
COPY --from=build --chown=65532:65532 /build/data /data
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
USER 65532:65532
VOLUME /data
EXPOSE 4000 9464
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/node", "/app/dist/main.js"]
