/** Of credentials that nobody knows, a few are asked about at once; those that are known never wait. */
import { expect, test } from '@jest/globals';
import { UnknownCredentials } from '../../../src/am/session/unknown-credentials.ts';
import { Failure } from '../../../src/domain/failure.ts';

const good = async (): Promise<string> => 'good';
const bad = async (): Promise<null> => null;

/** Checks that hang until they are told how they end. */
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

test('one more than may be asked about and wait is refused, and is not asked about', async () => {
  const checks = new UnknownCredentials({ atOnce: 2, mostWaiting: 3 });
  const flood = hanging(checks, 5);
  let asked = 0;

  const refused = await checks.check('one more', async () => (asked += 1)).catch(codeOf);

  expect([refused, asked]).toEqual(['RATE_LIMITED', 0]);
  await flood.end();
  expect(await checks.check('one more', good)).toBe('good');
});

test('the one that waits longest is next, whatever became of the one before', async () => {
  const checks = new UnknownCredentials({ atOnce: 1, mostWaiting: 3 });
  const order: string[] = [];
  const noting = (name: string) => (): Promise<null> => {
    order.push(name);
    return name === 'b' ? Promise.reject(new Error('broken')) : Promise.resolve(null);
  };

  await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => checks.check(name, noting(name))));

  expect(order).toEqual(['a', 'b', 'c', 'd']);
});

test.each<readonly [string, readonly (() => Promise<string | null>)[], unknown]>([
  ['never asked about', [], 'RATE_LIMITED'],
  ['bad', [bad], 'RATE_LIMITED'],
  ['good', [good], 'good'],
  ['good once and then bad', [good, bad], 'RATE_LIMITED'],
  ['bad once and then good', [bad, good], 'good'],
])('of a credential that was %s', async (_label, before, expected) => {
  const checks = new UnknownCredentials({ atOnce: 1, mostWaiting: 0 });
  for (const verdict of before) await checks.check('key', verdict);
  const flood = hanging(checks, 1);

  expect(await checks.check('key', good).catch(codeOf)).toBe(expected);
  await flood.end();
});

test('a failure says nothing of a credential: it stays known', async () => {
  const checks = new UnknownCredentials({ atOnce: 1, mostWaiting: 0 });
  await checks.check('key', good);
  await checks.check('key', () => Promise.reject(new Error('AM is down'))).catch(() => undefined);
  const flood = hanging(checks, 1);

  expect(await checks.check('key', good)).toBe('good');
  await flood.end();
});
