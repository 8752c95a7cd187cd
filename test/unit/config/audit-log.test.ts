/** `AUDIT_LOG`: which targets are accepted, also in production (G15). */
import { expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { useFolder } from '../../support/folder.ts';
import { problemsOf } from './problems.ts';

const { write } = useFolder();
const pem = write('some.pem', 'text');
const am = { AM_URL: 'https://am.example.com/am', AM_COOKIE_NAME: 'session' };

test.each([
  ['stdout', { kind: 'stdout' }],
  ['file:/var/log/a b.jsonl', { kind: 'file', path: '/var/log/a b.jsonl' }],
  ['syslog+tls://siem', { kind: 'syslog', host: 'siem', port: 6514, tls: {} }],
  ['syslog+tcp://[::1]', { kind: 'syslog', host: '::1', port: 601, tls: null }],
  [
    `syslog+tls://10.0.0.1:1514?ca=${pem}&cert=${pem}&key=${pem}`,
    { kind: 'syslog', host: '10.0.0.1', port: 1514, tls: { ca: pem, cert: pem, key: pem } },
  ],
])('%s is accepted', (AUDIT_LOG, target) => {
  expect(loadConfig({ ...am, AUDIT_LOG }).auditLog).toEqual(target);
});

test.each(['syslog+tcp://localhost', 'syslog+tcp://[::1]:601', 'syslog+tls://siem'])(
  '%s is accepted in production',
  (AUDIT_LOG) => {
    const problems = problemsOf({ ...am, NODE_ENV: 'production', AUDIT_LOG });

    expect(problems.filter((problem) => problem.startsWith('AUDIT_LOG'))).toEqual([]);
  },
);
