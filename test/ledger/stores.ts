/** A store to test on: SQLite in a folder of its own, or with POSTGRES=1 a database of its own on `npm run postgres`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ledgerOn } from '../../src/ledger/open-ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { Store } from '../../src/ledger/store.ts';
import type { StoreSettings, Writing } from '../../src/ledger/store.ts';
import type { LedgerTables, RecordRow } from '../../src/ledger/tables.ts';
import type { SecurityEvent } from '../../src/domain/security-event.ts';
import { readState } from '../postgres/state.ts';

/** The engines of this run, for `describe.each`. */
export const engines = process.env['POSTGRES'] ? (['PostgreSQL'] as const) : (['SQLite'] as const);
export type Engine = 'SQLite' | 'PostgreSQL';

/** A time to start from; every test sets its own clock. */
export const noon = Date.parse('2026-11-25T12:00:00.000Z');

/** Staff work on weekdays from eight to six, London time; noon is within. */
const workingHours = {
  days: new Set(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']),
  fromMinute: 480,
  untilMinute: 1_080,
  timeZone: 'Europe/London',
};

/** An empty store, and ledgers on it. */
export interface TestStore {
  readonly settings: StoreSettings;
  readonly clock: { now: number };
  /** What the ledgers have warned of. */
  readonly warnings: readonly string[];
  /** What the ledgers would have operators woken for, by type. */
  readonly events: SecurityEvent[];
  /** Opens a ledger with this store's clock; it is closed with the store. */
  open(): Promise<OpenLedger & { readonly store: Store }>;
  /** Closes the ledgers, and opens the bare store for one act: tampering, or reading what is there. */
  bare<T>(act: (store: Store) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** Makes an empty store. */
export async function createStore(engine: Engine): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  const database = engine === 'SQLite' ? undefined : await createDatabase();
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
  return {
    settings,
    clock,
    warnings,
    events,
    open: async () => {
      const parts = {
        now: () => clock.now,
        warn: (text: string) => void warnings.push(text),
        signal: (event: SecurityEvent) => void events.push(event),
        workingHours,
      };
      const opening = await Store.open(settings);
      const ledger = await ledgerOn(opening, folder, parts);
      opened.push(ledger);
      return { ...ledger, store: opening };
    },
    bare: async (act) => {
      await closeAll();
      const store = await Store.open(settings);
      try {
        return await act(store);
      } finally {
        await store.close();
      }
    },
    remove: async () => {
      await closeAll();
      await rm(folder, { recursive: true });
      await database?.drop();
    },
  };
}

/** Every record, in the order of its chain. */
export function recordsOf(store: Store): Promise<RecordRow[]> {
  return store.read((db) =>
    db.selectFrom('ledger_record').selectAll().orderBy('realm').orderBy('number').execute(),
  );
}

/** Changes one column of one record behind the ledger's back. */
export function tamper(
  store: Store,
  { realm, number }: Pick<RecordRow, 'realm' | 'number'>,
  change: Partial<LedgerTables['ledger_record']>,
): Promise<unknown> {
  return store.write((transaction: Writing) =>
    transaction
      .updateTable('ledger_record')
      .set(change)
      .where('realm', '=', realm)
      .where('number', '=', number)
      .execute(),
  );
}

/** A database of its own on the server of `npm run postgres`. */
export async function createDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const state = readState();
  if (state === undefined) throw new Error('PostgreSQL is not running; start it: npm run postgres');
  const name = `ledger_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await asSuperuser(state.url, `create database ${name}`);
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
