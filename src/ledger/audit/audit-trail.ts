import { randomUUID } from 'node:crypto';
import type { AuditFigures, AuditPage, AuditTrail } from '../../domain/outbox/audit-log.ts';
import { UnreadableJson } from '../../domain/values/json.ts';
import { securityEvent, type SecurityEvent } from '../../domain/outbox/security-event.ts';
import { lastRecord } from '../../store/records/chain.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';
import { isRecordKind } from '../../store/kinds/record-kinds.ts';
import type { RecordRow } from '../../store/tables/tables.ts';
import { recordEvent, recordsByChange, type RecordOfChange } from '../upkeep/record-event.ts';
import { realmsOf } from '../upkeep/walk.ts';

/** The number of records of a realm in one page. */
const pageSize = 100;

/**
 * How long a process may write alone, in milliseconds, and how long before the end it extends this.
 * A page takes less time to write.
 */
const leaseMs = 30_000;
const extendMs = 20_000;

/** The row of the process that writes. It also shows that positions were set. */
const leaseName = 'audit-log';

interface TrailParts {
  readonly now: () => number;
  readonly signal: (event: SecurityEvent) => void;
  /** Whether other processes use the store, too. */
  readonly isShared: boolean;
}

/** The trail of a store. */
export class LedgerTrail implements AuditTrail {
  readonly #store: Store;
  readonly #parts: TrailParts;
  /** A file belongs to one process, so the next one continues at once. */
  readonly #holder: string;
  #heldUntil = 0;

  constructor(store: Store, parts: TrailParts) {
    this.#store = store;
    this.#parts = parts;
    this.#holder = parts.isShared ? randomUUID() : 'owner of the file';
  }

  async next(): Promise<AuditPage | null> {
    if (!(await this.#hold())) return null;
    const rows = await this.#store.query(rowsToWrite);
    if (rows.length === 0) return null;
    const records = await recordsByChange(this.#store, rows);
    const lines = rows
      .map((row) => this.#auditLineOf(row, records.get(row.change_id)))
      .filter((line) => line !== null);
    return { lines, through: new Map(rows.map(({ realm, number }) => [realm, number])) };
  }

  async written({ through }: AuditPage): Promise<void> {
    const rows = [...through].map(([realm, number]) => ({ realm, number }));
    await this.#store.change((db) =>
      db
        .insertInto('audit_position')
        .values(rows)
        .onConflict((on) =>
          on
            .column('realm')
            .doUpdateSet((row) => ({ number: row.ref('excluded.number') }))
            .whereRef('audit_position.number', '<', 'excluded.number'),
        )
        .execute(),
    );
  }

  async release(): Promise<void> {
    this.#heldUntil = 0;
    await this.#store.change((db) =>
      db
        .updateTable('audit_lease')
        .set({ until_at: 0 })
        .where('name', '=', leaseName)
        .where('holder', '=', this.#holder)
        .execute(),
    );
  }

  figures(): Promise<AuditFigures> {
    return this.#store.query(async (db) => {
      let waiting = 0;
      let oldest = Infinity;
      for (const { realm, number } of await positions(db)) {
        const ofRealm = db
          .selectFrom('ledger_record')
          .where('realm', '=', realm)
          .where('number', '>', number)
          .limit(1);
        const first = await ofRealm.select(['number', 'at']).orderBy('number').executeTakeFirst();
        const last = await ofRealm.select('number').orderBy('number', 'desc').executeTakeFirst();
        if (first === undefined || last === undefined) continue;
        waiting += last.number - first.number + 1;
        oldest = Math.min(oldest, first.at);
      }
      return { waiting, oldestMs: Math.max(0, waiting === 0 ? 0 : this.#parts.now() - oldest) };
    });
  }

  /** Whether this process writes. One statement decides, so that only one of several does. */
  async #hold(): Promise<boolean> {
    const now = this.#parts.now();
    if (this.#heldUntil > now + leaseMs - extendMs) return true;
    const lease = { name: leaseName, holder: this.#holder, until_at: now + leaseMs };
    const taken = await this.#store.change((db) =>
      db
        .updateTable('audit_lease')
        .set(lease)
        .where('name', '=', leaseName)
        .where((row) => row.or([row('holder', '=', this.#holder), row('until_at', '<=', now)]))
        .executeTakeFirst(),
    );
    const isHeld = taken.numUpdatedRows > 0n || (await this.#start(lease));
    this.#heldUntil = isHeld ? lease.until_at : 0;
    return isHeld;
  }

  /** Sets the positions to the end of the ledger, once for every store. */
  async #start(lease: { readonly name: string; holder: string; until_at: number }) {
    const known = (db: Reading) =>
      db.selectFrom('audit_lease').select('name').where('name', '=', leaseName).executeTakeFirst();
    if ((await this.#store.query(known)) !== undefined) return false;
    return this.#store.append(async (transaction: Writing) => {
      if ((await known(transaction)) !== undefined) return false;
      for (const { realm } of await positions(transaction)) {
        const number = (await lastRecord(transaction, realm))?.number ?? 0;
        await transaction.insertInto('audit_position').values({ realm, number }).execute();
      }
      await transaction.insertInto('audit_lease').values(lease).execute();
      return true;
    });
  }

  /**
   * Null for a record that is no event. A record that cannot be read was changed from outside: it
   * is reported, and those after it are still written.
   */
  #auditLineOf(row: RecordRow, records?: readonly RecordOfChange[]): string | null {
    try {
      const event = recordEvent(row, records);
      return event === null ? null : JSON.stringify(event);
    } catch (error) {
      if (!(error instanceof UnreadableJson)) throw error;
      const { realm, number } = row;
      this.#parts.signal(securityEvent('chain-broken', { realm, count: number }));
      return null;
    }
  }
}

/** Returns the records after the positions, of each realm a page, in order. */
async function rowsToWrite(db: Reading): Promise<RecordRow[]> {
  const rows: RecordRow[] = [];
  for (const { realm, number } of await positions(db)) {
    const ofRealm = await db
      .selectFrom('ledger_record')
      .selectAll()
      .where('realm', '=', realm)
      .where('number', '>', number)
      .orderBy('number')
      .limit(pageSize)
      .execute();
    // A newer version of the gateway, which can read its records, continues here.
    const unknown = ofRealm.findIndex(({ kind }) => !isRecordKind(kind));
    rows.push(...(unknown < 0 ? ofRealm : ofRealm.slice(0, unknown)));
  }
  return rows;
}

/** Returns the number of the last written record of every realm, 0 for none. */
async function positions(db: Reading): Promise<{ realm: string; number: number }[]> {
  const known = await db.selectFrom('audit_position').selectAll().execute();
  const numbers = new Map(known.map(({ realm, number }) => [realm, number]));
  return (await realmsOf(db)).map((realm) => ({ realm, number: numbers.get(realm) ?? 0 }));
}
