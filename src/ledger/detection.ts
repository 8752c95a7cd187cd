import { sql } from 'kysely';
import type { Intent } from '../domain/change-record.ts';
import type { Begun, Terms } from '../domain/ledger.ts';
import { securityEvent } from '../domain/security-event.ts';
import type { SecurityEvent } from '../domain/security-event.ts';
import { isWithin } from '../domain/working-hours.ts';
import type { WorkingHours } from '../domain/working-hours.ts';
import type { Background } from './background.ts';
import { Lately } from './lately.ts';
import { actorKey } from './record.ts';
import type { Reading, Store } from './store.ts';

const repeatedMs = 24 * 3_600_000;
const manyMs = 5 * 60_000;
/** More people than this within that time are many. */
const few = 3;

/** What is looked at changes with. */
export interface DetectionParts {
  readonly store: Store;
  readonly background: Background;
  readonly now: () => number;
  readonly signal: (event: SecurityEvent) => void;
  readonly workingHours: WorkingHours | undefined;
}

/**
 * Looks at every change that begins for what operators may want to be woken for (security F10). It happens after the
 * change was let through, and a change never waits for it.
 */
export class Detection {
  readonly #parts: DetectionParts;
  readonly #limited = new Lately(60_000);

  constructor(parts: DetectionParts) {
    this.#parts = parts;
  }

  /** Looks at a change that was decided about. */
  look(intent: Intent, begun: Begun, { again }: Terms): void {
    const now = this.#parts.now();
    if (begun.kind === 'limited') this.#tellOfLimit(intent, begun.rule, now);
    if (begun.kind !== 'recorded' || intent.dryRun) return;
    for (const event of this.#atOnce(intent, begun, now)) this.#parts.signal(event);
    if (again !== null) return;
    const { store, background } = this.#parts;
    const act = { intent, id: begun.id, now };
    void background.run(async () => {
      try {
        const [resets, people] = await store.read((db) =>
          Promise.all([earlierResets(db, act), peopleOfActor(db, act)]),
        );
        const about = aboutChange(intent, begun.id);
        if (resets > 0)
          this.#parts.signal(securityEvent('repeated-reset', { ...about, count: resets + 1 }));
        if (people > few)
          this.#parts.signal(securityEvent('many-people', { ...about, count: people }));
      } catch {
        this.#parts.signal(securityEvent('records-left-out', aboutChange(intent, begun.id)));
      }
    });
  }

  #atOnce(
    intent: Intent,
    { id, overrode }: Extract<Begun, { kind: 'recorded' }>,
    now: number,
  ): SecurityEvent[] {
    const { workingHours } = this.#parts;
    const about = aboutChange(intent, id);
    const isByOther = intent.actor.role !== 'SELF';
    return [
      ...(isByOther && (intent.target.privileged ?? true)
        ? [securityEvent('privileged-person', about)]
        : []),
      ...(isByOther && workingHours !== undefined && !isWithin(workingHours, now)
        ? [securityEvent('outside-working-hours', about)]
        : []),
      ...(overrode.length > 0 ? [securityEvent('limit-overridden', about)] : []),
    ];
  }

  /** Of one actor and limit once a minute: whoever hammers does not fill the log. */
  #tellOfLimit(intent: Intent, rule: string, now: number): void {
    if (this.#limited.again(JSON.stringify([actorKey(intent.actor), rule]), now)) return;
    this.#parts.signal(securityEvent('limit-reached', aboutChange(intent, null)));
  }
}

function aboutChange(
  { actor, target, correlationId }: Intent,
  change: string | null,
): Omit<SecurityEvent, 'type' | 'count'> {
  return { realm: target.realm, change, role: actor.role, correlationId };
}

interface Act {
  readonly intent: Intent;
  readonly id: string;
  readonly now: number;
}

/** How many other resets the person had within a day, but for those that are known to have changed nothing. */
async function earlierResets(db: Reading, { intent, id, now }: Act): Promise<number> {
  if (intent.effect !== 'reset') return 0;
  const rows = await db
    .selectFrom('ledger_record as asked')
    .leftJoin('ledger_record as ended', (join) =>
      join.onRef('ended.change_id', '=', 'asked.change_id').on('ended.kind', '=', 'outcome'),
    )
    .select('ended.result')
    .where('asked.realm', '=', intent.target.realm)
    .where('asked.person', '=', intent.target.id)
    .where('asked.kind', '=', 'intent')
    .where('asked.effect', '=', 'reset')
    .where('asked.counted', '=', 1)
    // An expression, so that SQLite does not read the whole realm by time in place of the person.
    .where(sql<number>`asked.at + 0`, '>', now - repeatedMs)
    .where(sql<number>`asked.at + 0`, '<=', now)
    .where('asked.change_id', '!=', id)
    .execute();
  return rows.filter(({ result }) => result !== 'NOT_DONE' && result !== 'NOTHING_TO_RESET').length;
}

/** How many people the actor has changed within five minutes; 0 where this one is not new among them, or their own. */
async function peopleOfActor(db: Reading, { intent, id, now }: Act): Promise<number> {
  if (intent.actor.role === 'SELF') return 0;
  const rows = await db
    .selectFrom('ledger_record')
    .select(['realm', 'person'])
    .where('actor', '=', actorKey(intent.actor))
    .where('at', '>', now - manyMs)
    .where('at', '<=', now)
    .where('kind', '=', 'intent')
    .where('counted', '=', 1)
    .where('own', '=', 0)
    .where('change_id', '!=', id)
    .execute();
  const nameOf = (realm: string, person: string | null): string => JSON.stringify([realm, person]);
  const others = new Set(rows.map(({ realm, person }) => nameOf(realm, person)));
  return others.has(nameOf(intent.target.realm, intent.target.id)) ? 0 : others.size + 1;
}
