/** Alerts, dashboard and runbook are about what exists: each names the other's parts, and figures that are counted. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { GatewayTelemetry } from '../../src/gateway-telemetry.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { unrecorded } from '../../src/ledger/unrecorded.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';

const rules = readFileSync('deploy/monitoring/alerts.yml', 'utf8');
const runbook = readFileSync('docs/runbook.md', 'utf8');
const errors = readFileSync('docs/errors.md', 'utf8');
const dashboard: unknown = JSON.parse(readFileSync('deploy/monitoring/dashboard.json', 'utf8'));

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

test('the tests of the rules have every alert fire, and not without a cause', () => {
  const seen = { fires: new Set<string>(), rests: new Set<string>() };
  const [, ...tries] = readFileSync('test/monitoring/alerts.yml', 'utf8').split('alertname: ');
  for (const text of tries) {
    const [, name = ''] = /^(\w+)/.exec(text) ?? [];
    seen[text.includes('exp_alerts: []') ? 'rests' : 'fires'].add(name);
  }

  expect([...seen.fires].toSorted()).toEqual(alerts.toSorted());
  expect([...seen.rests].toSorted()).toEqual(alerts.toSorted());
});

test('the alert of names and certificates knows every code that the log tells at level error', () => {
  const [, alert = ''] = /error_type=~"([^"]*)"/.exec(rules) ?? [];
  const log = readFileSync('src/telemetry/log.ts', 'utf8');
  const [, inLog = ''] = /\/\^\(\?:(ENOTFOUND[^)]*)\)\/\.test/.exec(log) ?? [];

  const prefixes = alert.split('|').map((pattern) => pattern.replace(/\.\*$/, ''));
  expect(prefixes.toSorted()).toEqual(inLog.split('|').toSorted());
});

test('every alert points at its section', () => {
  const anchors = [...rules.matchAll(/runbook: docs\/runbook\.md#(\w+)$/gm)].map(([, id]) => id);

  expect(anchors).toEqual(alerts.map((name) => name.toLowerCase()));
});

test('every error code has a section in the runbook, and every section a code', () => {
  const table = errors.split('\n## Codes\n')[1]?.split('\n## ')[0] ?? '';
  const codes = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, code = '']) => code);

  expect(codes.length).toBeGreaterThan(20);
  expect(sectionsOf('Error codes').toSorted()).toEqual(codes.toSorted());
});

test('every link within the runbook leads somewhere', () => {
  const anchors = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll('`', '').replaceAll(' ', '-'),
  );
  const links = [...runbook.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor = '']) => anchor);

  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
});

describe('a query', () => {
  /** The labels of every figure, by its name. */
  const figures = new Map<string, readonly string[]>();

  beforeAll(async () => {
    const log = createLog('silent', { destination: { write: () => undefined } });
    const ledger = { ...unrecorded, spooledBytes: async () => 0 };
    const telemetry = new GatewayTelemetry({ metricsPort: 0 }, { log, ledger });
    telemetry.registerGauges({
      connections: async () => 0,
      requestsUnderWay: () => 0,
      callsUnderWay: () => 0,
      compartments: () => [],
      admission: () => null,
      health: { last: null, readiness: async () => undefined },
    });
    for (const figure of telemetry.metrics?.registry.getMetricsAsArray() ?? []) {
      const labels: unknown = Reflect.get(figure, 'labelNames');
      const names = Array.isArray(labels) ? labels.map(String) : [];
      const { name, type } = figure;
      const suffixes = type === 'histogram' ? ['_bucket', '_count', '_sum'] : [''];
      for (const suffix of suffixes) figures.set(`${name}${suffix}`, [...names, 'le']);
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

  test('is there for every alert and panel', () => {
    expect(queries.length).toBeGreaterThan(alerts.length + 20);
  });

  test.each(queries)('asks for figures and labels that exist: %s', (query) => {
    const named = [
      ...query.matchAll(/\b((?:identity_gateway|http|nodejs|process)_\w+)(\{[^}]*\})?/g),
    ];
    const asked = named.filter(([, name = '']) => !isLabel(name));
    expect(asked.length + (query.includes('up{') ? 1 : 0)).toBeGreaterThan(0);
    for (const [, name = '', selector = ''] of asked) {
      expect([...figures.keys()]).toContain(name);
      for (const [, label = ''] of selector.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)) {
        expect(['instance', 'job', ...(figures.get(name) ?? [])]).toContain(label);
      }
    }
  });

  test('of the variable of the dashboard, too', () => {
    const [, instance] = listAt(dashboard, 'templating', 'list');

    expect(fieldAt(instance, 'query')).toBe('label_values(identity_gateway_info, instance)');
    expect([...figures.keys()]).toContain('identity_gateway_info');
  });
});

function isLabel(name: string): boolean {
  return /^http_(?:route|request_method|response_status_code)$/.test(name);
}
