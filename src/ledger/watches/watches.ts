import type {
  Intent,
  Outcome,
  RecordedDevice,
  RecordedPerson,
  Registration,
} from '../../domain/change/change-record.ts';
import { effectTraits } from '../../domain/policy/effects.ts';
import { mayHaveChanged } from '../../domain/change/recorded-effect.ts';
import { securityEvent, type SecurityEventType } from '../../domain/outbox/security-event.ts';
import type { Look, Watch, Watches } from '../../domain/change/watch.ts';
import type { LedgerContext } from '../records/background.ts';
import { sha256 } from '../../store/records/canonical-json.ts';
import { append } from '../../store/records/chain.ts';
import { readableChange } from '../records/changes.ts';
import { needs } from '../../store/tables/needs.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import type { WatchRow } from '../../store/tables/tables.ts';
import { keyOf } from '../../store/records/who.ts';
import { claimRow, remove, setNext } from './watch-rows.ts';

/** The times of looks after a reset, in seconds; the last look is at the end of the watch. */
const lookSeconds = [15, 45, 75, 115, 240, 480, 960, 1_920, 3_840, 7_680, 15_360, 30_720, 61_440];

/** A device that appears within this time after a reset is a security event. */
const atOnceMs = 120_000;

/** A reset whose outcome is being recorded; `at` is when it ended. */
interface EndedReset {
  readonly id: string;
  readonly at: number;
  readonly intent: Pick<Intent, 'before' | 'dryRun' | 'effect'>;
  readonly target: RecordedPerson;
  readonly outcome: Pick<Outcome, 'results'>;
}

/** A claimed watch, and its row. */
interface ClaimedWatch extends Watch {
  readonly row: WatchRow;
}

/** The watched resets of a store; `forMs` is how long each is watched, null for never. */
export class LedgerWatches implements Watches {
  readonly #context: LedgerContext;
  readonly #forMs: number | null;
  readonly #claimed = new WeakMap<Watch, WatchRow>();

  constructor(context: LedgerContext, forMs: number | null) {
    this.#context = context;
    this.#forMs = forMs;
  }

  /**
   * Starts to watch a reset, in the transaction that records its outcome. Earlier watches of the
   * person and kind end with a comparison to this reset's list.
   */
  async add(transaction: Writing, { id, at, intent, target, outcome }: EndedReset): Promise<void> {
    const isOver = this.#forMs === null || at <= this.#context.now() - this.#forMs;
    if (isOver || !effectTraits[intent.effect].isOfWholeKinds || intent.dryRun) return;
    const person = sha256(keyOf(target));
    for (const result of outcome.results) {
      const { kind, before = null, after } = result;
      const isKnown = before !== null || after !== null || intent.before !== null;
      if (!mayHaveChanged(intent.effect, result) || !isKnown) continue;
      await transaction
        .updateTable('registration_watch')
        .set({ later_id: id, due_at: at })
        .where('person', '=', person)
        .where('device_kind', '=', kind)
        .where('later_id', 'is', null)
        .execute();
      const times = { since: at, looked_at: at, due_at: nextLook(at, at, this.#forMs) ?? at };
      const row = { id: `${id}/${kind}`, change_id: id, device_kind: kind, person, ...times };
      await transaction
        .insertInto('registration_watch')
        .values({ ...row, is_found: 0, later_id: null, needs: needs.nothing })
        .execute();
    }
  }

  async claim(): Promise<Watch | null> {
    const now = this.#context.now();
    return this.#context.store.change(async (db) => {
      const row = await claimRow(db, now);
      if (row === undefined) return null;
      const watch = await watchOf(db, row);
      // The change was pruned, or cannot be read.
      if (watch === null) await remove(db, row);
      else this.#claimed.set(watch, row);
      return watch;
    });
  }

