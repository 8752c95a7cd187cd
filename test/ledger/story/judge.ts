/** What must hold for each change of a story, and for the records in the end. */
import { bodyOf } from '../../../src/store/records/read-record.ts';
import type { RecordRow } from '../../../src/store/tables/tables.ts';
import type { Forwarded } from '../../e2e/am-between.ts';
import type { Rate } from '../../../src/domain/values/limit.ts';
import type { Change } from './drawn.ts';
import type { Payload, Told } from './processes.ts';

/** The result of one change. */
export interface Played {
  readonly change: Change;
  /** The answers to each request; the last one came after all faults were over. */
  readonly told: readonly Told[];
  /** The writes that AM received for it. */
  readonly writes: readonly Forwarded[];
}

/** The devices that AM lists of a user's kind before and after a round. */
export interface Lists {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The facts about the round in which a change was requested. */
interface Around {
  /** The devices of its user and kind. */
  readonly lists: Lists;
  /**
   * Whether the outcome may be unknowable: a crash left a reset open, and some of its devices may
   * be gone.
   */
  readonly mayBeUnknown: boolean;
}

/** Returns what is wrong with one change, given AM's lists of its user and kind. */
export function wrongOf(
  { change, told, writes }: Played,
  { lists, mayBeUnknown }: Around,
): string[] {
  const wrong: string[] = [];
  const payloads = told.flatMap((one): Payload[] => (one.kind === 'answer' ? [one.payload] : []));
  const recorded = payloads.filter((payload) => payload.change !== null);
  const places = writes.map(({ method, url }) => `${method} ${url}`);
  if (new Set(places).size < places.length) wrong.push(`written twice: ${places.join()}`);
  const answers = new Set(recorded.map((payload) => `${payload.change?.id} ${payload.outcome}`));
  if (answers.size > 1) wrong.push(`answered in several ways: ${[...answers].join()}`);
  if (recorded.filter(({ isReplayed }) => !isReplayed).length > 1) wrong.push('made twice');
  const last = told.at(-1);
  const isLimited = last?.kind === 'refusal' && last.codes.join() === 'RATE_LIMITED';
  if (last?.kind !== 'answer' && !isLimited) wrong.push(`no answer: ${JSON.stringify(last)}`);
  if (isLimited && recorded.length === 0 && writes.length > 0) wrong.push('limited, and written');
  const isDone = recorded.some(({ outcome }) => outcome === 'DONE');
  const meant = { reset: lists.before, remove: [change.deviceId], rename: [] }[change.act];
  const isBack = meant.some((id) => lists.after.includes(id));
  if (isDone && isBack) wrong.push('it came back');
  const isUnknown = recorded.some(({ outcome }) => outcome === 'UNKNOWN');
  if (isUnknown && !mayBeUnknown) wrong.push(`${change.act}: unknown without a cause`);
  return wrong;
}

/** Returns the devices that are gone although no write that AM received can have removed them. */
export function missingWithoutCause({ before, after }: Lists, played: readonly Played[]): string[] {
  const gone = before.filter((id) => !after.includes(id));
  return gone.filter(
    (id) =>
      !played.some(({ change, writes }) =>
        writes.some(
          ({ method, url }) =>
            (method === 'DELETE' && url.includes(encodeURIComponent(id))) ||
            (change.act === 'reset' && url.includes('_action=reset')),
        ),
      ),
  );
}

/** Returns the writes to one of AM's lists that overlapped: they can undo one another. */
export function writtenAtOnce(played: readonly Played[]): string[] {
  const writes = played
    .flatMap((one) => one.writes)
    .toSorted((one, other) => one.begunAt - other.begunAt);
  return writes.slice(1).flatMap((write, at) => {
    const before = writes[at];
    const isAtOnce = before !== undefined && write.begunAt < (before.endedAt ?? Infinity);
    return isAtOnce ? [`${before.transaction} and ${write.transaction}: written at once`] : [];
  });
}

/**
 * How many changes of one effect an actor can make, and how many can be made to a user's kind, in
 * the whole story.
 */
export interface Limits {
  readonly staff: readonly Rate[];
  readonly person: number;
}

/** Returns what is wrong with the records of a whole story. */
export function wrongInRecords(
  rows: readonly RecordRow[],
  { played, limits }: { readonly played: readonly Played[]; readonly limits: Limits },
): string[] {
  const intents = rows.filter(({ kind }) => kind === 'intent');
  const results = new Map(
    rows.filter(({ kind }) => kind === 'outcome').map((row) => [row.change_id, row.result]),
  );
  const wrong = intents
    .filter((row) => !results.has(row.change_id))
    .map((row) => `${row.change_id} has no outcome`);
  const correlations = new Set(
    intents.map((row) => {
      const body = bodyOf(row);
      return body.kind === 'intent' ? body.intent.clientCorrelationId : '';
    }),
  );
  for (const { change: asked, writes, told } of played) {
    for (const { transaction } of writes)
      if (!correlations.has(transaction)) wrong.push(`${transaction} was sent unrecorded`);
    for (const one of told) {
      if (one.kind !== 'answer' || one.payload.change === null) continue;
      const { outcome, change } = one.payload;
      const kept = results.get(change.id);
      if (kept !== outcome && !(kept === 'CONFIRMED' && outcome === 'DONE'))
        wrong.push(`${change.id} was told as ${outcome}, and is recorded as ${kept}`);
      // A change that was left open, by a crash or because the commit of its intent was not
      // answered, is closed by reading AM, whichever change removed the devices.
      const wasLeftOpen = kept === 'CONFIRMED' && told.some(({ kind }) => kind !== 'answer');
      const mayHaveRivals = wasLeftOpen && asked.act !== 'rename';
      if (outcome === 'DONE' && writes.length === 0 && !mayHaveRivals)
        wrong.push(`${asked.id} (${change.id}): ${kept} without a write, told ${kindsOf(told)}`);
    }
  }
  const counted = intents.filter((row) => row.counted === 1);
  for (const rate of limits.staff)
    wrong.push(...passed(counted, (row) => `${row.actor} ${row.effect}`, rate));
  const effective = counted.filter(
    ({ change_id: id }) => !['NOT_DONE', 'NOTHING_TO_RESET'].includes(results.get(id) ?? ''),
  );
  wrong.push(
    ...passed(effective, (row) => `${row.person} ${row.kinds} ${row.effect}`, {
      most: limits.person,
      withinSeconds: Infinity,
    }),
  );
  return wrong;
}

function kindsOf(told: readonly Told[]): string {
  return told.map((one) => (one.kind === 'refusal' ? one.codes.join() : one.kind)).join(', ');
}

function passed(
  rows: readonly RecordRow[],
  nameOf: (row: RecordRow) => string,
  { most, withinSeconds }: Rate,
): string[] {
  return [...Map.groupBy(rows, nameOf)].flatMap(([name, of]) => {
    const times = of.map(({ at }) => at).toSorted((one, other) => one - other);
    const isPassed = times.some(
      (at, index) => at - (times[index - most] ?? -Infinity) < withinSeconds * 1000,
    );
    return isPassed ? [`${name}: more than ${most} in ${withinSeconds} s`] : [];
  });
}
