/** Checks that the values of hostile.yaml reach the gateway unchanged: `check-values.mjs FILE`. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const manifests = parseAllDocuments(readFileSync(process.argv[2], 'utf8')).map((one) => one.toJS());
const manifestOf = (kind) => manifests.find((one) => one?.kind === kind);
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
  LEDGER: 'postgres',
  AM_FLAVOR: 'pingam',
  AM_REALMS: 'alpha',
  AM_URL: 'https://am.example.com/am',
  SHED_LOAD: 'off',
  APQ: 'off',
  FEDERATION: 'on',
  ADMINS_OVER_PRIVILEGED: 'on',
  LIMIT_BODY_BYTES: '1048576',
  LIMIT_COST: '1000000',
  MAX_CONNECTIONS: '1000000',
  DRAIN_SECONDS: '16',
  OTEL_TRACES_SAMPLER_ARG: '0.25',
  TICKET_PATTERN: '(?:INC|CHG)-[0-9]{1,9}',
  PAGES_NAME: 'Ada\'s "desk": {{ .Values }}',
  HELP_DESK_GROUPS: 'a, b',
  AM_SERVICE_PASSWORD: { secretKeyRef: { name: 'mark-password', key: 'password' } },
});
assert.deepEqual(envFrom, [{ secretRef: { name: 'mark-options' } }]);

const { groups } = manifestOf('PrometheusRule').spec;
assert.ok(groups[0].rules.length > 10);
assert.match(groups[0].rules[0].annotations.summary, /^\{\{ \$labels\.instance \}\}/);
assert.ok(JSON.parse(manifestOf('ConfigMap').data['identity-gateway.json']).panels.length > 5);
assert.equal(manifestOf('ServiceMonitor').spec.jobLabel, 'app.kubernetes.io/name');
assert.equal(manifestOf('Service').metadata.labels['app.kubernetes.io/name'], 'identity-gateway');
assert.deepEqual(manifestOf('NetworkPolicy').spec.policyTypes, ['Ingress', 'Egress']);
