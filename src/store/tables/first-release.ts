import { PostgresAdapter, sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { countsOnPostgres, countsOnSqlite } from './campaign-counts.ts';

/**
 * The tables of the first release, for both engines. The rows in `tables.ts` say what the columns
 * mean. Booleans are integers, because SQLite has no boolean type; times are milliseconds.
 */
const tables: readonly string[] = [
  // A change has at most one intent and one outcome.
  `create table ledger_record (
    realm text not null, number bigint not null, kind text not null, change_id text not null,
    at bigint not null, day integer not null,
    actor text, actor_entry text, person text, person_entry text, second_factor integer,
    privileged integer,
    effect text, kinds text, own integer, counted integer, key_hash text, result text,
    role text, ticket text, dry_run integer, client text,
    body text not null, hash text not null,
    constraint ledger_record_number primary key (realm, number),
    constraint ledger_record_once unique (change_id, kind)
  )`,
  `create table ledger_owner (id integer not null primary key, owner text not null)`,
  `create table page_session (
    id text not null primary key, person text not null, issuer_session text,
    sealed text not null, begun_at bigint not null, used_at bigint not null
  )`,
  `create table outbox_message (
    number bigint not null primary key, id text not null unique, channel text not null,
    person text not null, kind text not null, change_id text not null, data text,
    added_at bigint not null, due_at bigint not null, attempts integer not null,
    state text not null, problem text, ended_at bigint,
    retries integer not null, retries_since bigint,
    recipient text, masked text, address text, address_hash text, language text, person_name text,
    needs integer not null
  )`,
  `create table outbox_channel (
    name text not null primary key, off_at bigint not null, problem text not null, reason text
  )`,
  `create table gateway_instance (
    id text not null primary key, seen_at bigint not null, channels text not null
  )`,
  `create table security_quota (
    type text not null primary key, since bigint not null, sent integer not null,
    omitted integer not null
  )`,
  `create table audit_position (realm text not null primary key, number bigint not null)`,
  `create table audit_lease (
    name text not null primary key, holder text not null, until_at bigint not null
  )`,
  `create table identity_proof (
    id text not null primary key, method text not null, state text not null,
    proven_by text not null, actor text not null, actor_entry text, realm text not null,
    person text not null, person_entry text, started_at bigint not null, proven_at bigint,
    ends_at bigint, sealed text, change_id text
  )`,
  `create table identity_check (
    proof_id text not null primary key, vendor text not null, about text not null,
    names_hash text not null, code_hash text not null unique, state_hash text unique,
    visits integer not null, started_at bigint not null
  )`,
  `create table wrong_check_code (address text not null, at bigint not null)`,
  `create table pending_change (
    id text not null primary key, change_id text not null unique, realm text not null,
    state text not null, actor text not null, actor_entry text, key_hash text,
    requested_at bigint not null, expires_at bigint not null, needs integer not null
  )`,
  `create table device_coverage (
    realm text not null, area text not null, counted_at bigint not null, is_whole integer not null,
    with_one_device integer not null, not_read integer not null, kind_sets text not null,
    constraint device_coverage_count primary key (realm, area, counted_at)
  )`,
  `create table enrolment_hold (
    id text not null primary key, realm text not null, person text not null, person_entry text,
    kinds text not null, opened_at bigint not null, until_at bigint not null,
    ended text, ended_at bigint, stays integer not null,
    code_hash text, wrong_tries integer not null, allowed_at bigint, last_allowed_at bigint,
    allowed_kind text, listed text, device text
  )`,
  `create table campaign (
    id text not null primary key, realm text not null, area text, kinds text not null,
    reason text not null, ticket text, pace integer not null, calls integer not null,
    ends_sessions integer not null, state text not null, created_at bigint not null,
    created_by text not null, since bigint not null, checked_since bigint, started_at bigint,
    started_by text, ended_at bigint, held_by text, needs integer not null
  )`,
  `create table campaign_line (
    campaign_id text not null, number integer not null, name text not null, state text not null,
    result text, change_id text, person text, due_at bigint not null, claimed_at bigint,
    ended_at bigint, attempt integer not null, tries integer not null, is_retry integer not null,
    checked_at bigint, finding text, devices text,
    constraint campaign_line_number primary key (campaign_id, number)
  )`,
  `create table campaign_count (
    campaign_id text not null, kind text not null, since bigint not null, name text not null,
    result text not null, amount bigint not null,
    constraint campaign_count_once primary key (campaign_id, kind, since, name, result)
  )`,
];

/**
 * An index for each query of records. A partial index omits outcomes, which queries find by their
 * change. An engine uses one only if the query implies its condition, as an equality does.
 */
const recordIndexes: Readonly<Record<string, string>> = {
  at: '(at) where actor is not null',
  actor_at: '(actor, at) where actor is not null',
  actor_entry: '(actor_entry, at) where actor_entry is not null',
  // A history of a person is filtered by whether it is a dry run, without a look at each record.
  person_at: '(realm, person, at, number, dry_run) where person is not null',
  person_entry: '(person_entry, at) where person_entry is not null',
  client_at: '(client, at) where client is not null',
  key: '(actor, key_hash, at) where key_hash is not null',
  // The history of a realm, by what it is filtered. Only requests have `own`; with the condition
  // of `realm_at`, SQLite would use that index.
  realm_at: '(realm, at, number) where person is not null',
  result_at: '(realm, result, at, number) where result is not null',
  ticket: '(realm, ticket, at, number) where ticket is not null',
  refusal_at: `(realm, at, number) where kind = 'refusal'`,
  report_at: `(realm, at, number) where kind = 'report'`,
  dry_run_at: '(realm, dry_run, at, number) where own is not null',
  // What limits count: the changes of a person, and the newest steps of campaigns.
  counted_person: `(realm, person, at) where kind = 'intent' and counted = 1`,
  counted_person_entry: `(person_entry, at) where kind = 'intent' and counted = 1`,
  campaign_at: `(at) where kind = 'campaign'`,
  // The newest threat level of each realm.
  threat: `(realm, number) where kind = 'threat'`,
  // All columns that insights read, in the order in which they group.
  intent_day: `(realm, day, effect, kinds, role, actor, person)
    where kind = 'intent' and dry_run = 0`,
  outcome_day: `(realm, day, result) where kind = 'outcome' and dry_run = 0`,
};

/** The indexes of the other tables. */
const indexes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ledger_record: recordIndexes,
  page_session: { person: '(person)', issuer_session: '(issuer_session)' },
  outbox_message: {
    order: `(channel, person, number) where state = 'waiting'`,
    due: `(channel, due_at) where state = 'waiting'`,
    change: '(change_id)',
  },
  // Each limit has one.
  identity_proof: {
    started_at: '(started_at)',
    actor: '(actor)',
    actor_entry: '(actor_entry)',
    person: '(realm, person)',
    person_entry: '(person_entry)',
  },
  identity_check: { started_at: '(started_at)' },
  wrong_check_code: { address: '(address, at)', at: '(at)' },
  pending_change: {
    waiting: `(realm, requested_at, change_id) where state = 'WAITING'`,
    actor: '(actor)',
    actor_entry: '(actor_entry)',
    requested_at: '(requested_at)',
  },
  enrolment_hold: {
    person: '(realm, person)',
    person_entry: '(person_entry)',
    opened_at: '(opened_at)',
    allowed: '(allowed_at) where ended is null',
  },
  // The campaigns under way, among those of all years.
  campaign: { state: '(state)' },
  // The next line, and duplicates.
  campaign_line: { state: '(campaign_id, state, due_at, number)', person: '(campaign_id, person)' },
};

/** Creates the tables of the first release. From its release on it never changes. */
export const firstRelease: Migration = {
  async up(db: Kysely<unknown>) {
    const isOnPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
    const statements = [
      ...tables,
      ...Object.entries(indexes).flatMap(([table, ofTable]) =>
        Object.entries(ofTable).map(
          ([name, columns]) => `create index ${table}_${name} on ${table} ${columns}`,
        ),
      ),
      ...(isOnPostgres ? countsOnPostgres : countsOnSqlite),
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
