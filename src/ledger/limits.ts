import { sql } from 'kysely';
import type { Intent } from '../domain/change-record.ts';
import type { LimitRule } from '../domain/ledger.ts';
import { actorKey, kindMark } from './record.ts';
import type { Writing } from './store.ts';

/** A limit that is reached, and when the next change is within it again. */
export interface Reached {
  readonly rule: LimitRule;
  readonly retryAfterSeconds: number;
}

/** Returns the limits that one more change would pass. */
export async function reachedLimits(
  transaction: Writing,
  intent: Intent,
  { limits, now }: { readonly limits: readonly LimitRule[]; readonly now: number },
): Promise<Reached[]> {
  const reached: Reached[] = [];
  for (const rule of limits) {
    const full = await fullSince(transaction, intent, { rule, now });
    if (full === undefined) continue;
    const waitMs = full + rule.withinSeconds * 1000 - now;
    reached.push({ rule, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
  }
  return reached;
}

interface Question {
  readonly rule: LimitRule;
  readonly now: number;
}

/** When the oldest of the changes that fill a limit was made; undefined where there is room. */
async function fullSince(
  transaction: Writing,
  intent: Intent,
  question: Question,
): Promise<number | undefined> {
  if (question.rule.per === 'actor') return nthNewestOfActor(transaction, intent, question);
  const times = await Promise.all(
    intent.kinds.map((kind) => nthNewestOfKind(transaction, { ...question, intent, kind })),
  );
  const full = times.filter((time) => time !== undefined);
  return full.length === 0 ? undefined : Math.max(...full);
}

/** An attempt counts whatever came of it: this limit is against a caller who tries. */
async function nthNewestOfActor(
  transaction: Writing,
  intent: Intent,
  { rule, now }: Question,
): Promise<number | undefined> {
  const row = await countedChanges(transaction, intent)
    .where('ledger_record.at', '>', now - rule.withinSeconds * 1000)
    .where('actor', '=', actorKey(intent.actor))
    .orderBy('at', 'desc')
    .offset(rule.most - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.at;
}

/** A change that is known to have changed nothing leaves room: this limit is for what happens to a person. */
async function nthNewestOfKind(
  transaction: Writing,
  { rule, now, intent, kind }: Question & { readonly intent: Intent; readonly kind: string },
): Promise<number | undefined> {
  const row = await countedChanges(transaction, intent)
    // An expression, so that SQLite does not read the whole realm by time in place of the person.
    .where(sql<number>`ledger_record.at + 0`, '>', now - rule.withinSeconds * 1000)
    .where('realm', '=', intent.target.realm)
    .where('person', '=', intent.target.id)
    .where('kinds', 'like', `%${kindMark(kind)}%`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('ledger_record as outcome')
            .select('outcome.number')
            .whereRef('outcome.change_id', '=', 'ledger_record.change_id')
            .where('outcome.kind', '=', 'outcome')
            .where('outcome.result', 'in', ['NOT_DONE', 'NOTHING_TO_RESET']),
        ),
      ),
    )
    .orderBy('number', 'desc')
    .offset(rule.most - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.at;
}

function countedChanges(transaction: Writing, intent: Intent) {
  return transaction
    .selectFrom('ledger_record')
    .select('ledger_record.at')
    .where('ledger_record.kind', '=', 'intent')
    .where('counted', '=', 1)
    .where('effect', '=', intent.effect)
    .where('own', '=', Number(intent.actor.role === 'SELF'));
}
