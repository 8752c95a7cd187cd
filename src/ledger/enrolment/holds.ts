import type { RecordedDevice, RecordedNames } from '../../domain/change/change-record.ts';
import {
  decideUnder,
  decideWithoutHold,
  notHeld,
  type EnrolmentDecision,
  type TypedCode,
} from '../../domain/enrolment/decision.ts';
import { heldKinds } from '../../domain/enrolment/enrolment-rule.ts';
import {
  codeState,
  codeWorksMs,
  mostWrongTries,
  registeredDevice,
  settlingMs,
  type EnrolmentStep,
  type Hold,
  type RecordedEnrolment,
} from '../../domain/enrolment/hold.ts';
import type { EnrolmentQuestion, Holds, ReadList } from '../../domain/enrolment/holds.ts';
import { securityEvent } from '../../domain/outbox/security-event.ts';
import type { LedgerContext } from '../records/background.ts';
import { readable } from '../records/changes.ts';
import { append, newChangeId } from '../../store/records/chain.ts';
import type { Writing } from '../../store/tables/handles.ts';
import type { HoldRow } from '../../store/tables/hold-rows.ts';
import { typedCode } from './code-hash.ts';
import { decidingRow, holdOf, openRow, unheldKinds, type EnrolmentParts } from './hold-rows.ts';

/** How many holds one look reads at most. */
const mostAwaited = 100;

/** The holds of a store; `enrolment` is null if the deployment opens none. */
export class LedgerHolds implements Holds {
  readonly #context: LedgerContext;
  readonly #enrolment: EnrolmentParts | null;
  /** No call, so that it needs no `this`. */
  readonly opensFor: Holds['opensFor'];

  constructor(context: LedgerContext, enrolment: EnrolmentParts | null) {
    this.#context = context;
    this.#enrolment = enrolment;
    this.opensFor = (change) => heldKinds(enrolment?.rules ?? [], change).length > 0;
  }

  async decide(question: EnrolmentQuestion, list: ReadList): Promise<EnrolmentDecision> {
    const enrolment = this.#enrolment;
    if (enrolment === null) return notHeld;
    const { store, now } = this.#context;
    const { person, kind, code } = question;
    const row = await store.query((db) => decidingRow(db, person, { now: now(), kind }));
    if (row === undefined) return this.#decideUnheld(question, enrolment);
    const typed = typedCode(enrolment.key(), row, code);
    const isTry = typed === 'right' || typed === 'wrong';
    const hold = readable(() => holdOf(row));
    // One that only a newer version can read must not open.
    if (hold === null) return decideWithoutHold(row.until_at);
    if (!isTry || codeState(hold, now()) !== 'works')
      return decideUnder(hold, { typed, now: now() });
    const listed = typed === 'right' ? await list(hold.kinds) : null;
    const device = hold.allowedAt === null ? null : registeredDevice(hold, listed);
    if (device !== null) await this.noteDevice(hold, device);
    return this.#try(question, { enrolment, listed });
  }

