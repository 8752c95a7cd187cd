/** Intents, terms and outcomes with defaults. */
import type {
  Intent,
  Outcome,
  RecordedActor,
  RecordedDevice,
  RecordedPerson,
} from '../../src/domain/change/change-record.ts';
import type { LimitRule, Terms } from '../../src/domain/ledger-ports/ledger.ts';
import type { OutboxMessage } from '../../src/domain/outbox/outbox.ts';

/** A device of bob. */
export const phone: RecordedDevice = {
  id: '7f9c2ba4-e88f-4c41-b7e2-4f9f5b0b9a11',
  name: "Bob's phone",
  kind: 'OATH',
  registeredAt: '2025-01-02T03:04:05.000Z',
  lastUsedAt: null,
};

/** Helen, of the help desk. */
export function anActor(about: Partial<RecordedActor> = {}): RecordedActor {
  return {
    id: 'helen',
    realm: 'alpha',
    role: 'HELP_DESK',
    method: 'SESSION',
    signedInAt: '2026-11-25T11:55:00.000Z',
    clientId: null,
    ...about,
  };
}

/** Bob of realm alpha. */
export function aPerson(about: Partial<RecordedPerson> = {}): RecordedPerson {
  return { id: 'bob', realm: 'alpha', privileged: false, ...about };
}

/** Helen resets bob's one-time passwords. */
export function anIntent(about: Partial<Intent> = {}): Intent {
  return {
    actor: anActor(),
    target: aPerson(),
    effect: 'reset',
    kinds: ['OATH'],
    options: {},
    dryRun: false,
    before: [phone],
    reason: 'lost phone',
    ticket: 'INC-1',
    verification: { method: 'manager call', at: '2026-11-25T11:58:00.000Z', reference: 'C-7' },
    correlationId: 'a-correlation-id',
    ...about,
  };
}

/** No limits, no key. */
export function terms(about: Partial<Terms> = {}): Terms {
  return { limits: [], idempotencyKey: null, override: false, again: null, ...about };
}

export function limit(per: LimitRule['per'], most: number, withinSeconds: number): LimitRule {
  const codes: Readonly<Record<LimitRule['per'], LimitRule['code']>> = {
    actor: 'STAFF_CHANGES',
    client: 'CLIENT_CHANGES',
    'dry runs of actor': 'DRY_RUNS',
    'person and kind': 'PERSON_CHANGES',
  };
  const name = `${per}: ${most} in ${withinSeconds} s`;
  return { code: codes[per], name, per, most, withinSeconds };
}

/** Bob's one-time passwords are gone, according to a list. */
export function anOutcome(outcome: Outcome['outcome'] = 'DONE'): Outcome {
  const proof = outcome === 'UNKNOWN' ? 'NONE' : 'LIST';
  const problem = outcome === 'UNKNOWN' ? 'UPSTREAM_TIMEOUT' : null;
  const after = outcome === 'UNKNOWN' ? null : [];
  return {
    outcome,
    results: [{ kind: 'OATH', outcome, proof, problem, after }],
    sessionsEnded: null,
  };
}

/** Returns the id of a recorded change. */
export function idOf(begun: { readonly kind: string; readonly id?: string }): string {
  if (begun.kind === 'recorded' && begun.id !== undefined) return begun.id;
  throw new Error(`expected a recorded intent, got ${JSON.stringify(begun)}`);
}

/** Returns the id of the change that a message reports. */
export function changeIn({ event }: OutboxMessage): string {
  if (event.kind !== 'change') throw new Error(`expected a change, got ${event.kind}`);
  return event.change.id;
}
