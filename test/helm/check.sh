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
npm install --silent --no-audit --no-fund --no-save --prefix "$folder" kubernetes-models@5.1.0 yaml@2.9.1
cp test/helm/check-manifests.mjs "$folder/"

# render FILE VALUE…: renders the chart into a file. All jobs run in one Java at the end: each start of one takes seconds.
render() { printf '%s\n' "$folder/$1" "${chart:-deploy/helm}" "${@:2}" '' >>"$folder/jobs"; }
# refused SENTENCE VALUE…: Helm refuses the values, and says so.
sentences=()
refused() {
  render "refused-${#sentences[@]}" "${@:2}"
  sentences+=("$1")
}

am=env.AM_URL=https://am.example.com/am
file=config.am.url=https://am.example.com/am
render one.yaml "$file"
render many.yaml "$am" persistence.enabled=false replicaCount=3 ingress.enabled=true ingress.pages=true ingress.enrolment=true \
  autoscaling.enabled=true serviceMonitor.enabled=true image.digest=sha256:$(printf '0%.0s' $(seq 64))
# Everything that a deployment brings along: each value has a mark that must be in what is rendered.
render all.yaml "$am" existingSecretChecksum=mark-checksum 'envFrom[0].secretRef.name=mark-secret' env.AM_SERVICE_PASSWORD_FILE=/run/mark-file/password \
  'extraVolumes[0].name=mark-volume' 'extraVolumes[0].secret.secretName=mark-existing-secret' \
  'extraVolumeMounts[0].name=mark-volume' 'extraVolumeMounts[0].mountPath=/run/mark-file' 'extraVolumeMounts[0].readOnly=true' \
  persistence.existingClaim=mark-claim serviceAccount.create=false serviceAccount.name=mark-account 'imagePullSecrets[0].name=mark-pull' \
  podAnnotations.note=mark-annotation podLabels.team=mark-label service.annotations.note=mark-service service.type=LoadBalancer \
  ingress.enabled=true ingress.className=mark-class ingress.annotations.note=mark-ingress 'ingress.hosts[0].host=mark-host.example.com' \
  'ingress.hosts[0].paths[0].path=/mark-path' 'ingress.hosts[0].paths[0].pathType=Prefix' 'ingress.tls[0].secretName=mark-tls' \
  'ingress.tls[0].hosts[0]=mark-host.example.com' nodeSelector.disk=mark-node 'tolerations[0].key=mark-taint' 'tolerations[0].operator=Exists' \
  'affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight=1' \
  'affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key=mark-affinity' \
  'affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].operator=Exists' \
  'extraContainers[0].name=mark-container' 'extraContainers[0].image=mark-image' 'topologySpreadConstraints[0].maxSkew=1' 'topologySpreadConstraints[0].topologyKey=mark-zone' \
  'topologySpreadConstraints[0].whenUnsatisfiable=ScheduleAnyway' serviceMonitor.enabled=true serviceMonitor.labels.release=mark-monitor
