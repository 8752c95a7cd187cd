import { join } from 'node:path';
import type { Outcome } from '../domain/change-record.ts';
import type { Completion, Ledger } from '../domain/ledger.ts';
import type { PageSessions } from '../domain/page-session.ts';
import { Failure } from '../domain/failure.ts';
import type { SecurityEvent } from '../domain/security-event.ts';
import { securityEvent } from '../domain/security-event.ts';
import type { WorkingHours } from '../domain/working-hours.ts';
import { Background } from './background.ts';
import { begin } from './begin.ts';
import { complete } from './complete.ts';
import type { Ended } from './complete.ts';
import { activity, findChange, history, openIntents } from './history.ts';
import { pageSessionsIn } from './page-sessions.ts';
import { Detection } from './detection.ts';
import { Refusals } from './refusals.ts';
import { Searches } from './searches.ts';
import { Spool } from './spool.ts';
import { Store } from './store.ts';
import type { StoreSettings } from './store.ts';
import { verifyEnds } from './upkeep/verify.ts';

/** What a ledger needs besides its settings. */
export interface LedgerParts {
  readonly now: () => number;
  /** Told what an operator should know; holds no personal data. */
  readonly warn: (message: string) => void;
  /** Told what operators may want to be woken for. */
  readonly signal?: (event: SecurityEvent) => void;
  /** When staff work; without it no change is outside. */
  readonly workingHours?: WorkingHours | undefined;
}

/** A ledger that is open in this process. */
export interface OpenLedger extends Ledger {
  /** Sessions of the pages, which are kept beside the records. */
  readonly pageSessions: PageSessions;
  /** Verifies the ends of the chains, where a hand that meddles is likeliest to leave a mark; never rejects. */
  checkEnds(): Promise<void>;
  /** Delivers what is spooled, if that is possible now, and closes the store. */
  close(): Promise<void>;
  /** How many bytes of outcomes wait on disk for the ledger. */
  spooledBytes(): Promise<number>;
}

/** How often outcomes on disk are tried again. */
const retryMs = 5_000;

/**
 * Opens the ledger. A PostgreSQL that is down is asked again at each question.
 * @throws LedgerRefused where the ledger cannot work as configured
 */
export async function openLedger(settings: StoreSettings, parts: LedgerParts): Promise<OpenLedger> {
  return ledgerOn(await Store.open(settings), settings.folder, parts);
}

/** The ledger on a store, which is closed with it; `folder` takes outcomes that cannot be recorded yet. */
export async function ledgerOn(
  store: Store,
  folder: string,
  parts: LedgerParts,
): Promise<OpenLedger> {
  const { now, workingHours, signal = () => undefined } = parts;
  const background = new Background();
  const shared = { store, background, now, signal };
  const refusals = new Refusals(shared);
  const searches = new Searches(shared);
  const detection = new Detection({ ...shared, workingHours });
  const spool = new Spool<Ended>(join(folder, 'spool'), now);
  const outcomes = new Outcomes(store, spool, parts);
  const timer = setInterval(() => void outcomes.deliver(), retryMs).unref();
  await outcomes.deliver();
  return {
    begin: async (intent, terms) => {
      const begun = await store.write((transaction) =>
        begin(transaction, intent, { ...terms, now: now() }),
      );
      detection.look(intent, begun, terms);
      return begun;
    },
    refuse: (intent, code) => refusals.record(intent, code),
    search: (search, limits) => searches.begin(search, limits),
    checkEnds: () => checkEnds(store, parts),
    complete: (id, outcome) => background.during(outcomes.complete(id, outcome)),
    openIntents: (query) => store.read((db) => openIntents(db, query)),
    history: (query) => store.read((db) => history(db, query)),
    activity: (query) => store.read((db) => activity(db, query)),
    findChange: (id) => store.read((db) => findChange(db, id)),
    problem: () => problemOf(store),
    pageSessions: pageSessionsIn(store),
    turns: store.turns,
    spooledBytes: () => spool.bytes(),
    close: async () => {
      clearInterval(timer);
      await background.settled();
      await outcomes.deliver();
      await store.close();
    },
  };
}

/** How many records of each chain are verified at the start. */
const endLength = 1_000;

async function checkEnds(store: Store, { warn, signal }: LedgerParts): Promise<void> {
  try {
    const broken = await verifyEnds(store, endLength);
    if (broken === null) return;
    const { realm, number, why } = broken;
    warn(`The ledger is broken: record ${number} of realm ${realm}: ${why}.`);
    signal?.(securityEvent('chain-broken', { realm, count: number }));
  } catch {
    warn('The ledger could not be verified at the start.');
  }
}

async function problemOf(store: Store): Promise<Failure | null> {
  try {
    await store.read((db) => db.selectFrom('ledger_record').select('number').limit(1).execute());
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Brings outcomes into the ledger: at once where that is possible, and by way of the disk where it is not. */
class Outcomes {
  readonly #store: Store;
  readonly #spool: Spool<Ended>;
  readonly #parts: LedgerParts;

  constructor(store: Store, spool: Spool<Ended>, parts: LedgerParts) {
    this.#store = store;
    this.#spool = spool;
    this.#parts = parts;
  }

  async complete(id: string, outcome: Outcome): Promise<Completion> {
    const ended = { id, outcome, at: this.#parts.now() };
    // What was spooled before goes first.
    const result = (await this.deliver()) ? await this.#record(ended) : undefined;
    return result ?? this.#keep(ended);
  }

  /** Delivers what is on disk; false where the ledger does not take it yet. */
  async deliver(): Promise<boolean> {
    try {
      await this.#spool.drain((ended) => this.#redeliver(ended));
      return true;
    } catch {
      return false;
    }
  }

  async #record(ended: Ended): Promise<Completion | undefined> {
    try {
      return await this.#write(ended);
    } catch {
      return undefined;
    }
  }

  async #redeliver(ended: Ended): Promise<void> {
    const result = await this.#write(ended);
    if (result === 'recorded') this.#parts.warn(`The outcome of ${ended.id} is recorded at last.`);
  }

  async #write(ended: Ended): Promise<Completion> {
    const result = await this.#store.write((transaction) => complete(transaction, ended));
    if (result === 'lost') {
      this.#parts.warn(`The outcome of ${ended.id} belongs to no change in the ledger.`);
    }
    return result;
  }

  async #keep(ended: Ended): Promise<Completion> {
    const { id, outcome } = ended;
    try {
      await this.#spool.append(ended);
      this.#parts.warn(`The outcome of ${id} cannot be recorded yet; it is kept on disk.`);
      return 'spooled';
    } catch {
      this.#parts.warn(
        `The outcome of ${id}, ${outcome.outcome}, can be neither recorded nor kept on disk.`,
      );
      return 'lost';
    }
  }
}
