/**
 * Stores for tests: SQLite in a temporary folder, or with POSTGRES=1 a new database on `npm run
 * postgres`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { Client } from 'pg';
import { ledgerOn, type OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { EnrolmentParts } from '../../src/ledger/enrolment/hold-rows.ts';
import type { Writing } from '../../src/store/tables/handles.ts';
import { Store, type StoreSettings } from '../../src/store/store.ts';
import type { LedgerTables, RecordRow } from '../../src/store/tables/tables.ts';
import { verify, type Head, type Verdict } from '../../src/ledger/upkeep/verify.ts';
import type { OutboxChannel, OutboxEventKind } from '../../src/domain/outbox/outbox.ts';
import type { SecurityEvent } from '../../src/domain/outbox/security-event.ts';
import type { Intent, Outcome } from '../../src/domain/change/change-record.ts';
import type { Begun, Terms } from '../../src/domain/ledger-ports/ledger.ts';
import { readState } from '../postgres/state.ts';
import { writeEmptyLedger } from '../support/migrated.ts';
import { anIntent, anOutcome, idOf, terms } from './builders.ts';

/** The engine of this run. */
export const engine: 'SQLite' | 'PostgreSQL' = process.env['POSTGRES'] ? 'PostgreSQL' : 'SQLite';

/** The start time of each test's clock. */
export const noon = Date.parse('2026-11-25T12:00:00.000Z');

/** Staff work on weekdays from 8 to 18, London time. */
const workingHours = {
  days: new Set(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']),
  fromMinute: 480,
  untilMinute: 1_080,
  timeZone: 'Europe/London',
};

/** A ledger and its store. */
export type StoredLedger = OpenLedger & { readonly store: Store };

/** A store that is empty at first, and ledgers on it. */
export interface TestStore {
  readonly settings: StoreSettings;
  readonly clock: { now: number };
  readonly warnings: readonly string[];
  readonly events: SecurityEvent[];
  /** Opens a ledger with this store's clock, which reports to `channels`. */
  open(
    channels?: readonly (string | OutboxChannel)[],
    kinds?: readonly OutboxEventKind[],
    enrolment?: EnrolmentParts | null,
  ): Promise<StoredLedger>;
  /** Closes the ledgers and gives access to the store, to tamper with it or to read it. */
  bare<T>(act: (store: Store) => Promise<T>): Promise<T>;
  /** Closes the ledgers, and returns the kind and result of each record: `outcome DONE`. */
  steps(): Promise<string[]>;
  /** Closes the ledgers, and verifies all chains. */
  verdict(): Promise<Verdict>;
  remove(): Promise<void>;
}

/** Creates an empty store, by default with its tables. */
export async function createStore(
  on: 'SQLite' | 'PostgreSQL' = engine,
  tables: 'with tables' | 'without tables' = 'with tables',
): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  const template = async () => (tables === 'with tables' ? migratedDatabase() : undefined);
  const database = on === 'SQLite' ? undefined : await createDatabase(await template());
  if (database === undefined && tables === 'with tables') await writeEmptyLedger(folder);
  const settings: StoreSettings = {
    folder,
    postgres: database && { url: database.url, connections: 4 },
  };
  const clock = { now: noon };
  const warnings: string[] = [];
  const events: SecurityEvent[] = [];
  const opened: OpenLedger[] = [];
  const closeAll = async (): Promise<void> => {
    for (const ledger of opened.splice(0)) await ledger.close();
  };
  const bare: TestStore['bare'] = async (act) => {
    await closeAll();
    const store = await Store.open(settings);
    try {
      return await act(store);
    } finally {
      await store.close();
    }
  };
  return {
    settings,
    clock,
    warnings,
    events,
    bare,
    steps: () => bare(stepsOf),
    verdict: () => bare(verifyAll),
    open: async (channels = [], kinds = ['change'], enrolment = null) => {
      const parts = {
        now: () => clock.now,
        warn: (text: string) => void warnings.push(text),
        signal: (event: SecurityEvent) => void events.push(event),
        workingHours,
        channels: channels.map((one) => (typeof one === 'string' ? { name: one, kinds } : one)),
        enrolment,
      };
      const opening = await Store.open(settings, { migrates: true });
      const ledger = await ledgerOn(opening, folder, parts);
      opened.push(ledger);
      return { ...ledger, store: opening };
    },
    remove: async () => {
      await closeAll();
      await rm(folder, { recursive: true });
      await database?.drop();
    },
  };
}

/** Gives each test of a file an empty store, and a ledger on it. */
export function useLedger(
  take: (opened: { readonly store: TestStore; readonly ledger: StoredLedger }) => void,
): void {
  let store: TestStore;
  beforeEach(async () => {
    store = await createStore();
    take({ store, ledger: await store.open() });
  });
  afterEach(() => store.remove());
}

/** The ledger of a test, and what most tests do with it. */
export interface OnLedger {
  readonly store: TestStore;
  ledger: StoredLedger;
  /** Begins a change ten seconds after the last one, so that it is not a double click. */
  begin(about?: Partial<Intent>, on?: Partial<Terms>): Promise<Begun>;
  /** Begins changes like this, one after the other; returns the kinds of the answers. */
  kinds(on: Partial<Terms>, ...changes: readonly Partial<Intent>[]): Promise<string[]>;
  /** Begins and completes a change; returns its id. */
  change(about?: Partial<Intent>, outcome?: Outcome['outcome']): Promise<string>;
  /** Closes the ledger, and opens it again. */
  reopen(...how: Parameters<TestStore['open']>): Promise<void>;
}

