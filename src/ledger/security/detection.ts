import { sql } from 'kysely';
import { roleTraits } from '../../domain/people/caller.ts';
import type { Intent } from '../../domain/change/change-record.ts';
import { effectTraits } from '../../domain/policy/effects.ts';
import type { Begun, Terms } from '../../domain/ledger-ports/ledger.ts';
import { securityEvent, type SecurityEvent } from '../../domain/outbox/security-event.ts';
import { isWithin, type WorkingHours } from '../../domain/values/working-hours.ts';
import type { LedgerContext } from '../records/background.ts';
import { hasEffect } from '../records/changes.ts';
import { countedChangesOf } from '../records/counted-changes.ts';
import { RecentKeys } from '../records/recent-keys.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { RecordRow } from '../../store/tables/tables.ts';
import { entryColumn, isOfActor, keyOf } from '../../store/records/who.ts';

const repeatedMs = 24 * 3_600_000;
const manyMs = 5 * 60_000;
/** More people than this within `manyMs` are reported. */
const few = 3;

/**
 * Returns a function that examines every decision of the ledger for patterns that may page an
 * operator (security F10). Changes never wait for it.
 */
export function createDetection(
  { store, background, now, signal }: LedgerContext,
  workingHours: WorkingHours | undefined,
): (intent: Intent, begun: Begun, terms: Terms) => void {
  // Repeated attempts must not fill the log: one event per actor and limit in a minute.
  const reported = new RecentKeys(60_000);
  return (intent, begun, { again }) => {
    const at = now();
    if (begun.kind === 'limited') {
      const isNew = reported.addIfNew(JSON.stringify([keyOf(intent.actor), begun.rule]), at);
      if (isNew) signal(securityEvent('limit-reached', aboutChange(intent, null)));
    }
    if (begun.kind !== 'recorded' || intent.dryRun) return;
    const isDuringWork = workingHours === undefined || isWithin(workingHours, at);
    for (const event of eventsOf(intent, begun, isDuringWork)) signal(event);
    if (again !== null) return;
    const change = { intent, id: begun.id, now: at };
    void background.run(async () => {
      const about = aboutChange(intent, begun.id);
      try {
        const [resets, people] = await store.query((db) =>
          Promise.all([earlierResets(db, change), peopleOfActor(db, change)]),
        );
        if (resets > 0) signal(securityEvent('repeated-reset', { ...about, count: resets + 1 }));
        if (people > few) signal(securityEvent('many-people', { ...about, count: people }));
      } catch {
        signal(securityEvent('records-left-out', about));
      }
    });
  };
}

/** Returns the events that need no query. */
function eventsOf(
  intent: Intent,
  { id, overrode }: Extract<Begun, { kind: 'recorded' }>,
  isDuringWork: boolean,
): SecurityEvent[] {
  const { isSelf, isPerson } = roleTraits[intent.actor.role];
  const isByOther = !isSelf;
  const types = [
    isByOther && (intent.target.privileged ?? true) ? 'privileged-person' : null,
    isByOther && isPerson && !isDuringWork ? 'outside-working-hours' : null,
    overrode.length > 0 ? 'limit-overridden' : null,
  ] as const;
  return types
    .filter((type) => type !== null)
    .map((type) => securityEvent(type, aboutChange(intent, id)));
}

function aboutChange(
  { actor, target, correlationId }: Intent,
  change: string | null,
): Omit<SecurityEvent, 'type' | 'count'> {
  return { realm: target.realm, change, role: actor.role, correlationId };
}

interface StartedChange {
  readonly intent: Intent;
  readonly id: string;
  readonly now: number;
}

/** Counts the other resets of the person within a day that may have changed something. */
async function earlierResets(db: Reading, { intent, id, now }: StartedChange): Promise<number> {
  if (!effectTraits[intent.effect].isOfWholeKinds) return 0;
  const isOther = sql<boolean>`effect = ${intent.effect} and at <= ${now} and change_id != ${id}`;
  const counted = { since: now - repeatedMs, where: [isOther, hasEffect(null)] };
  const rows = await countedChangesOf(db, intent.target, counted).execute();
  return rows.length;
}

/**
 * Counts the people whose devices the actor changed within five minutes. Returns 0 for the actor's
 * own devices, for a campaign, and if this person was among them before.
 */
async function peopleOfActor(db: Reading, { intent, id, now }: StartedChange): Promise<number> {
  const { isSelf, isPerson } = roleTraits[intent.actor.role];
  if (isSelf || !isPerson) return 0;
  const rows = await db
    .selectFrom('ledger_record')
    .select(['realm', 'person', 'person_entry'])
    .where(isOfActor(intent.actor))
    .where('at', '>', now - manyMs)
    .where('at', '<=', now)
    .where('kind', '=', 'intent')
    .where('counted', '=', 1)
    .where('own', '=', 0)
    .where('change_id', '!=', id)
    .execute();
  const { entry, realm, id: person } = intent.target;
  const nameOf = (one: Pick<RecordRow, 'realm' | 'person' | 'person_entry'>): string =>
    one.person_entry ?? JSON.stringify([one.realm, one.person]);
  const others = new Set(rows.map(nameOf));
  const own = nameOf({ realm, person, person_entry: entryColumn(entry) });
  return others.has(own) ? 0 : others.size + 1;
}
