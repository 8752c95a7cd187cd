/** Which kinds of device a later change holds, beside those that an earlier one holds still. */
import { expect, test } from '@jest/globals';
import type { DeviceKind } from '../../src/domain/devices/device.ts';
import { anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { onLedger } from './stores.ts';

const kinds = ['OATH', 'PUSH', 'WEB_AUTHN'] as const satisfies readonly DeviceKind[];
// Each kind has a rule of its own, so that a change holds what it removes.
const on = onLedger([], [], {
  rules: kinds.map((kind) => ({ kind })),
  holdMs: 72 * 3_600_000,
  key: () => 'a-secret-of-the-deployment-and-am',
});

const pairs = kinds.flatMap((first) => kinds.map((second) => [first, second] as const));

test.each(pairs)('a reset of %s, and then of %s', async (...resets) => {
  for (const kind of resets) {
    on.store.clock.now += 10_000;
    const begun = await on.ledger.begin(anIntent({ kinds: [kind] }), terms());
    await on.ledger.complete(idOf(begun), anOutcome());
  }

  for (const kind of kinds) {
    const question = { person: aPerson(), kind, code: null, correlationId: 'of-am' };
    const { reason } = await on.ledger.holds.decide(question, async () => []);
    expect([kind, reason]).toEqual([kind, resets.includes(kind) ? 'CODE_NEEDED' : 'NOT_HELD']);
  }
});
