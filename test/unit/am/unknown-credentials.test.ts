/**
 * Which credentials count as known. The limits are tested over HTTP, in
 * test/callers/unknown-credentials.test.ts.
 */
import { expect, test } from '@jest/globals';
import { UnknownCredentials } from '../../../src/am/session/unknown-credentials.ts';
import { Failure } from '../../../src/domain/values/failure.ts';

const good = async (): Promise<string> => 'good';
const bad = async (): Promise<null> => null;

/** Checks that do not end before `end` is called. */
function hanging(checks: UnknownCredentials, count: number): { end: () => Promise<void> } {
  const gate = Promise.withResolvers<null>();
  const all = Array.from({ length: count }, (_, n) =>
    checks.check(`hangs ${n}`, () => gate.promise),
  );
  return {
    end: async () => {
      gate.resolve(null);
      await Promise.all(all);
    },
  };
}

const codeOf = (error: unknown): unknown => (error instanceof Failure ? error.code : error);

test.each<readonly [string, readonly (() => Promise<string | null>)[], unknown]>([
  ['never asked about', [], 'RATE_LIMITED'],
  ['bad', [bad], 'RATE_LIMITED'],
  ['good', [good], 'good'],
  ['good once and then bad', [good, bad], 'RATE_LIMITED'],
  ['bad once and then good', [bad, good], 'good'],
])('of a credential that was %s', async (_label, before, expected) => {
  const checks = new UnknownCredentials({ slots: 1, mostWaiting: 0 });
  for (const verdict of before) await checks.check('key', verdict);
  const flood = hanging(checks, 1);

  expect(await checks.check('key', good).catch(codeOf)).toBe(expected);
  await flood.end();
});

test('a failure says nothing of a credential: it stays known', async () => {
  const checks = new UnknownCredentials({ slots: 1, mostWaiting: 0 });
  await checks.check('key', good);
  await checks.check('key', () => Promise.reject(new Error('AM is down'))).catch(() => undefined);
  const flood = hanging(checks, 1);

  expect(await checks.check('key', good)).toBe('good');
  await flood.end();
});
