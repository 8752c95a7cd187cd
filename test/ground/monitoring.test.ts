/** Alerts, dashboard and runbook refer to existing sections and metrics. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { GatewayTelemetry } from '../../src/process/gateway-telemetry.ts';
import { auditMetrics } from '../../src/telemetry/audit-metrics.ts';
import { campaignMetrics } from '../../src/telemetry/campaign-metrics.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { unrecorded } from '../../src/ledger/unrecorded.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';

const rules = readFileSync('deploy/helm/monitoring/alerts.yml', 'utf8');
const runbook = readFileSync('docs/runbook.md', 'utf8');
const errors = readFileSync('docs/errors.md', 'utf8');
const dashboard: unknown = JSON.parse(
  readFileSync('deploy/helm/monitoring/dashboard.json', 'utf8'),
);

/** The headings of one part of the runbook. */
function sectionsOf(part: string): string[] {
  const text = runbook.split(`\n## ${part}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...text.matchAll(/^### `?(\w+)`?$/gm)].map(([, name = '']) => name);
}

const alerts = [...rules.matchAll(/^ +- alert: (\w+)$/gm)].map(([, name = '']) => name);

test('every alert has a section in the runbook, and every section an alert', () => {
  expect(alerts.length).toBeGreaterThan(10);
  expect(sectionsOf('Alerts')).toEqual(alerts);
});

test('the tests of the rules cover firing and silence of every alert', () => {
  const seen = { fires: new Set<string>(), rests: new Set<string>() };
  const [, ...tries] = readFileSync('test/monitoring/alerts.yml', 'utf8').split('alertname: ');
  for (const text of tries) {
    const [, name = ''] = /^(\w+)/.exec(text) ?? [];
    seen[text.includes('exp_alerts: []') ? 'rests' : 'fires'].add(name);
  }

  expect([...seen.fires].toSorted()).toEqual(alerts.toSorted());
  expect([...seen.rests].toSorted()).toEqual(alerts.toSorted());
});

test('the alert of names and certificates matches every code that is logged at level error', () => {
  const [, alert = ''] = /error_type=~"([^"]*)"/.exec(rules) ?? [];
  const log = readFileSync('src/telemetry/log.ts', 'utf8');
  const [, inLog = ''] = /\/\^\(\?:(ENOTFOUND[^)]*)\)\/\.test/.exec(log) ?? [];

  const prefixes = alert.split('|').map((pattern) => pattern.replace(/\.\*$/, ''));
  expect(prefixes.toSorted()).toEqual(inLog.split('|').toSorted());
});

test('every alert links to its section', () => {
  const anchors = [...rules.matchAll(/runbook: docs\/runbook\.md#(\w+)$/gm)].map(([, id]) => id);

  expect(anchors).toEqual(alerts.map((name) => name.toLowerCase()));
});

test('every error code has a section in the runbook, and every section a code', () => {
  const table = errors.split('\n## Codes\n')[1]?.split('\n## ')[0] ?? '';
  const codes = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, code = '']) => code);

  expect(codes.length).toBeGreaterThan(20);
  expect(sectionsOf('Error codes').toSorted()).toEqual(codes.toSorted());
});

describe('a query', () => {
  /** The labels of each metric, by name. */
  const metricLabels = new Map<string, readonly string[]>();

  beforeAll(async () => {
    const log = createLog('silent', { destination: { write: () => undefined } });
    const ledger = { ...unrecorded, spooledBytes: async () => 0 };
    const telemetry = new GatewayTelemetry(
      { metricsPort: 0, requestDeadlineMs: 15_000 },
      { log, ledger },
    );
    telemetry.registerGauges({
      connections: async () => 0,
      requestsUnderWay: () => 0,
      callsUnderWay: () => 0,
      bulkheads: () => [],
      admission: () => null,
      health: { last: null, readiness: async () => undefined },
    });
    telemetry.metrics?.outbox(async () => []);
    if (telemetry.metrics !== undefined) {
      auditMetrics(telemetry.metrics, async () => ({ waiting: 0, oldestMs: 0 }));
      const nothing = { running: 0, held: 0, waiting: 0, failed: 0 };
      campaignMetrics(telemetry.metrics, async () => nothing);
    }
    for (const metric of telemetry.metrics?.registry.getMetricsAsArray() ?? []) {
      const labels: unknown = Reflect.get(metric, 'labelNames');
      const names = Array.isArray(labels) ? labels.map(String) : [];
      const { name, type } = metric;
      const suffixes = type === 'histogram' ? ['_bucket', '_count', '_sum'] : [''];
      for (const suffix of suffixes) metricLabels.set(`${name}${suffix}`, [...names, 'le']);
    }
  });

  const queries = [
    ...rules
      .split(/^ +- alert: /m)
      .slice(1)
      .map((rule) => rule.split('expr:')[1]?.split(/^ +(?:for|labels):/m)[0] ?? ''),
    ...listAt(dashboard, 'panels').flatMap((panel) =>
      listAt(panel, 'targets').map((target) => textAt(target, 'expr')),
    ),
  ];

  test('exists for every alert and panel', () => {
    expect(queries.length).toBeGreaterThan(alerts.length + 20);
  });

  test.each(queries)('uses existing metrics and labels: %s', (query) => {
    const named = [
      ...query.matchAll(/\b((?:identity_gateway|http|nodejs|process)_\w+)(\{[^}]*\})?/g),
    ];
    const metrics = named.filter(([, name = '']) => !isLabel(name));
    expect(metrics.length + (query.includes('up{') ? 1 : 0)).toBeGreaterThan(0);
    for (const [, name = '', selector = ''] of metrics) {
      expect([...metricLabels.keys()]).toContain(name);
      for (const [, label = ''] of selector.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)) {
        expect(['instance', 'job', ...(metricLabels.get(name) ?? [])]).toContain(label);
      }
    }
  });

  test('of the variable of the dashboard uses an existing metric', () => {
    const [, instance] = listAt(dashboard, 'templating', 'list');

    expect(fieldAt(instance, 'query')).toBe('label_values(identity_gateway_info, instance)');
    expect([...metricLabels.keys()]).toContain('identity_gateway_info');
  });
});

function isLabel(name: string): boolean {
  return /^http_(?:route|request_method|response_status_code)$/.test(name);
}
