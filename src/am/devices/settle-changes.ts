import { recordedDevice } from '../../domain/change-record.ts';
import type {
  Outcome,
  RecordedChange,
  RecordedDevice,
  RecordedOutcome,
  RecordedResult,
} from '../../domain/change-record.ts';
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
  const { deviceId, force } = intent.options;
  const listed = listedBefore(intent, kind);
  const isReset = intent.effect === 'reset';
  const meant = (listed ?? []).filter(({ id }) => isReset || id === deviceId);
  const unknown = {
    kind,
    outcome: 'UNKNOWN',
    proof: 'NONE',
    problem: null,
    before: listed,
    after: null,
  } as const;
  const isUnlisted = listed === null || (isReset && force === true && meant.length === 0);
  if (who === null || isUnlisted || meant.some(({ id }) => id === null)) return unknown;
  const now = await am.devices<DeviceKind>(who, kind);
  const outcome = outcomeOf(intent, { meant, now });
  if (outcome === 'UNKNOWN') return unknown;
  return { ...unknown, outcome, proof: 'RECOVERY', after: now.map(recordedDevice) };
}

/** The intent has the list of the kind that was changed first; of a kind without a device in it nobody knows whether it was read. */
function listedBefore(
  { before, kinds }: RecordedChange['intent'],
  kind: DeviceKind,
): readonly RecordedDevice[] | null {
  const listed = before?.filter((device) => device.kind === kind) ?? [];
  return listed.length > 0 || (before !== null && kinds.length === 1) ? listed : null;
}

interface Lists {
  readonly meant: readonly RecordedDevice[];
  readonly now: readonly Device[];
}

/** Where nothing that was meant was there, nothing was sent. */
function outcomeOf(
  { effect, options, dryRun }: RecordedChange['intent'],
  { meant, now }: Lists,
): RecordedOutcome {
  if (dryRun) return 'UNKNOWN';
  if (meant.length === 0) return effect === 'reset' ? 'NOTHING_TO_RESET' : 'NOT_DONE';
  const isDone = (device: Device | undefined): boolean =>
    effect === 'rename' ? device?.name === options['name'] : device === undefined;
  const done = meant.filter(({ id }) => isDone(now.find((device) => device.id === id)));
  if (done.length === 0) return 'NOT_DONE';
  return done.length === meant.length ? 'CONFIRMED' : 'UNKNOWN';
}
