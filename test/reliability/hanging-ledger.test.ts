/**
 * No call of any port of the ledger keeps a request past its deadline, and the metrics show each
 * one (reliability R1, R43). The calls are those of the table that the compiler closes.
 */
import { describe, expect, test } from '@jest/globals';
import { Deadline } from '../../src/am/index.ts';
import { badInput } from '../../src/domain/values/failure.ts';
import type { LateCall } from '../../src/domain/ledger-ports/ledger-calls.ts';
import { ledgerInTime } from '../../src/changes/request/ledger-in-time.ts';
import { unavailable } from '../../src/store/engines/unavailable.ts';
import { watchedLedger, type LedgerCall } from '../../src/telemetry/watched-ledger.ts';
import { callAt, hangingLedger, portCalls, uniformLedger } from '../support/ledger-ports.ts';

const over = (): Deadline => new Deadline(performance.now() - 10_000);

/** Makes a call, and returns what the watcher sees. */
async function seenOf(path: string, act: () => Promise<unknown>): Promise<LedgerCall[]> {
  const seen: LedgerCall[] = [];
  const watcher = { ended: (call: LedgerCall) => void seen.push(call) };
  await callAt(watchedLedger(uniformLedger(act), watcher, 60_000), path).catch(() => undefined);
  return seen;
}

test('the ports have their calls', () => {
  const ports = new Set(portCalls.map(({ path }) => path.split('.').slice(0, -1).join('.')));

  expect([...ports]).toEqual(expect.arrayContaining(['', 'locks', 'approvals', 'pageSessions']));
});

const endedByRequest = portCalls.filter(({ rule }) => rule.late !== 'caller');

/** What a call that hangs leads to: a result, or the code and message of a failure. */
const endings = (late: LateCall): unknown =>
  typeof late === 'object'
    ? late.answer
    : expect.objectContaining({
        code: 'UPSTREAM_TIMEOUT',
        message: expect.stringContaining(
          late === 'fails' ? 'took too long. Try again.' : 'may have been recorded',
        ),
      });

test.each(endedByRequest)('$path that hangs ends with its request', async ({ path, rule }) => {
  const ended = callAt(ledgerInTime(hangingLedger, over()), path);

  const result = await ended.catch((error: unknown) => error);

  expect(result).toEqual(endings(rule.late));
});

describe.each(portCalls)('$path', ({ path, rule: { operation } }) => {
  test('that hangs is seen as failed', async () => {
    const seen = Promise.withResolvers<LedgerCall>();
    const watcher = { ended: seen.resolve };

    void callAt(watchedLedger(hangingLedger, watcher, 1), path);

    expect(await seen.promise).toMatchObject({ operation, isGood: false });
  });

  test('is seen once, as failed only if the ledger does not work', async () => {
    const worked = await seenOf(path, async () => null);
    const refused = await seenOf(path, () => Promise.reject(badInput('after', 'No cursor.')));
    const failed = await seenOf(path, () => Promise.reject(unavailable('gone')));

    expect([worked, refused, failed]).toMatchObject([
      [{ operation, isGood: true }],
      [{ operation, isGood: true }],
      [{ operation, isGood: false }],
    ]);
  });
});
