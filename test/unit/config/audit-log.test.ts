/** `AUDIT_LOG`: which targets are accepted (G15). */
import { expect, test } from '@jest/globals';
import { configOf } from './problems.ts';

const am = { AM_URL: 'https://am.example.com/am', AM_COOKIE_NAME: 'session' };

test.each([
  ['stdout', { kind: 'stdout' }],
  ['file:/var/log/a b.jsonl', { kind: 'file', path: '/var/log/a b.jsonl' }],
])('%s is accepted', (AUDIT_LOG, target) => {
  expect(configOf({ ...am, AUDIT_LOG }).auditLog).toEqual(target);
});
