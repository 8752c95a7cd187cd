/** The rows beside the chain that are about a person. */
import { sql, type RawBuilder } from 'kysely';
import { actorName, entryColumn } from '../../store/records/who.ts';
import { sha256 } from '../../store/records/canonical-json.ts';
import type { Store } from '../../store/store.ts';
import type { LedgerTables } from '../../store/tables/tables.ts';
import type { PersonNames } from './person-names.ts';

type Row = Readonly<Record<string, unknown>>;

interface About extends PersonNames {
  /** The reference numbers of the person's changes. */
  readonly changes: readonly string[];
}

type Condition = (about: About) => RawBuilder<unknown>;

/** Which rows of a table are about a person; null for a table that names no one. */
const conditions: { readonly [Table in keyof LedgerTables]: Condition | null } = {
  // Its records are exported one by one.
  ledger_record: null,
  page_session: (about) => sql`person in (${sql.join(keysOf(about))})`,
  outbox_message: ({ name, realm, entries, changes }) => {
    const orders = [actorName({ id: name, realm }), ...entries].map(sha256);
    return sql`person in (${sql.join(orders)}) or ${isOneOf('change_id', changes)}`;
  },
  // A row of a proof that the person asked for has another's name; the record has it, too.
  identity_proof: (about) => isPerson(about),
  identity_check: (about) =>
    sql`proof_id in (select id from identity_proof where ${isPerson(about)})`,
  // Of a caller without a name.
  wrong_check_code: null,
  pending_change: (about) => sql`${isOneOf('change_id', about.changes)} or ${isActor(about)}`,
  enrolment_hold: (about) => isPerson(about),
  campaign: ({ name, realm }) => sql`realm = ${realm} and ${name} in (created_by, started_by)`,
  campaign_line: (about) => sql`person in (${sql.join(keysOf(about).map(sha256))})
    or (name = ${about.name} and campaign_id in (
      select id from campaign where realm = ${about.realm}))`,
  campaign_count: null,
  device_coverage: null,
  outbox_channel: null,
  gateway_instance: null,
  security_quota: null,
  audit_position: null,
  audit_lease: null,
  ledger_owner: null,
};

/** Secrets, and hashes of secrets: they tell nothing about a person. */
const secrets: ReadonlySet<string> = new Set([
  'sealed',
  'code_hash',
  'key_hash',
  'address_hash',
  'names_hash',
  'state_hash',
]);

/** Returns the rows of each table that are about a person, without secrets. */
export async function rowsAbout(
  store: Store,
  names: PersonNames,
  changes: readonly string[],
): Promise<Readonly<Record<string, readonly Row[]>>> {
  const rows: Record<string, readonly Row[]> = {};
  for (const [table, condition] of Object.entries(conditions)) {
    if (condition === null) continue;
    const found = await store.query((db) =>
      sql<Row>`select * from ${sql.table(table)} where ${condition({ ...names, changes })}`.execute(
        db,
      ),
    );
    rows[table] = found.rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => !secrets.has(column))),
    );
  }
  return rows;
}

/** The keys of a person, as `personKey` makes them. */
function keysOf({ realm, name, entries }: PersonNames): readonly string[] {
  return [JSON.stringify([realm, name]), ...entries];
}

function isPerson({ realm, name, entries }: PersonNames): RawBuilder<unknown> {
  const isOfName = sql`(realm = ${realm} and person = ${name})`;
  return sql`(${isOfName} or ${isOneOf('person_entry', entries.map(entryColumn))})`;
}

function isActor({ realm, name, entries }: PersonNames): RawBuilder<unknown> {
  const isOfName = sql`actor = ${actorName({ id: name, realm })}`;
  return sql`(${isOfName} or ${isOneOf('actor_entry', entries.map(entryColumn))})`;
}

/** A list may be long: one text has all of its values, and statements have few parameters. */
function isOneOf(column: string, values: readonly (string | null)[]): RawBuilder<unknown> {
  if (values.length === 0) return sql`1 = 0`;
  return sql`${sql.ref(column)} in (${sql.join(values)})`;
}
