/** `AUDIT_LOG`: which targets are accepted, and what production refuses (G15). */
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { useFolder } from '../../support/folder.ts';
import { problemsOf } from './problems.ts';

const { write } = useFolder();
const pem = write('some.pem', 'text');
const am = { AM_URL: 'https://am.example.com/am', AM_COOKIE_NAME: 'session' };
const expected =
  'AUDIT_LOG: expected stdout, file:/var/log/changes.jsonl or syslog+tls://host:6514?ca=/path/ca.pem';

describe('is accepted:', () => {
  test.each([
    ['stdout', { kind: 'stdout' }],
    ['file:/var/log/a b.jsonl', { kind: 'file', path: '/var/log/a b.jsonl' }],
    ['syslog+tls://siem', { kind: 'syslog', host: 'siem', port: 6514, tls: {} }],
    ['syslog+tcp://[::1]', { kind: 'syslog', host: '::1', port: 601, tls: null }],
    [
      `syslog+tls://10.0.0.1:1514?ca=${pem}&cert=${pem}&key=${pem}`,
      { kind: 'syslog', host: '10.0.0.1', port: 1514, tls: { ca: pem, cert: pem, key: pem } },
    ],
  ])('%s', (AUDIT_LOG, target) => {
    expect(loadConfig({ ...am, AUDIT_LOG }).auditLog).toEqual(target);
  });
});

describe('is refused:', () => {
  test.each([
    ['STDOUT', expected],
    ['file:changes.jsonl', expected],
    ['file:///var/log/changes.jsonl', expected],
    ['file:/var/log/', expected],
    ['syslog://siem', expected],
    ['syslog+tls://', expected],
    ['syslog+tls://siem/path', expected],
    ['syslog+tls://me@siem', expected],
    ['syslog+tls://siem?verify=no', 'AUDIT_LOG: unknown parameter verify'],
    [`syslog+tcp://127.0.0.1?ca=${pem}`, 'AUDIT_LOG: unknown parameter ca'],
    [`syslog+tls://siem?cert=${pem}`, 'AUDIT_LOG: cert and key are given together'],
    ['syslog+tls://siem?ca=/none', 'AUDIT_LOG: cannot read the file: ENOENT'],
  ])('%s', (AUDIT_LOG, problem) => {
    expect(problemsOf({ ...am, AUDIT_LOG })).toEqual([expect.stringContaining(problem)]);
  });
});

test.each([
  ['syslog+tcp://siem', 1],
  ['syslog+tcp://10.0.0.1', 1],
  ['syslog+tcp://localhost', 0],
  ['syslog+tcp://[::1]:601', 0],
  ['syslog+tls://siem', 0],
])('in production %s has %i problems', (AUDIT_LOG, count) => {
  const production = { ...am, NODE_ENV: 'production', AUDIT_LOG };
  const found = problemsOf(production).filter((problem) => problem.startsWith('AUDIT_LOG'));
  const refusal =
    'AUDIT_LOG: syslog+tcp to another machine is refused with NODE_ENV=production; names of people would travel in the clear';

  expect(found).toEqual(count === 0 ? [] : [refusal]);
});
