#!/usr/bin/env bash
# Lints the chart and renders it with the real Helm, which comes from Maven Central, and has every manifest checked against
# Kubernetes' own schemas. Needs Java, Maven and npm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>helm</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.marcnuri.helm-java</groupId><artifactId>helm-java</artifactId><version>0.0.21</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B -f "$folder/pom.xml" dependency:copy-dependencies -DoutputDirectory="$folder/lib"
npm install --silent --no-audit --no-fund --no-save --prefix "$folder" kubernetes-models@5.1.0 yaml@2.8.1
cp test/helm/check-manifests.mjs "$folder/"

render() { java -cp "$folder/lib/*" test/helm/RenderChart.java deploy/helm "$@" 2>"$folder/errors"; }
refused() {
  local sentence=$1
  shift
  if render "$@" >/dev/null; then echo "rendered, but should not: $*"; exit 1; fi
  grep -q "$sentence" "$folder/errors" || { cat "$folder/errors"; exit 1; }
}

am=env.AM_URL=https://am.example.com/am
render "$am" >"$folder/one.yaml"
render "$am" persistence.enabled=false replicaCount=3 ingress.enabled=true podDisruptionBudget.enabled=true \
  autoscaling.enabled=true serviceMonitor.enabled=true image.digest=sha256:0 >"$folder/many.yaml"
refused 'Set env.AM_URL' replicaCount=1
refused 'needs PostgreSQL' "$am" replicaCount=2
node "$folder/check-manifests.mjs" "$folder/one.yaml" Deployment PersistentVolumeClaim Service ServiceAccount
node "$folder/check-manifests.mjs" "$folder/many.yaml" Deployment HorizontalPodAutoscaler Ingress PodDisruptionBudget Service ServiceAccount ServiceMonitor
