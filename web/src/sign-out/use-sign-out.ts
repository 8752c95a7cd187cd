import { EndSessionsDocument } from '@identity-gateway/client';
import type { EndDeviceOwnerSessionsInput, EndSessionsMutation } from '@identity-gateway/client';
import type { Failure } from '../data/failure.ts';
import { newKey } from '../data/new-key.ts';
import { createTabStore } from '../data/tab-store.ts';
import { useChange } from '../data/use-change.ts';
import type { ChangeResult } from '../data/use-change.ts';
import { useOpenKey } from '../removal/use-open-key.ts';

/** The user whose sessions end, and what this deployment requires for it. */
export type SignOutTerms = Omit<EndDeviceOwnerSessionsInput, 'dryRun' | 'idempotencyKey'>;

/** The outcome of a sign-out everywhere. */
export interface SignOutOutcome {
  readonly status: 'done' | 'notDone' | 'notSupported' | 'unknown';
  /** Null if unknown. */
  readonly sessionsEnded: number | null;
  readonly reference: string | null;
}

/** Why nothing was sent, or that the reader may confirm. */
export type SignOutPreview =
  | { readonly next: 'confirm' }
  | { readonly next: 'signIn' }
  | { readonly next: 'refused'; readonly failure: Failure };

/** What a sign-out leads to. */
export type SignOutAnswer =
  | { readonly next: 'outcome'; readonly outcome: SignOutOutcome }
  | Exclude<SignOutPreview, { readonly next: 'confirm' }>;

type Payload = NonNullable<EndSessionsMutation['endDeviceOwnerSessions']>;

/** A sign-out whose outcome the page does not know, by its input. It contains no names. */
const pendingSignOuts = createTabStore<{
  readonly input: string;
  readonly idempotencyKey: string;
}>('sign-out');

const payloadOf = (data: EndSessionsMutation): Payload | null => data.endDeviceOwnerSessions;

/**
 * Tries and sends a sign-out everywhere. Both functions return null while a request is in flight.
 * @param owner the reader, and at the help desk the user, too
 */
export function useSignOut(owner: string): {
  readonly isBusy: boolean;
  /**
   * A dry run: the gateway decides as for the sign-out, and sends nothing. One whose outcome is
   * unknown is not tried again: the gateway continues it, whatever its limits say of a new one.
   */
  preview(terms: SignOutTerms): Promise<SignOutPreview | null>;
  /** The sign-out keeps its idempotency key until its outcome is known. */
  send(terms: SignOutTerms): Promise<SignOutAnswer | null>;
} {
  const change = useChange(EndSessionsDocument, payloadOf);
  const pendingOf = (terms: SignOutTerms) => {
    const pending = pendingSignOuts.load(owner);
    return pending?.input === JSON.stringify(terms) ? pending : null;
  };
  const preview = async (terms: SignOutTerms): Promise<SignOutPreview | null> => {
    if (pendingOf(terms) !== null) return { next: 'confirm' };
    const result = await change.send({ input: { ...terms, dryRun: true } });
    if (result === null) return null;
    const answer = answerOf(result);
    if (answer.next !== 'outcome') return answer;
    const { status, reference } = answer.outcome;
    if (status === 'done') return { next: 'confirm' };
    const code = status === 'notSupported' ? 'NOT_SUPPORTED_UPSTREAM' : 'INTERNAL';
    return { next: 'refused', failure: { of: 'change', code, reference, retryAfterSeconds: null } };
  };
  const send = async (terms: SignOutTerms): Promise<SignOutAnswer | null> => {
    if (change.isBusy) return null;
    const idempotencyKey = pendingOf(terms)?.idempotencyKey ?? newKey();
    pendingSignOuts.save({ input: JSON.stringify(terms), idempotencyKey }, owner);
    const result = await change.send({ input: { ...terms, idempotencyKey } });
    if (result === null) return null;
    const answer = answerOf(result);
    const isUnknown = answer.next === 'outcome' && answer.outcome.status === 'unknown';
    if (!isUnknown) pendingSignOuts.clear();
    return answer;
  };
  return { isBusy: change.isBusy, preview, send };
}

/** Asks the record what became of a sign-out whose outcome the page does not know. */
export function useOpenSignOut<Outcome extends SignOutOutcome>(
  outcome: Outcome | null,
  owner: string,
  onSettled: (settled: Outcome) => void,
): void {
  const open = outcome?.status === 'unknown' ? pendingSignOuts.load(owner) : null;
  useOpenKey(open?.idempotencyKey, (record) => {
    if (outcome === null) return;
    pendingSignOuts.clear();
    const { refusal, sessionsEnding, sessionsEnded, reference } = record;
    const isSupported = sessionsEnding !== 'NOT_SUPPORTED';
    const status =
      refusal === null ? statusOf(record.outcome ?? 'UNKNOWN', isSupported) : 'notDone';
    onSettled({ ...outcome, status, sessionsEnded, reference });
  });
}

/** Returns what the answer of a sign-out, or of its dry run, leads to. */
export function answerOf(result: ChangeResult<Payload>): SignOutAnswer {
  switch (result.status) {
    case 'refused':
      return result.failure.code === 'STEP_UP_REQUIRED'
        ? { next: 'signIn' }
        : { next: 'refused', failure: result.failure };
    case 'lost': {
      const { reference } = result.failure;
      return { next: 'outcome', outcome: { status: 'unknown', sessionsEnded: null, reference } };
    }
    case 'answered':
      return answerOfPayload(result.payload);
    default:
      return result satisfies never;
  }
}

function answerOfPayload({ outcome, errors, sessionsEnded, change }: Payload): SignOutAnswer {
  const reference = change?.reference ?? null;
  const names = errors.map(({ code }) => code);
  if (names.includes('IDEMPOTENCY_KEY_REUSED')) {
    const failure = { of: 'change', code: 'IDEMPOTENCY_KEY_REUSED', reference } as const;
    return { next: 'refused', failure: { ...failure, retryAfterSeconds: null } };
  }
  const isSupported = !names.includes('NOT_SUPPORTED');
  const status = statusOf(outcome, isSupported);
  return { next: 'outcome', outcome: { status, sessionsEnded: sessionsEnded ?? null, reference } };
}

function statusOf(outcome: Payload['outcome'], isSupported: boolean): SignOutOutcome['status'] {
  switch (outcome) {
    case 'DONE':
    case 'CONFIRMED':
    // The dry run of a sign-out that would be made.
    case 'WOULD_REMOVE':
    case 'NOTHING_TO_RESET':
    case 'SETUP_CODE_MADE':
      return 'done';
    case 'NOT_DONE':
      return isSupported ? 'notDone' : 'notSupported';
    case 'UNKNOWN':
      return 'unknown';
    default:
      outcome satisfies never;
      return 'unknown';
  }
}
