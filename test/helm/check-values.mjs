/** Checks that the values of hostile.yaml reach the gateway unchanged: `check-values.mjs FILE`. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';

const manifests = parseAllDocuments(readFileSync(process.argv[2], 'utf8')).map((one) => one.toJS());
const manifestOf = (kind, name = '') =>
  manifests.find((one) => one?.kind === kind && one.metadata.name.endsWith(name));
const { env, envFrom } = manifestOf('Deployment').spec.template.spec.containers[0];
const given = Object.fromEntries(
  env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]),
);

assert.deepEqual(given, {
  NODE_ENV: 'production',
  HOST: '0.0.0.0',
  PORT: '4000',
  METRICS_PORT: '9464',
  DATA_DIR: '/data',
  CONFIG_FILE: '/etc/identity-gateway/gateway.yaml',
  LEDGER: 'postgres',
  AM_URL: 'https://am.example.com/am',
  PAGES: 'off',
  APQ: 'off',
  FEDERATION: 'on',
  ADMINS_OVER_PRIVILEGED: 'on',
  LIMIT_BODY_BYTES: '1048576',
  LIMIT_COST: '1000000',
  DRAIN_SECONDS: '16',
  OTEL_TRACES_SAMPLER_ARG: '0.25',
  TICKET_PATTERN: '(?:INC|CHG)-[0-9]{1,9}',
  PAGES_NAME: 'Ada\'s "desk": {{ .Values }}',
  READ_SCOPES: 'a, b',
  AM_SERVICE_PASSWORD: { secretKeyRef: { name: 'mark-password', key: 'password' } },
});
assert.deepEqual(envFrom, [{ secretRef: { name: 'mark-options' } }]);

// The file means what the values say, and the pod mounts it.
const { config } = parse(readFileSync(process.argv[3], 'utf8'));
const { data, metadata } = manifestOf('ConfigMap', '-config');
assert.deepEqual(parse(data['gateway.yaml']), config);
const { spec, metadata: pod } = manifestOf('Deployment').spec.template;
const volume = spec.volumes.find(({ name }) => name === 'config');
assert.equal(volume.configMap.name, metadata.name);
assert.ok(
  spec.containers[0].volumeMounts.some(
    ({ name, mountPath }) => name === 'config' && mountPath === '/etc/identity-gateway',
  ),
);
assert.match(pod.annotations['checksum/config'], /^[0-9a-f]{64}$/);

const { groups } = manifestOf('PrometheusRule').spec;
assert.ok(groups[0].rules.length > 10);
assert.match(groups[0].rules[0].annotations.summary, /^\{\{ \$labels\.instance \}\}/);
assert.ok(
  JSON.parse(manifestOf('ConfigMap', 'dashboard').data['identity-gateway.json']).panels.length > 5,
);
assert.equal(manifestOf('ServiceMonitor').spec.jobLabel, 'app.kubernetes.io/name');
assert.equal(manifestOf('Service').metadata.labels['app.kubernetes.io/name'], 'identity-gateway');
assert.deepEqual(manifestOf('NetworkPolicy').spec.policyTypes, ['Ingress', 'Egress']);
