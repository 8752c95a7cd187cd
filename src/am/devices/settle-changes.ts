import { recordedDevice } from '../../domain/change-record.ts';
import type { Outcome, RecordedChange, RecordedResult } from '../../domain/change-record.ts';
import type { Device, DeviceKind } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { Ledger } from '../../domain/ledger.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { Realms } from '../../domain/realm.ts';
import type { UserIdRule } from '../../domain/user-id.ts';
import type { Am } from '../am.ts';

/** What open changes are settled with. */
export interface SettleParts {
  readonly ledger: Ledger;
  readonly am: Am;
  readonly realms: Realms;
  readonly userIds: UserIdRule;
}

/** What came of open changes. */
export interface Settled {
  /** How many were closed. */
  readonly closed: number;
  /** Those for which AM could not be asked. */
  readonly left: readonly RecordedChange[];
}

/** A change this old is under way nowhere any more, and one that is older than a month is left to the operator. */
const settledAfterMs = 120_000;
const forgottenAfterMs = 30 * 24 * 3_600_000;

/** Returns the changes that a crash has left without an outcome, oldest first. */
export function changesLeftOpen(ledger: Ledger, now: number): Promise<readonly RecordedChange[]> {
  const before = new Date(now - settledAfterMs);
  return ledger.openIntents({ before, after: new Date(now - forgottenAfterMs) });
}

/**
 * Closes open changes by reading AM and never by writing: what was to go and is gone is confirmed, what is still there was
 * not done, and anything else is unknown (reliability R23).
 */
export async function settleChanges(
  changes: readonly RecordedChange[],
  parts: SettleParts,
): Promise<Settled> {
  const left: RecordedChange[] = [];
  for (const change of changes) {
    const outcome = await outcomeNow(parts, change);
    if (outcome === null) left.push(change);
    else await parts.ledger.complete(change.id, outcome);
  }
  return { closed: changes.length - left.length, left };
}

/** Null where AM cannot be asked now. */
async function outcomeNow(
  { am, realms, userIds }: SettleParts,
  { intent }: RecordedChange,
): Promise<Outcome | null> {
  const realm = realms.byName(intent.target.realm);
  const { id } = intent.target;
  const who = realm !== undefined && userIds.accepts(id) ? { realm, id } : null;
  try {
    const results: RecordedResult[] = [];
    for (const kind of intent.kinds) results.push(await resultNow(am, who, { intent, kind }));
    const outcomes = new Set(results.map(({ outcome }) => outcome));
    const [only] = outcomes;
    return {
      outcome: outcomes.size === 1 && only ? only : 'UNKNOWN',
      results,
      sessionsEnded: null,
    };
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

async function resultNow(
  am: Am,
  who: PersonRef | null,
  { intent, kind }: { readonly intent: RecordedChange['intent']; readonly kind: DeviceKind },
): Promise<RecordedResult> {
  const listed = intent.before?.filter((device) => device.kind === kind) ?? [];
  const { deviceId, name } = intent.options;
  const meant = intent.effect === 'reset' ? listed : listed.filter(({ id }) => id === deviceId);
  const unknown = {
    kind,
    outcome: 'UNKNOWN',
    proof: 'NONE',
    problem: null,
    before: listed,
    after: null,
  } as const;
  if (who === null || meant.length === 0 || meant.some(({ id }) => id === null)) return unknown;
  const now = await am.devices<DeviceKind>(who, kind);
  const isDone = (device: Device | undefined): boolean =>
    intent.effect === 'rename' ? device?.name === name : device === undefined;
  const done = meant.filter(({ id }) => isDone(now.find((device) => device.id === id)));
  if (intent.dryRun || (done.length > 0 && done.length < meant.length)) return unknown;
  const outcome = done.length === 0 ? 'NOT_DONE' : 'CONFIRMED';
  return { ...unknown, outcome, proof: 'RECOVERY', after: now.map(recordedDevice) };
}
