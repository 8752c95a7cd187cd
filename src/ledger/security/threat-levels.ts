import { sql } from 'kysely';
import { securityEvent, type SecurityEvent } from '../../domain/outbox/security-event.ts';
import {
  endOf,
  isStricter,
  loweringRefusal,
  type NewestLevels,
} from '../../domain/threat/lower-level.ts';
import {
  isInForce as isLevelInForce,
  levelInForce,
  type ThreatLevels,
  type ThreatSet,
  type ThreatSetting,
  type ThreatState,
  type ThreatStep,
} from '../../domain/threat/threat-level.ts';
import { append, newChangeId } from '../../store/records/chain.ts';
import type { LedgerOutbox } from '../outbox/outbox.ts';
import type { UnreadableChanges } from '../records/unreadable.ts';
import { reachedRecordLimit } from '../records/record-limits.ts';
import { addWithinQuota } from './security-quota.ts';
import {
  levelColumns,
  newestLevels,
  stateIn,
  type LevelRow,
  type ReadLevel,
} from './level-rows.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';

/** For how long a process uses the levels that it has read, in milliseconds. */
const keptMs = 1_000;

interface ThreatParts {
  readonly now: () => number;
  readonly outbox: LedgerOutbox;
  /** Notes a level that this version cannot read. */
  readonly unreadable?: UnreadableChanges;
  /** Logs a security event; the outbox reports it in the transaction of the record. */
  readonly signal: ((event: SecurityEvent) => void) | undefined;
}

/**
 * The threat levels of a store. The newest record of a realm's chain is its level, so that
 * `verify` covers it and no second table can differ. A process reads them once a second at most.
 */
export class LedgerThreats implements ThreatLevels {
  readonly #store: Store;
  readonly #parts: ThreatParts;
  /** The levels that were reported, or read first; undefined before the first read. */
  #seen: Set<string> | undefined;
  #known: { readonly at: number; readonly states: Promise<readonly ReadLevel[]> } | undefined;

  constructor(store: Store, parts: ThreatParts) {
    this.#store = store;
    this.#parts = parts;
  }

  current(): Promise<readonly ReadLevel[]> {
    const at = performance.now();
    if (this.#known !== undefined && at - this.#known.at < keptMs) return this.#known.states;
    const states = this.#read();
    const known = { at, states };
    this.#known = known;
    // A failure is not kept: the next change reads again.
    states.catch(() => {
      if (this.#known === known) this.#known = undefined;
    });
    return states;
  }

  async #read(): Promise<readonly ReadLevel[]> {
    const states = await this.#store.query(newestLevels);
    const seen = (this.#seen ??= new Set(states.map(({ reference }) => reference)));
    for (const { reference, isUnreadable, actor, realm, level } of states) {
      if (isUnreadable) this.#parts.unreadable?.note(reference);
      // A command has no log: each gateway reports its level (decision 149).
      else if (actor === null && !seen.has(reference)) {
        const by = { realm, correlationId: null, role: null };
        this.#report({ ...securityEvent('threat-level', by), change: reference, level });
      }
    }
    return states;
  }

  /** Reports a level once, whether this process has set it or reads it. */
  #report(event: SecurityEvent & { readonly change: string }): void {
    const seen = (this.#seen ??= new Set());
    if (seen.has(event.change)) return;
    seen.add(event.change);
    this.#parts.signal?.(event);
  }

  /** The realms whose newest level cannot be read, and would still be in force. */
  async unreadableRealms(): Promise<readonly string[]> {
    const now = this.#parts.now();
    // Not by `current`: a probe between a level and the next request must not keep the old one.
    const states = await this.#read();
    return states
      .filter((state) => state.isUnreadable && isLevelInForce(state, now))
      .map(({ realm }) => realm);
  }

  /** Reads the levels again at the next use. */
  forget(): void {
    this.#known = undefined;
  }

  async set(step: ThreatStep): Promise<ThreatSet> {
    const { now, outbox } = this.#parts;
    const act = (writing: Writing) => setLevel(writing, { ...step, now: now() }, outbox);
    const set = await this.#store.append(act);
    if (set.kind !== 'set') return set;
    const { state, event, hasMessage } = set;
    this.forget();
    this.#report(event);
    if (hasMessage) outbox.notify();
    return { kind: 'set', state };
  }
}

/** A level that was recorded, and what is to be reported after the transaction. */
interface RecordedLevel {
  readonly kind: 'set';
  readonly state: ThreatState;
  readonly event: SecurityEvent & { readonly change: string };
  readonly hasMessage: boolean;
}

/** Records a level in its realm's chain, if it is new, and adds the messages about it. */
async function setLevel(
  transaction: Writing,
  { now, ...step }: ThreatStep & { readonly now: number },
  outbox: LedgerOutbox,
): Promise<Exclude<ThreatSet, { readonly kind: 'set' }> | RecordedLevel> {
  const { realm, level, reason, actor, correlationId } = step;
  const before = await newestOf(transaction, realm);
  const until = endOf(step, before, now);
  if (await isInForce(transaction, { ...step, until, now })) return { kind: 'in force' };
  const why = loweringRefusal({ ...step, until }, before, now);
  if (why !== null) return { kind: 'not lowered', why };
  // A realm can always be closed; each further raise needs a level that was lowered or has ended.
  if (actor !== null && !isStricter(step, before.newest, now)) {
    const limited = await reachedRecordLimit(transaction, 'threat', { actor, now });
    if (limited !== null) return limited;
  }
  const reference = newChangeId();
  const threat = { level, until, reason, actor, correlationId };
  await append(transaction, { realm, change: reference, now }, { kind: 'threat', threat });
  const event = {
    ...securityEvent('threat-level', { realm, correlationId, role: actor?.role ?? null }),
    change: reference,
    level,
  };
  const since = new Date(now).toISOString();
  const reported = { type: event.type, first: [{ event, at: now }], further: 0 };
  const hasMessage = await addWithinQuota(transaction, reported, { outbox, now });
  return {
    kind: 'set',
    state: { realm, level, until, reason, actor, since, reference },
    event,
    hasMessage,
  };
}

/** Whether a realm has a level until this time, set by a person, or from the command line, too. */
async function isInForce(
  db: Reading,
  { realm, level, until, actor, now }: ThreatStep & { readonly now: number },
): Promise<boolean> {
  const state = levelInForce(await newestLevels(db), { realms: [realm], now });
  if (state === null) return level === 'NORMAL';
  const isSameKind = (state.actor === null) === (actor === null);
  return state.level === level && state.until === until && isSameKind;
}

/** Returns the newest level of a realm, and the newest one of the command line. */
async function newestOf(db: Reading, realm: string): Promise<NewestLevels> {
  const levels = db
    .selectFrom('ledger_record')
    .select(levelColumns)
    .where('realm', '=', realm)
    .where('kind', '=', sql.lit<'threat'>('threat'))
    .orderBy('number', 'desc')
    .limit(1);
  const newest = await levels.executeTakeFirst();
  const ofCommandLine = await levels.where('actor', 'is', null).executeTakeFirst();
  return { newest: settingIn(newest), ofCommandLine: settingIn(ofCommandLine) };
}

function settingIn(row: LevelRow | undefined): ThreatSetting | null {
  return row === undefined ? null : stateIn(row);
}