/** Gives each test of a file an empty store, and a ledger on it that is opened like this. */
export function onLedger(...how: Parameters<TestStore['open']>): OnLedger {
  const { on, open } = ledgerOpenedBy(how);
  beforeEach(open);
  afterEach(() => on.store.remove());
  return on;
}

/** Gives all tests of a file, which only read, one store and a ledger on it. */
export function onOneLedger(...how: Parameters<TestStore['open']>): OnLedger {
  const { on, open } = ledgerOpenedBy(how);
  beforeAll(open);
  afterAll(() => on.store.remove());
  return on;
}

/** Runs something on a new ledger of SQLite, whatever the engine of this run is. */
export async function onSqlite<T>(
  act: (on: OnLedger) => Promise<T>,
  ...how: Parameters<TestStore['open']>
): Promise<T> {
  const { on, open } = ledgerOpenedBy(how, 'SQLite');
  await open();
  try {
    return await act(on);
  } finally {
    await on.store.remove();
  }
}

function ledgerOpenedBy(how: Parameters<TestStore['open']>, engineOfLedger = engine) {
  const opened: { store?: TestStore; ledger?: StoredLedger } = {};
  const need = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The ledger opens before the tests.');
    return value;
  };
  const on: OnLedger = {
    get store() {
      return need(opened.store);
    },
    get ledger() {
      return need(opened.ledger);
    },
    set ledger(ledger) {
      opened.ledger = ledger;
    },
    begin: (about = {}, given = {}) => {
      on.store.clock.now += 10_000;
      return on.ledger.begin(anIntent(about), terms(given));
    },
    kinds: async (given, ...changes) => {
      const kinds: string[] = [];
      for (const about of changes) kinds.push((await on.begin(about, given)).kind);
      return kinds;
    },
    change: async (about = {}, outcome = 'DONE') => {
      const id = idOf(await on.begin(about));
      await on.ledger.complete(id, anOutcome(outcome));
      return id;
    },
    reopen: async (...again) => {
      await on.ledger.close();
      on.ledger = await on.store.open(...again);
    },
  };
  const open = async (): Promise<void> => {
    opened.store = await createStore(engineOfLedger);
    on.ledger = await on.store.open(...how);
  };
  return { on, open };
}

/** Returns all records, in the order of their chains. */
export function recordsOf(store: Store): Promise<RecordRow[]> {
  return store.query((db) =>
    db.selectFrom('ledger_record').selectAll().orderBy('realm').orderBy('number').execute(),
  );
}

/** Returns the kind and result of each record, in the order of their chains: `outcome DONE`. */
export async function stepsOf(store: Store): Promise<string[]> {
  return (await recordsOf(store)).map(({ kind, result }) =>
    [kind, result].filter(Boolean).join(' '),
  );
}

/** Verifies all chains; records of `heads` must still exist. */
export function verifyAll(store: Store, heads: readonly Head[] = []): Promise<Verdict> {
  return verify(store, { from: undefined, heads, progress: () => undefined });
}

/**
 * Ends every connection that holds or awaits a lock of a change, as a restart of the server does.
 * The waiting ones end first: a lock that its holder loses would be theirs for a moment.
 */
export function cutLocks({ settings }: TestStore): Promise<void> {
  return asSuperuser(
    settings.postgres?.url ?? '',
    `select pg_terminate_backend(pid) from (select pid from pg_locks
      where locktype = 'advisory' and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())
      order by granted offset 0) waiting_first`,
  );
}

/** Changes columns of a record without the ledger. */
export function tamper(
  store: Store,
  { realm, number }: Pick<RecordRow, 'realm' | 'number'>,
  change: Partial<LedgerTables['ledger_record']>,
): Promise<unknown> {
  return store.append((transaction: Writing) =>
    transaction
      .updateTable('ledger_record')
      .set(change)
      .where('realm', '=', realm)
      .where('number', '=', number)
      .execute(),
  );
}

let migrated: Promise<string> | undefined;

/** Returns the name of a database to copy: an empty ledger, created once for each worker. */
function migratedDatabase(): Promise<string> {
  migrated ??= (async () => {
    const { url } = await createDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
    await (await Store.open({ folder, postgres: { url, connections: 1 } })).close();
    await rm(folder, { recursive: true });
    return new URL(url).pathname.slice(1);
  })();
  return migrated;
}

/** Creates a database on the server of `npm run postgres`, empty or as a copy. */
export async function createDatabase(
  template = 'template1',
): Promise<{ url: string; drop: () => Promise<void> }> {
  const state = readState();
  if (state === undefined) throw new Error('PostgreSQL is not running; start it: npm run postgres');
  const name = `ledger_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await asSuperuser(state.url, `create database ${name} template ${template}`);
  const url = new URL(state.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => asSuperuser(state.url, `drop database ${name} with (force)`),
  };
}

/** Runs statements as the server's superuser. */
export async function asSuperuser(url: string, statements: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}