# What people write must reach the gateway as it was meant, and the gateway must accept it.
# helm-java prints no hooks, and the test of the chart is one.
cp -R deploy/helm "$folder/chart"
sed -i '/helm.sh\/hook/d' "$folder/chart/templates/readiness-check.yaml" "$folder/chart/templates/migrate.yaml"
chart=$folder/chart render migrated.yaml "$file" persistence.enabled=false migration.enabled=true migration.secret=mark-owner
# The configuration file that the pages show, as it is.
{ echo 'env: { AM_URL: https://am.example.com/am }' && echo 'config:' && sed 's/^/  /' deploy/config/gateway.yaml; } >"$folder/company-values.yaml"
render company.yaml "$folder/company-values.yaml"
chart=$folder/chart render hostile.yaml test/helm/hostile.yaml
refused 'Set env.AM_URL or config.am.url' replicaCount=1
refused 'LEDGER=postgres keeps nothing' "$file" config.ledger.mode=postgres
refused 'migration is for PostgreSQL' "$am" migration.enabled=true migration.secret=x
refused 'Set migration.secret' "$am" persistence.enabled=false migration.enabled=true
refused 'LEDGER=postgres keeps nothing' "$am" env.LEDGER=postgres
refused 'needs PostgreSQL' "$am" replicaCount=2
refused 'needs PostgreSQL' "$am" autoscaling.enabled=true
refused 'not both' "$am" env.CONFIG_FILE=/x 'config.realms[0].name=alpha'
# values.schema.json: a name that is none, and values that the chart or Kubernetes could not use.
for wrong in replicas=2 replicaCount=two image.pullPolicy=Sometimes image.digest=latest service.type=Ingress service.port=0 metrics.port=4000 \
  env.PORT=8080 env.am_url=x env.AM_REALMS.alpha=x ingress.enabled=perhaps 'ingress.hosts[0].host=x' persistence.size=large \
  'config.realm[0].name=alpha' 'config.realms[0].name=a b' 'config.webhooks[0].secrets[0]=whsec_x' probes.liveness.seconds=3 podDisruptionBudget.minAvailable=half serviceMonitor.interval=often 'extraVolumes[0].secret.secretName=x'; do
  refused "values don't meet the specifications of the schema" "$am" "$wrong"
done
java -cp "$folder/lib/*" test/helm/RenderChart.java "$folder/jobs" 2>"$folder/errors" || { cat "$folder/errors"; exit 1; }
for file in one many all hostile migrated company; do
  [ -e "$folder/$file.yaml" ] || { cat "$folder/$file.yaml.refused"; exit 1; }
done
for mark in secret file volume existing-secret claim account pull annotation label service class ingress host path tls node taint affinity zone monitor container checksum; do
  grep -q "mark-$mark" "$folder/all.yaml" || { echo "not rendered: mark-$mark"; exit 1; }
done
for mark in options password rules runbook.example.com/page#gatewayabsent ingress prometheus; do
  grep -q "mark-$mark" "$folder/hostile.yaml" || { echo "not rendered: mark-$mark"; exit 1; }
done
for at in "${!sentences[@]}"; do
  said="$folder/refused-$at.refused"
  [ -e "$said" ] || { echo "rendered, but should not: ${sentences[$at]}"; cat "$folder/refused-$at"; exit 1; }
  grep -q "${sentences[$at]}" "$said" || { cat "$said"; exit 1; }
done
node "$folder/check-manifests.mjs" "$folder/one.yaml" ConfigMap Deployment PersistentVolumeClaim Service ServiceAccount
node "$folder/check-manifests.mjs" "$folder/all.yaml" Deployment Ingress Service ServiceMonitor
node "$folder/check-manifests.mjs" "$folder/many.yaml" Deployment HorizontalPodAutoscaler Ingress PodDisruptionBudget Service ServiceAccount ServiceMonitor
node "$folder/check-manifests.mjs" "$folder/migrated.yaml" ConfigMap Deployment Job Pod Service ServiceAccount
node "$folder/check-manifests.mjs" "$folder/company.yaml" ConfigMap Deployment PersistentVolumeClaim Service ServiceAccount
grep -q mark-owner "$folder/migrated.yaml" || { echo 'the migration does not use the secret of the owner'; exit 1; }
for spread in kubernetes.io/hostname topology.kubernetes.io/zone /enrolment/decisions 'path: /$'; do
  grep -q "$spread" "$folder/many.yaml" || { echo "more than one replica, without $spread"; exit 1; }
done
node "$folder/check-manifests.mjs" "$folder/hostile.yaml" ConfigMap ConfigMap Deployment NetworkPolicy Pod PodDisruptionBudget PrometheusRule Service ServiceAccount ServiceMonitor
cp test/helm/check-values.mjs "$folder/"
node "$folder/check-values.mjs" "$folder/hostile.yaml" test/helm/hostile.yaml
