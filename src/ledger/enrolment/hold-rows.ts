import { sql } from 'kysely';
import type { RecordedNames } from '../../domain/change/change-record.ts';
import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import { heldKinds, type EnrolmentSettings } from '../../domain/enrolment/enrolment-rule.ts';
import { HoldEnd, settlingMs, type Hold } from '../../domain/enrolment/hold.ts';
import { roleTraits } from '../../domain/people/caller.ts';
import { asText, listOf, oneOf, parsed } from '../../domain/values/json.ts';
import { hasEffect, readable } from '../records/changes.ts';
import { bodyOf } from '../../store/records/read-record.ts';
import { readDevice } from '../../store/kinds/parts/record-parts.ts';
import { isOfPerson } from '../../store/records/who.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { HoldRow } from '../../store/tables/hold-rows.ts';

/** What holds need of the configuration. */
export interface EnrolmentParts extends EnrolmentSettings {
  /** The secret by which codes are hashed. */
  readonly key: () => string;
}

const readEnd = oneOf(Object.values(HoldEnd));
const readIds = listOf(asText);

/** Returns the hold of a row. @throws UnreadableJson */
export function holdOf(row: HoldRow): Hold {
  return {
    id: row.id,
    person: { id: row.person, realm: row.realm },
    kinds: kindsOf(row),
    openedAt: row.opened_at,
    until: row.until_at,
    end: row.ended === null ? null : readEnd(row.ended),
    endedAt: row.ended_at,
    hasCode: row.code_hash !== null,
    wrongTries: row.wrong_tries,
    allowedAt: row.allowed_at,
    lastAllowedAt: row.last_allowed_at,
    allowedKind: row.allowed_kind,
    listed: row.listed === null ? null : readIds(parsed(row.listed)),
    device: row.device === null ? null : readDevice(parsed(row.device)),
  };
}

export function kindsOf({ kinds }: Pick<HoldRow, 'kinds'>): DeviceKind[] {
  return deviceKinds.filter((kind) => kinds.includes(`|${kind}|`));
}

/** Returns the hold of a person that is open; undefined without one. */
export function openRow(
  db: Reading,
  person: RecordedNames,
  now: number,
): Promise<HoldRow | undefined> {
  return newestRow(db, person, { now, kind: null, settledMs: 0 });
}

/** Returns the newest hold that decides about a registration: open, or just used. */
export function decidingRow(
  db: Reading,
  person: RecordedNames,
  about: { readonly now: number; readonly kind: DeviceKind },
): Promise<HoldRow | undefined> {
  return newestRow(db, person, { ...about, settledMs: settlingMs });
}

interface Deciding {
  readonly now: number;
  readonly kind: DeviceKind | null;
  readonly settledMs: number;
}

function newestRow(
  db: Reading,
  person: RecordedNames,
  { now, kind, settledMs }: Deciding,
): Promise<HoldRow | undefined> {
  return db
    .selectFrom('enrolment_hold')
    .selectAll()
    .where(isOfPerson(person))
    .$if(kind !== null, (rows) => rows.where('kinds', 'like', `%|${kind}|%`))
    .where(({ eb, or, and }) =>
      or([
        and([eb('ended', 'is', null), eb('until_at', '>', now)]),
        and([eb('ended', '=', 'USED'), eb('ended_at', '>', now - settledMs)]),
      ]),
    )
    .orderBy('opened_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

/** How many changes of a person are looked through. */
const mostChanges = 50;

/**
 * Returns the end of the time in which a change of staff without a hold holds this kind; null
 * without one. An older gateway beside this one made it, or one that opens no holds. A hold that
 * was opened later stands for it.
 */
export async function unheldUntil(
  db: Reading,
  person: RecordedNames,
  { rules, holdMs, now, kind }: EnrolmentSettings & Pick<Deciding, 'now' | 'kind'>,
): Promise<number | null> {
  const last = await db
    .selectFrom('enrolment_hold')
    .select('opened_at')
    .where(isOfPerson(person))
    .where(({ eb, or }) => or([eb('ended', 'is', null), eb('ended', '<>', 'NOT_CHANGED')]))
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const rows = await db
    .selectFrom('ledger_record')
    .select(['at', 'body'])
    .where(isOfPerson(person))
    .where(sql.ref('kind'), '=', sql.lit('intent'))
    .where(sql.ref('counted'), '=', sql.lit(1))
    .where('at', '>', Math.max(now - holdMs, last?.opened_at ?? 0))
    .where(hasEffect(null))
    .where(
      sql<boolean>`not exists (select 1 from enrolment_hold where enrolment_hold.id = ledger_record.change_id)`,
    )
    .orderBy('at', 'desc')
    .limit(mostChanges)
    .execute();
  const opening = rows.find(({ body: text }) => {
    const body = readable(() => bodyOf({ body: text }));
    // One that this version cannot read may have removed the person's devices.
    if (body?.kind !== 'intent') return true;
    const { intent } = body;
    if (roleTraits[intent.actor.role].isSelf) return false;
    const kinds = heldKinds(rules, intent);
    return kind === null ? kinds.length > 0 : kinds.includes(kind);
  });
  return opening === undefined ? null : opening.at + holdMs;
}