  async #decideUnheld(
    { person, kind }: EnrolmentQuestion,
    enrolment: EnrolmentParts,
  ): Promise<EnrolmentDecision> {
    const { store, now } = this.#context;
    const about = { ...enrolment, now: now() };
    const until = (await store.query((db) => unheldKinds(db, person, about))).get(kind);
    return until === undefined ? notHeld : decideWithoutHold(until);
  }

  /** Decides again, on the row as it is in the transaction that counts the try. */
  async #try(question: EnrolmentQuestion, about: Trying): Promise<EnrolmentDecision> {
    const { store, now, signal } = this.#context;
    const act = (transaction: Writing) => tryCode(transaction, question, { ...about, now: now() });
    const { isLastTry, ...decision } = await store.append(act);
    if (isLastTry) {
      const { person, correlationId } = question;
      const event = { realm: person.realm, correlationId, count: mostWrongTries };
      signal(securityEvent('setup-code-guessed', event));
    }
    return decision;
  }

  async findOpen(person: RecordedNames): Promise<Hold | null> {
    const { store, now } = this.#context;
    const row = await store.query((db) => openRow(db, person, now()));
    return row === undefined ? null : readable(() => holdOf(row));
  }

  async ofChanges(changes: readonly string[]): Promise<ReadonlyMap<string, Hold>> {
    if (changes.length === 0) return new Map();
    const rows = await this.#context.store.query((db) =>
      db.selectFrom('enrolment_hold').selectAll().where('id', 'in', changes).execute(),
    );
    return new Map(holdsOf(rows).map((hold) => [hold.id, hold]));
  }

  async awaited(): Promise<readonly Hold[]> {
    const { store, now } = this.#context;
    const since = now() - codeWorksMs - settlingMs;
    const rows = await store.query((db) =>
      db
        .selectFrom('enrolment_hold')
        .selectAll()
        .where('ended', 'is', null)
        .where('allowed_at', '>', since)
        .orderBy('allowed_at')
        .limit(mostAwaited)
        .execute(),
    );
    return holdsOf(rows);
  }

  async noteDevice(hold: Hold, device: RecordedDevice): Promise<boolean> {
    const values = { ended: 'REGISTERED', device: JSON.stringify(device) } as const;
    return this.#end(hold, values, { step: 'REGISTERED', kind: hold.allowedKind, device });
  }

  async end(change: string): Promise<Hold | null> {
    const { now } = this.#context;
    const hold = (await this.ofChanges([change])).get(change);
    if (hold === undefined || hold.end !== null || hold.until <= now()) return null;
    const step = { step: 'ENDED', kind: null, device: null } as const;
    return (await this.#end(hold, { ended: 'ENDED' }, step)) ? hold : null;
  }

  async #end(
    { id, person }: Hold,
    values: Partial<HoldRow>,
    step: Pick<RecordedEnrolment, 'step' | 'kind' | 'device'>,
  ): Promise<boolean> {
    const { store, now } = this.#context;
    return store.append(async (transaction) => {
      const at = now();
      const { numUpdatedRows } = await transaction
        .updateTable('enrolment_hold')
        .set({ ...values, ended_at: at })
        .where('id', '=', id)
        .where('ended', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await record(transaction, { ...step, opener: id, person, correlationId: null }, at);
      return true;
    });
  }
}

interface Trying {
  readonly enrolment: EnrolmentParts;
  /** The devices of the held kinds now; null if they were not read. */
  readonly listed: readonly RecordedDevice[] | null;
}

type Tried = EnrolmentDecision & { readonly isLastTry: boolean };

async function tryCode(
  transaction: Writing,
  { person, kind, code, correlationId }: EnrolmentQuestion,
  { enrolment, listed, now }: Trying & { readonly now: number },
): Promise<Tried> {
  const row = await decidingRow(transaction, person, { now, kind });
  if (row === undefined) return { ...notHeld, isLastTry: false };
  const hold = holdOf(row);
  const typed = typedCode(enrolment.key(), row, code);
  const decision = decideUnder(hold, { typed, now });
  const step = stepOf(hold, { typed, decision, now });
  if (step === null) return { ...decision, isLastTry: false };
  const ids = listed?.flatMap(({ id }) => id ?? []) ?? null;
  await transaction
    .updateTable('enrolment_hold')
    .set(
      typed === 'wrong'
        ? { wrong_tries: row.wrong_tries + 1 }
        : {
            allowed_at: row.allowed_at ?? now,
            last_allowed_at: now,
            allowed_kind: kind,
            listed: row.listed ?? (ids && JSON.stringify(ids)),
          },
    )
    .where('id', '=', row.id)
    .execute();
  // A code is accepted again if its registration was not finished: that is recorded once.
  if (step !== 'ALLOWED' || row.allowed_at === null)
    await record(
      transaction,
      { step, opener: row.id, person, kind, device: null, correlationId },
      now,
    );
  return { ...decision, isLastTry: step === 'CODE_ENDED' };
}

/** Records a step in the realm of its person, under a number of its own. */
async function record(
  transaction: Writing,
  enrolment: RecordedEnrolment,
  now: number,
): Promise<void> {
  const key = { realm: enrolment.person.realm, change: newChangeId(), now };
  await append(transaction, key, { kind: 'enrolment', enrolment });
}

/** What a try adds to the records; null if it counts as none. */
function stepOf(
  hold: Hold,
  {
    typed,
    decision: { reason },
    now,
  }: { readonly typed: TypedCode; readonly decision: EnrolmentDecision; readonly now: number },
): EnrolmentStep | null {
  if (reason === 'CODE_ACCEPTED') return 'ALLOWED';
  if (reason === 'CODE_WRONG') return 'WRONG_CODE';
  const isCounted = typed === 'wrong' && codeState(hold, now) === 'works';
  return reason === 'CODE_ENDED' && isCounted ? 'CODE_ENDED' : null;
}

/** One that this version cannot read is left out. */
function holdsOf(rows: readonly HoldRow[]): Hold[] {
  return rows.map((row) => readable(() => holdOf(row))).filter((hold) => hold !== null);
}
