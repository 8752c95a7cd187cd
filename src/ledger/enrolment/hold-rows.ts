import { sql } from 'kysely';
import type { RecordedNames } from '../../domain/change/change-record.ts';
import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import { heldKinds, type EnrolmentSettings } from '../../domain/enrolment/enrolment-rule.ts';
import { HoldEnd, settlingMs, type Hold } from '../../domain/enrolment/hold.ts';
import { changeEffects, effectTraits } from '../../domain/policy/effects.ts';
import { asText, listOf, oneOf, parsed } from '../../domain/values/json.ts';
import { hasEffect, readable } from '../records/changes.ts';
import { countedChangesOf } from '../records/counted-changes.ts';
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
        and([eb('ended', '=', 'REGISTERED'), eb('ended_at', '>', now - settledMs)]),
      ]),
    )
    .orderBy('opened_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

/** How many changes of staff without a hold are looked through; if there are more, each holds. */
export const mostUnheld = 50;

/** The kinds of device that changes of staff without a hold of their own hold, and until when. */
export type Unheld = ReadonlyMap<DeviceKind, number>;

/**
 * Returns what changes of staff without a hold hold. A gateway that opens no holds made them. A
 * hold of the kind that was opened later stands for them.
 *
 * The person cannot hide such a change: their own changes, new labels and ends of sessions are
 * left out before any are counted.
 */
export async function unheldKinds(
  db: Reading,
  person: RecordedNames,
  { rules, holdMs, now }: EnrolmentSettings & Pick<Deciding, 'now'>,
): Promise<Unheld> {
  const rows = await unheldChanges(db, person, now - holdMs);
  if (rows.length === 0) return new Map();
  const later = await laterHolds(db, person, now - holdMs);
  const held = rows.map(({ at, body }) => ({ at, kinds: kindsHeldBy(rules, body) }));
  const oldest = rows.at(mostUnheld - 1);
  // What was not looked through may hold, too.
  if (oldest !== undefined) held.push({ at: oldest.at, kinds: deviceKinds });
  const isLater = (kind: DeviceKind, at: number) =>
    later.some((hold) => hold.opened_at >= at && kindsOf(hold).includes(kind));
  const unheld = held.flatMap(({ at, kinds }) =>
    kinds.filter((kind) => !isLater(kind, at)).map((kind) => [kind, at + holdMs] as const),
  );
  // The newest change of each kind, which ends last, is the first of the rows.
  return new Map(unheld.toReversed());
}

/** One that this version cannot read may have removed devices of every kind. */
function kindsHeldBy(rules: EnrolmentSettings['rules'], text: string): readonly DeviceKind[] {
  const body = readable(() => bodyOf({ body: text }));
  return body?.kind === 'intent' ? heldKinds(rules, body.intent) : deviceKinds;
}

const keepsDevices = sql.join(
  changeEffects.filter((effect) => !effectTraits[effect].removes).map((effect) => sql.lit(effect)),
);
const mayHold = [
  sql<boolean>`own = 0`,
  sql<boolean>`effect not in (${keepsDevices})`,
  hasEffect(null),
  sql<boolean>`not exists (select 1 from enrolment_hold where enrolment_hold.id = ledger_record.change_id)`,
];

/** The newest changes of staff that may have removed devices, and have no hold; newest first. */
function unheldChanges(db: Reading, person: RecordedNames, since: number) {
  return db
    .selectFrom(countedChangesOf(db, person, { since, where: mayHold }).as('counted'))
    .innerJoin('ledger_record', (join) =>
      join
        .onRef('ledger_record.realm', '=', 'counted.realm')
        .onRef('ledger_record.number', '=', 'counted.number'),
    )
    .select(['ledger_record.at', 'ledger_record.body'])
    .orderBy('counted.at', 'desc')
    .limit(mostUnheld)
    .execute();
}

/** The newest hold of each set of kinds, in whatever state. */
function laterHolds(db: Reading, person: RecordedNames, since: number) {
  return db
    .selectFrom('enrolment_hold')
    .select(({ fn }) => ['kinds', fn.max('opened_at').as('opened_at')])
    .where(isOfPerson(person))
    .where('opened_at', '>=', since)
    .where(({ eb, or }) => or([eb('ended', 'is', null), eb('ended', '<>', 'NOT_CHANGED')]))
    .groupBy('kinds')
    .execute();
}
