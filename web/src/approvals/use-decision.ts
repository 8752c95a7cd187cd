import {
  ApproveChangeDocument,
  RejectChangeDocument,
  WithdrawChangeDocument,
} from '@identity-gateway/client';
import type {
  ApproveChangeMutation,
  RejectChangeMutation,
  WithdrawChangeMutation,
} from '@identity-gateway/client';
import type { Failure } from '../data/failure.ts';
import { useChange } from '../data/use-change.ts';
import type { ChangeResult } from '../data/use-change.ts';
import { useWaiting } from '../data/waiting.tsx';
import type { MadeChange, Request } from './request.ts';

/** What a reader can do with a waiting request. */
export type Decision = 'approve' | 'reject' | 'withdraw';

/** What became of a decision. */
export type DecisionAnswer =
  | {
      readonly next: 'decided';
      readonly request: Request;
      /** The change that an approval made; null without one. */
      readonly change: MadeChange | null;
      /** The code for the person's next device; null without one. */
      readonly setupCode: string | null;
      /** Whether the request was closed before the decision. */
      readonly isLate: boolean;
    }
  /** The caller may no longer see the request. */
  | { readonly next: 'gone' }
  /** A fresher or stronger sign-in is required. Nothing was changed. */
  | { readonly next: 'signIn' }
  /** Nothing was changed, and the request continues to wait. */
  | { readonly next: 'refused'; readonly failure: Failure }
  /** The answer was lost: the request has to be read again. */
  | { readonly next: 'lost' };

interface Payload {
  readonly pendingChange: Request | null;
  readonly change?: MadeChange | null;
  readonly setupCode?: string | null;
  readonly errors: readonly { readonly code: string }[];
}

const approved = (data: ApproveChangeMutation): Payload | null => data.approveDeviceChange;
const rejected = (data: RejectChangeMutation): Payload | null => data.rejectDeviceChange;
const withdrawn = (data: WithdrawChangeMutation): Payload | null => data.withdrawDeviceChange;

/** Sends the decision about a request, once. */
export function useDecision(id: string): {
  readonly isBusy: boolean;
  /** Returns null while a decision is in flight. */
  decide(decision: Decision, note: string): Promise<DecisionAnswer | null>;
} {
  const { refresh } = useWaiting();
  const approve = useChange(ApproveChangeDocument, approved);
  const reject = useChange(RejectChangeDocument, rejected);
  const withdraw = useChange(WithdrawChangeDocument, withdrawn);
  const send = (decision: Decision, note: string): Promise<ChangeResult<Payload> | null> => {
    const input = { id, note: note.trim() === '' ? null : note.trim() };
    switch (decision) {
      case 'approve':
        return approve.send({ input });
      case 'reject':
        return reject.send({ input });
      case 'withdraw':
        return withdraw.send({ input: { id } });
    }
  };
  const decide = async (decision: Decision, note: string): Promise<DecisionAnswer | null> => {
    const result = await send(decision, note);
    if (result !== null) refresh();
    return result && answerOf(result);
  };
  return { isBusy: approve.isBusy || reject.isBusy || withdraw.isBusy, decide };
}

function answerOf(result: ChangeResult<Payload>): DecisionAnswer {
  if (result.status === 'lost') return { next: 'lost' };
  if (result.status === 'refused') {
    const { failure } = result;
    return failure.code === 'STEP_UP_REQUIRED' ? { next: 'signIn' } : { next: 'refused', failure };
  }
  const { pendingChange: request, change = null, setupCode = null, errors } = result.payload;
  if (request === null) return { next: 'gone' };
  const isLate = errors.some(({ code }) => code === 'REQUEST_CLOSED');
  return { next: 'decided', request, change, setupCode, isLate };
}
