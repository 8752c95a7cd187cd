import type { Am } from '../../am/index.ts';
import { recordedDevice } from '../../domain/change/change-record.ts';
import type {
  Outcome,
  RecordedChange,
  RecordedDevice,
  RecordedOutcome,
  RecordedResult,
} from '../../domain/change/change-record.ts';
import type { Device, DeviceKind } from '../../domain/devices/device.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import { isUnclear } from '../../domain/change/outcome-traits.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import type { Realms } from '../../domain/people/realm.ts';
import type { UserIdRule } from '../../domain/people/user-id.ts';
import { changeStrategies } from '../lists/change-effects.ts';
import { changedDevices, listedBefore } from '../lists/compare-lists.ts';

/** What settling needs besides AM. */
export interface SettleParts {
  readonly ledger: Ledger;
  readonly realms: Realms;
  readonly userIds: UserIdRule;
  /** The person of all changes, as AM is to be called; by default as each change was recorded. */
  readonly person?: PersonRef;
}

/** What came of open changes. */
export interface Settled {
  /** How many were closed. */
  readonly closed: number;
  /** The changes for which AM could not be read. */
  readonly left: readonly RecordedChange[];
}

/** Younger changes may still be in progress. */
export const settledAfterMs = 120_000;

/**
 * Closes open changes by reading AM, never by writing: if every device shows the effect, the change
 * is `CONFIRMED`; if none does, `NOT_DONE`; otherwise `UNKNOWN` (reliability R23).
 */
export async function settleChanges(
  changes: readonly RecordedChange[],
  am: Am,
  parts: SettleParts,
): Promise<Settled> {
  const left: RecordedChange[] = [];
  for (const change of changes) {
    const outcome = await outcomeNow(am, parts, change);
    if (outcome === null) left.push(change);
    else await parts.ledger.complete(change.id, outcome);
  }
  return { closed: changes.length - left.length, left };
}

/** Null if AM cannot be read now. */
async function outcomeNow(
  am: Am,
  { realms, userIds, person }: SettleParts,
  { intent }: RecordedChange,
): Promise<Outcome | null> {
  const realm = realms.byName(intent.target.realm);
  const { id } = intent.target;
  const recorded = realm !== undefined && userIds.accepts(id) ? { realm, id } : null;
  try {
    const results: RecordedResult[] = [];
    for (const kind of intent.kinds)
      results.push(
        await resultNow(am, person ?? recorded, {
          intent,
          kind,
          listed: listedBefore(intent, kind),
        }),
      );
    const outcomes = new Set(results.map(({ outcome }) => outcome));
    const [only] = outcomes;
    const outcome = outcomes.size === 1 && only ? only : 'UNKNOWN';
    return { outcome, results, sessionsEnded: null };
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** One kind of a change whose outcome is to be found by reading AM. */
interface UnclearKind {
  readonly intent: RecordedChange['intent'];
  readonly kind: DeviceKind;
  /** The devices before the change; null if they are not known. */
  readonly listed: readonly RecordedDevice[] | null;
}

/** Returns what AM's list of a kind shows of a change; unknown if it shows only a part. */
export async function resultNow(
  am: Am,
  person: PersonRef | null,
  { intent, kind, listed }: UnclearKind,
): Promise<RecordedResult> {
  const { deviceId, force } = intent.options;
  const { isMeant, outcomeOfNone } = changeStrategies[intent.effect];
  const meant = (listed ?? []).filter((device) => isMeant(device, deviceId));
  const unknown = {
    kind,
    outcome: 'UNKNOWN',
    proof: 'NONE',
    problem: null,
    before: listed,
    after: null,
  } as const;
  // A forced reset is sent although nothing is listed, and the list cannot show its effect.
  const isUnlisted = listed === null || (force === true && meant.length === 0);
  if (person === null || intent.dryRun || isUnlisted || meant.some(({ id }) => id === null))
    return unknown;
  const now = await am.devices.list<DeviceKind>(person, kind);
  const outcome = meant.length === 0 ? outcomeOfNone : outcomeOf(intent, { meant, now });
  if (isUnclear(outcome)) return unknown;
  return { ...unknown, outcome, proof: 'RECOVERY', after: now.map(recordedDevice) };
}

function outcomeOf(
  { effect, options }: RecordedChange['intent'],
  {
    meant,
    now,
  }: {
    readonly meant: NonNullable<ReturnType<typeof listedBefore>>;
    readonly now: readonly Device[];
  },
): RecordedOutcome {
  const changed = changedDevices({ effect, name: options['name'] }, meant, now);
  if (changed.length === 0) return 'NOT_DONE';
  return changed.length === meant.length ? 'CONFIRMED' : 'UNKNOWN';
}
