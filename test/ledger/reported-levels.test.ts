/** A threat level that the command line sets reaches the log and the metrics of each gateway. */
import { expect, test } from '@jest/globals';
import type { SecurityEvent } from '../../src/domain/outbox/security-event.ts';
import type { ThreatStep } from '../../src/domain/threat/threat-level.ts';
import { LedgerOutbox } from '../../src/ledger/outbox/outbox.ts';
import { LedgerThreats } from '../../src/ledger/security/threat-levels.ts';
import { anActor } from './builders.ts';
import { onLedger } from './stores.ts';

const on = onLedger();

const oscar = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });

function step(about: Partial<ThreatStep>): ThreatStep {
  const until = new Date(on.store.clock.now + 3_600_000).toISOString();
  const by = { actor: null, isFresh: true, correlationId: 'of-the-level' };
  return { realm: 'alpha', level: 'LOCKED', until, reason: 'phished help desk', ...by, ...about };
}

test('a level of the command line is reported once by each gateway, others by who set them', async () => {
  const gateways = [0, 1].map(() => {
    const events: SecurityEvent[] = [];
    const parts = { now: () => on.store.clock.now, warn: () => undefined };
    const outbox = new LedgerOutbox(on.ledger.store, parts);
    const signal = (event: SecurityEvent): void => void events.push(event);
    return { threats: new LedgerThreats(on.ledger.store, { ...parts, outbox, signal }), events };
  });
  const readAll = async (): Promise<void> => {
    for (const { threats } of gateways) {
      threats.forget();
      await threats.current();
      await threats.unreadableRealms();
    }
  };
  await on.ledger.threats?.set(step({ level: 'GUARDED' }));
  await readAll();
  expect(gateways.map(({ events }) => events)).toEqual([[], []]);

  await on.ledger.threats?.set(step({ level: 'LOCKED' }));
  await gateways[0]?.threats.set(step({ realm: 'beta', level: 'FROZEN' }));
  await gateways[1]?.threats.set(step({ realm: 'gamma', level: 'FROZEN', actor: oscar }));
  await readAll();
  await readAll();

  const seen = gateways.map(({ events }) => events.map((one) => [one.type, one.realm].join(' ')));
  expect(seen.map((all) => all.toSorted())).toEqual([
    ['threat-level alpha', 'threat-level beta'],
    ['threat-level alpha', 'threat-level beta', 'threat-level gamma'],
  ]);
});
