/** Alerts, dashboard and runbook refer to existing sections and metrics. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { securityEventTypes } from '../../src/domain/outbox/security-event.ts';
import { metricTable } from '../../src/telemetry/metric-table.ts';
import { Metrics } from '../../src/telemetry/metrics.ts';
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

test('every type of security event is once in its table of the runbook', () => {
  const [, part = ''] = runbook.split('\n## Security events\n');
  const rows = [...(part.split('\n## ')[0] ?? '').matchAll(/^\| (`[a-z].*?) +\|/gm)];
  const types = rows.flatMap(([, names = '']) => names.replaceAll('`', '').split(', '));

  expect(types.toSorted()).toEqual([...securityEventTypes].toSorted());
});

test.each(['ChangesUnusual', 'RefusalsUnusual', 'SecurityEvents'])(
  'the first step of %s, which may be an attack, is the freeze',
  (name) => {
    const [, section = ''] = runbook.split(`\n### ${name}\n`);
    const [, command = ''] =
      /`(identity-gateway [^`]+)`/.exec(section.split('\n##')[0] ?? '') ?? [];

    expect(section.indexOf('identity-gateway')).toBeLessThan(300);
    expect(command).toMatch(/^identity-gateway threat set alpha frozen /);
  },
);

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

test('every alert links to its section, by the address that the chart can replace', () => {
  const [, page = ''] = /runbook: (\S+\/docs\/runbook\.md)$/m.exec(
    readFileSync('deploy/helm/values.yaml', 'utf8'),
  ) ?? [''];
  const links = [...rules.matchAll(/runbook_url: (\S+)$/gm)].map(([, link]) => link);

  expect(page).toMatch(/^https:/);
  expect(links).toEqual(alerts.map((name) => `${page}#${name.toLowerCase()}`));
  expect(readFileSync('deploy/helm/templates/further.yaml', 'utf8')).toContain(`"${page}"`);
});

test('every error code is once in its part of the runbook', () => {
  const table = errors.split('\n## Codes\n')[1]?.split('\n## ')[0] ?? '';
  const codes = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, code = '']) => code);

  expect(codes.length).toBeGreaterThan(20);
  const [, part = ''] = runbook.split('\n## Error codes\n');
  const [sentence = '', rows = ''] = part.split('\n| Code ');
  const [, without = ''] = sentence.split('Nothing is to be done about');
  const listed = [...without.matchAll(/`(\w+)`/g), ...rows.matchAll(/^\| `(\w+)`/gm)];
  expect(listed.map(([, code = '']) => code).toSorted()).toEqual(codes.toSorted());
});

const panelQueries = listAt(dashboard, 'panels').flatMap((panel) =>
  listAt(panel, 'targets').map((target) => textAt(target, 'expr')),
);

describe('every metric', () => {
  const rooms = globSync('src/{telemetry,process}/**/*.ts', { exclude: ['**/metric-table.ts'] });
  const code = rooms.map((file) => readFileSync(file, 'utf8')).join('\n');

  test.each(Object.keys(metricTable))('%s is measured, and has a panel', (name) => {
    expect(code).toContain(`'${name}'`);
    expect(panelQueries.join('\n')).toMatch(new RegExp(`\\b${name}(?:_bucket|_count)?\\{`));
  });
});

describe('a query', () => {
  /** The labels of each metric, by name: the gateway's own, and those of Node. */
  const metricLabels = new Map<string, readonly string[]>();
  for (const { name } of new Metrics().registry.getMetricsAsArray()) metricLabels.set(name, []);
  for (const [name, { type, labels }] of Object.entries(metricTable)) {
    const suffixes = type === 'histogram' ? ['_bucket', '_count', '_sum'] : [''];
    for (const suffix of suffixes) metricLabels.set(`${name}${suffix}`, [...labels, 'le']);
  }

  const queries = [
    ...rules
      .split(/^ +- alert: /m)
      .slice(1)
      .map((rule) => rule.split('expr:')[1]?.split(/^ +(?:for|labels):/m)[0] ?? ''),
    ...panelQueries,
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
