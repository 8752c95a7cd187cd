/** Fills the records of PostgreSQL by SQL: a hundred million take an hour, indexes included. */
import { sql } from 'kysely';
import type { Store } from '../../src/store/store.ts';

/** Records per statement. */
const batch = 2_000_000;

/** The time that the records cover. */
const days = 730;

/**
 * Writes two years of changes, nine of ten in realm alpha. Ten million people reset a device,
 * 200 000 of them often; seven of ten changes are self-service, the others of 2 000 staff. Only the
 * records that `scale-queries.ts` reads have a body; the chain has no hashes.
 */
export async function fillByStatements(
  store: Store,
  records: number,
  progress: (filled: number) => void,
): Promise<void> {
  const indexes = await dropIndexes(store);
  const start = Date.now() - days * 86_400_000;
  const sizes = { alpha: Math.round(records * 0.9), beta: Math.round(records * 0.1) };
  let filled = 0;
  for (const [realm, total] of Object.entries(sizes)) {
    for (let from = 1; from <= total; from += batch) {
      const to = Math.min(from + batch - 1, total);
      await store.query((db) => sql.raw(insertion({ realm, total, from, to, start })).execute(db));
      filled += to - from + 1;
      progress(filled);
    }
  }
  for (const definition of [...indexes, 'vacuum (analyze) ledger_record'])
    await store.query((db) => sql.raw(definition).execute(db));
}

/** Drops all indexes, and returns the statements that create them. */
async function dropIndexes(store: Store): Promise<string[]> {
  const { rows } = await store.query((db) =>
    sql<{ drop: string; create: string }>`select
      case when c.conname is null then 'drop index ' || i.indexrelid::regclass
        else 'alter table ledger_record drop constraint ' || c.conname end as drop,
      case when c.conname is null then pg_get_indexdef(i.indexrelid)
        else 'alter table ledger_record add constraint ' || c.conname || ' ' ||
          pg_get_constraintdef(c.oid) end as create
      from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
      where i.indrelid = 'ledger_record'::regclass`.execute(db),
  );
  for (const { drop } of rows) await store.query((db) => sql.raw(drop).execute(db));
  return rows.map(({ create }) => create);
}

interface Part {
  readonly realm: string;
  /** All records of the realm, and those of this statement. */
  readonly total: number;
  readonly from: number;
  readonly to: number;
  readonly start: number;
}

/** Two records of each change; of fifty changes one is refused, and has two refusals. */
function insertion({ realm, total, from, to, start }: Part): string {
  const hash = `upper(md5('${realm}' || c || case when kind = 'refusal' and n % 2 = 0 then 'b' else '' end))`;
  return `insert into ledger_record (realm, number, kind, change_id, at, actor, person, privileged,
  effect, kinds, own, counted, key_hash, result, body, hash, day, role, ticket, dry_run)
select '${realm}', n, kind, id, at,
  case when asks then 'alpha/' || who end, case when asks then person end,
  case when asks then 0 end, case when asks then 'reset' end,
  case when asks then '|' || device || '|' end, case when asks then own end,
  case when asks then (kind = 'intent' and dry = 0)::int end,
  case when kind = 'intent' and dry = 0 and c % 10 = 3 then md5(c::text) || md5(c::text) end,
  case kind when 'refusal' then 'FORBIDDEN' when 'outcome' then
    case when dry = 1 then 'WOULD_RESET' when c % 100 = 13 then 'NOT_DONE' else 'DONE' end end,
  case when not isread then '{}' when asks then ${requestBody} else ${outcomeBody} end,
  left(h, 8), (at / 86400000)::int, case when asks then role end,
  case when asks then 'INC-' || c end, dry
from (select *, '${realm}' as realm, substr(h, 1, 4) || '-' || substr(h, 5, 4) || '-' ||
    substr(h, 9, 4) || '-' || substr(h, 13, 4) as id,
    to_char(to_timestamp(at / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as iso,
    case own when 1 then person else 'staff-' || s end as who,
    case own when 1 then 'SELF' else 'HELP_DESK' end as role,
    (p < 200000 and p % 100 = 7) or (own = 0 and s % 200 = 7) or n > ${total - 200_000} as isread
  from (select n, c, kind, kind <> 'outcome' as asks, p, 'p' || p as person, own, s, dry,
      ${start} + (n::float8 / ${total} * ${days * 86_400_000})::bigint as at,
      (array['OATH', 'PUSH', 'WEB_AUTHN'])[1 + c % 3] as device, ${hash} as h
    from (select n, c, case when c % 2 = 0 then (c / 2 * 104729) % 10000000
          else (c / 2 * 7919) % 200000 end as p,
        case when c % 50 = 49 then 'refusal' when n % 2 = 1 then 'intent' else 'outcome' end as kind,
        (c % 10 < 7)::int as own, (c / 10 * 7 + c) % 2000 as s, (c % 5 = 1)::int as dry
      from (select n, (n - 1) / 2 as c from generate_series(${from}::bigint, ${to}) n) as numbers
    ) as changes offset 0) as hashed offset 0) as written`;
}

const requestBody = `'{' || case kind when 'intent' then '"again":null,"overrode":[],' else
    '"code":"FORBIDDEN",' end || '"at":"' || iso || '","change":"' || id || '","kind":"' || kind ||
  '","number":' || n || ',"realm":"' || realm || '","previous":"","keyHash":null,"intent":{' ||
  '"actor":{"clientId":null,"id":"' || who || '","method":"SESSION","realm":"alpha","role":"' ||
  role || '","signedInAt":null},"before":[{"id":"7f9c2ba4-e88f-4c41-b7e2-4f9f5b0b9a11",' ||
  '"kind":"OATH","lastUsedAt":null,"name":"phone","registeredAt":null}],"correlationId":"a",' ||
  '"dryRun":' || (dry = 1) || ',"effect":"reset","kinds":["' || device || '"],"options":{},' ||
  '"reason":"lost phone","target":{"id":"' || person || '","privileged":false,"realm":"' ||
  realm || '"},"ticket":"INC-' || c || '","verification":null}}'`;

const outcomeBody = `'{"at":"' || iso || '","change":"' || id || '","kind":"outcome","number":' ||
  n || ',"realm":"' || realm || '","previous":"","outcome":{"outcome":"DONE","results":[{' ||
  '"after":[],"kind":"' || device || '","outcome":"DONE","problem":null,"proof":"LIST"}],' ||
  '"sessionsEnded":null}}'`;