  /**
   * Records what a look has found, and sets the next one. If this process has slept so long that
   * another one could claim the look, the other one's result stands, and no event is raised.
   */
  async settle(watch: Watch, look: Look): Promise<void> {
    const row = this.#claimed.get(watch);
    if (row === undefined) throw new Error('the watch was not claimed');
    const { store, now } = this.#context;
    const at = now();
    const isOver = look.kind === 'cannot tell' || row.later_id !== null;
    const isFound = watch.isFound || look.kind === 'registered';
    const due_at = isOver ? null : nextLook(row.since, at, this.#forMs, isFound);
    const looked = { is_found: Number(isFound), ...(look.kind !== 'no list' && { looked_at: at }) };
    const next = due_at === null ? null : { due_at, ...looked };
    if (look.kind !== 'registered') {
      await store.change((db) => setNext(db, row, next));
      return;
    }
    const claimed = { ...watch, row };
    const registration = registrationOf(claimed, look.devices, at);
    // One transaction: a process that is killed has done all of this, or nothing.
    const isOurs = await store.append(async (transaction) => {
      if (!(await setNext(transaction, row, next))) return false;
      await record(transaction, watch.change, { now: at, registration });
      return true;
    });
    if (isOurs) this.#report(claimed, registration.secondsAfter, at);
  }

  /** Raises the events of a registration. Only the gateway's own clock decides: AM's may differ. */
  #report({ change, later, row }: ClaimedWatch, secondsAfter: number, seenAt: number): void {
    const { actor, target, correlationId } = change.intent;
    const report = (type: SecurityEventType, id: string): void => {
      const about = { realm: target.realm, change: id, role: actor.role, correlationId };
      this.#context.signal(securityEvent(type, { ...about, count: secondsAfter }));
    };
    if (later === null && seenAt - row.since <= atOnceMs) report('registered-at-once', change.id);
    if (later !== null) report('registered-between-resets', later.id);
  }
}

function registrationOf(
  { later, row }: ClaimedWatch,
  devices: readonly RecordedDevice[],
  now: number,
): Registration {
  const seenAt = later === null ? now : Date.parse(later.at);
  const registeredAt = earliest(devices, row.looked_at, seenAt);
  const secondsAfter = Math.max(0, Math.round((registeredAt - row.since) / 1_000));
  return { devices, at: new Date(registeredAt).toISOString(), secondsAfter };
}

/** AM's own date of the first device if it lies between two looks; otherwise the second look. */
function earliest(devices: readonly RecordedDevice[], after: number, seenAt: number): number {
  const dates = devices
    .map(({ registeredAt }) => (registeredAt === null ? Number.NaN : Date.parse(registeredAt)))
    .filter((date) => date >= after && date <= seenAt);
  return Math.min(seenAt, ...dates);
}

/** Returns the time of the next look, or null at the end. After a device only the end is left. */
function nextLook(
  since: number,
  now: number,
  forMs: number | null,
  isFound = false,
): number | null {
  const end = since + (forMs ?? 0);
  if (now >= end) return null;
  const next = lookSeconds.map((seconds) => since + seconds * 1_000).find((time) => time > now);
  return isFound ? end : Math.min(next ?? end, end);
}

async function watchOf(db: Reading, row: WatchRow): Promise<Watch | null> {
  const change = await readableChange(db, row.change_id);
  const later = row.later_id === null ? null : await readableChange(db, row.later_id);
  if (change === null || (row.later_id !== null && later === null)) return null;
  return { change, kind: row.device_kind, isFound: row.is_found === 1, later };
}

/** A change has one registration: the first one that is seen. */
async function record(
  transaction: Writing,
  { id, intent }: Watch['change'],
  { registration, now }: { readonly registration: Registration; readonly now: number },
): Promise<void> {
  const found = await transaction
    .selectFrom('ledger_record')
    .select('number')
    .where('change_id', '=', id)
    .where('kind', '=', 'registration')
    .executeTakeFirst();
  if (found !== undefined) return;
  const key = { realm: intent.target.realm, change: id, now };
  await append(transaction, key, { kind: 'registration', registration });
}
