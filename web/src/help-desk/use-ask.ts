import { useRef } from 'react';
import { RequestChangeDocument } from '@identity-gateway/client';
import type { RequestDeviceChangeInput, RequestChangeMutation } from '@identity-gateway/client';
import type { Request } from '../approvals/request.ts';
import { newKey } from '../data/new-key.ts';
import { useChange } from '../data/use-change.ts';
import type { ChangeResult } from '../data/use-change.ts';
import { useWaiting } from '../data/waiting.tsx';
import type { RemovalObstacle } from '../removal/answer.ts';
import type { Removal } from '../removal/use-removal.ts';

/** What a request for a second person leads to. */
export type AskAnswer = { readonly next: 'asked'; readonly request: Request } | RemovalObstacle;

type Payload = NonNullable<RequestChangeMutation['requestDeviceChange']>;
type ErrorName = Payload['errors'][number]['code'];

const payloadOf = (data: RequestChangeMutation): Payload | null => data.requestDeviceChange;

/** Requests removals that a second person has to approve. */
export function useAsk(): {
  readonly isBusy: boolean;
  /** Returns null while a request is in flight. A second try after a lost answer asks once. */
  ask(removal: Pick<Removal, 'selection' | 'terms'>): Promise<AskAnswer | null>;
} {
  const { refresh } = useWaiting();
  const { isBusy, send } = useChange(RequestChangeDocument, payloadOf);
  const last = useRef({ text: '', key: '' });
  const ask = async (removal: Pick<Removal, 'selection' | 'terms'>): Promise<AskAnswer | null> => {
    const input = inputOf(removal);
    const text = JSON.stringify(input);
    if (last.current.text !== text) last.current = { text, key: newKey() };
    const result = await send({ input: { ...input, idempotencyKey: last.current.key } });
    if (result === null) return null;
    refresh();
    return answerOf(result);
  };
  return { isBusy, ask };
}

function inputOf({
  selection,
  terms,
}: Pick<Removal, 'selection' | 'terms'>): RequestDeviceChangeInput {
  const { dryRun: _none, ...input } = terms;
  if (selection.what === 'device')
    return { ...input, change: { remove: { deviceId: selection.deviceId } } };
  return { ...input, change: { reset: [...selection.kinds] } };
}

const obstacles = {
  USER_NOT_FOUND: 'lookAgain',
  DEVICE_NOT_FOUND: 'lookAgain',
  IDEMPOTENCY_KEY_REUSED: 'keyReused',
} as const satisfies Record<ErrorName, 'lookAgain' | 'keyReused'>;

function answerOf(result: ChangeResult<Payload>): AskAnswer {
  if (result.status !== 'answered') {
    const { failure } = result;
    return failure.code === 'STEP_UP_REQUIRED' ? { next: 'signIn' } : { next: 'refused', failure };
  }
  const { pendingChange, errors } = result.payload;
  if (pendingChange !== null) return { next: 'asked', request: pendingChange };
  if (errors.some(({ code: name }) => obstacles[name] === 'lookAgain'))
    return { next: 'lookAgain' };
  const code = errors.length > 0 ? 'IDEMPOTENCY_KEY_REUSED' : 'INTERNAL';
  return {
    next: 'refused',
    failure: { of: 'change', code, reference: null, retryAfterSeconds: null },
  };
}
