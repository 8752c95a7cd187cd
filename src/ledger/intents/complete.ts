import { join } from 'node:path';
import type { Intent, Outcome } from '../../domain/change/change-record.ts';
import type { Completion } from '../../domain/ledger-ports/ledger.ts';
import { mayHaveChanged, mayHaveChangedAll } from '../../domain/change/recorded-effect.ts';
import { append } from '../../store/records/chain.ts';
import { asCount, asText, objectOf, UnreadableJson } from '../../domain/values/json.ts';
import { bodyOf } from '../../store/records/read-record.ts';
import { readOutcome } from '../../store/kinds/parts/record-parts.ts';
import type { LedgerOutbox } from '../outbox/outbox.ts';
import { changeEvent } from '../outbox/outbox-events.ts';
import { signalEvents } from '../outbox/signal-events.ts';
import { settleHold } from '../enrolment/open-hold.ts';
import { Spool } from './spool.ts';
import type { Writing } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';
import {
  outcomeOf,
  storedOutcome,
  type StoredOutcome,
} from '../../store/kinds/parts/stored-outcome.ts';
import type { RecordRow } from '../../store/tables/tables.ts';

/** An outcome to record. `at` is when the change ended, in milliseconds. */
interface EndedChange {
  readonly id: string;
  readonly outcome: StoredOutcome;
  readonly at: number;
}

interface RecorderParts {
  readonly now: () => number;
  readonly warn: (message: string) => void;
  readonly outbox: LedgerOutbox;
}

/** Records outcomes, or keeps them in a spool in `folder` while the store does not accept them. */
export function outcomeRecorder(
  store: Store,
  folder: string,
  { now, warn, outbox }: RecorderParts,
) {
  const spool = new Spool<EndedChange>(join(folder, 'spool'), { now, warn, read: readEnded });
  const write = async (ended: EndedChange): Promise<Completion> => {
    const act = (transaction: Writing) => complete(transaction, ended, outbox);
    const { result, hasMessage } = await store.append(act, 'outcome');
    if (hasMessage) outbox.notify();
    if (result === 'lost')
      warn(`The outcome of change ${ended.id} was not recorded: the ledger has no such change.`);
    return result;
  };
  /** Delivers spooled outcomes; false if the store does not accept them yet. */
  const deliver = async (): Promise<boolean> => {
    try {
      await spool.drain(async (ended) => {
        const result = await write(ended);
        if (result === 'recorded') warn(`The outcome of change ${ended.id} is now recorded.`);
      });
      return true;
    } catch {
      return false;
    }
  };
  const keep = async (ended: EndedChange): Promise<Completion> => {
    const { id, outcome } = ended;
    try {
      await spool.append(ended);
      warn(
        `The outcome of change ${id} cannot be recorded yet. It is kept on disk until the ledger answers.`,
      );
      return 'spooled';
    } catch {
      warn(
        `The outcome of change ${id}, ${outcome.outcome}, was neither recorded nor kept on disk. Keep this line.`,
      );
      return 'lost';
    }
  };
  return {
    deliver,
    spool,
    complete: async (id: string, outcome: Outcome): Promise<Completion> => {
      const ended = { id, outcome, at: now() };
      // Earlier outcomes, which are spooled, come first.
      const result = (await deliver()) ? await write(ended).catch(() => null) : null;
      return result ?? keep(ended);
    },
  };
}

const readEnded = objectOf<EndedChange>({
  id: asText,
  outcome: readOutcome,
  at: (value) => {
    const at = asCount(value);
    if (Number.isNaN(new Date(at).getTime())) throw new UnreadableJson('not a time');
    return at;
  },
});

interface Completed {
  readonly result: 'recorded' | 'already recorded' | 'lost';
  readonly hasMessage: boolean;
}

/**
 * Records the outcome of a change unless one is recorded already: the first outcome stands. An
 * outcome without an intent is lost, for example after an older copy was restored.
 */
async function complete(
  transaction: Writing,
  { id, outcome, at }: EndedChange,
  outbox: LedgerOutbox,
): Promise<Completed> {
  const records = await transaction
    .selectFrom('ledger_record')
    .select(['kind', 'realm', 'body'])
    .where('change_id', '=', id)
    .execute();
  if (records.some(({ kind }) => kind === 'outcome'))
    return { result: 'already recorded', hasMessage: false };
  const row = records.find(({ kind }) => kind === 'intent');
  if (row === undefined) return { result: 'lost', hasMessage: false };
  const intent = intentIn(row);
  const listed = intent ?? { before: null, dryRun: false };
  const whole = outcomeOf(outcome, listed);
  await append(
    transaction,
    { realm: row.realm, change: id, now: at },
    {
      kind: 'outcome',
      outcome: { ...storedOutcome(whole, listed), ...changedKindsOf(intent, whole) },
    },
  );
  if (intent !== null) await settleHold(transaction, { id, intent, outcome: whole, at });
  const hasMessage =
    intent !== null && (await report(transaction, { id, intent, whole, at }, outbox));
  return { result: 'recorded', hasMessage };
}

/** The kinds of a change that was not done as a whole, if some of them were changed. */
function changedKindsOf(
  intent: Intent | null,
  outcome: Outcome,
): Pick<StoredOutcome, 'changedKinds'> {
  if (intent === null || intent.dryRun || mayHaveChangedAll(outcome.outcome)) return {};
  const changed = outcome.results.filter((result) => mayHaveChanged(intent.effect, result));
  return changed.length === 0 ? {} : { changedKinds: changed.map(({ kind }) => kind) };
}

interface ReportedOutcome {
  readonly id: string;
  readonly intent: Intent;
  readonly whole: Outcome;
  readonly at: number;
}

/** Adds messages about a change. Returns whether there are any. */
async function report(
  transaction: Writing,
  { id, intent, whole, at }: ReportedOutcome,
  outbox: LedgerOutbox,
): Promise<boolean> {
  const { target } = intent;
  const change = changeEvent(id, intent, whole);
  const events = [...(change === null ? [] : [change]), ...signalEvents(id, intent, whole)];
  return outbox.add(transaction, { events, about: target, at });
}

/** Null if it is damaged: its outcome, and those after it, must be recorded all the same. */
function intentIn(row: Pick<RecordRow, 'body'>): Intent | null {
  try {
    const body = bodyOf(row);
    return body.kind === 'intent' ? body.intent : null;
  } catch {
    // `ledger verify` reports it.
    return null;
  }
}
