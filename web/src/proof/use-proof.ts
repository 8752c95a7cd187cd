import { useEffect, useEffectEvent, useState } from 'react';
import {
  CheckPushProofDocument,
  ProveByCodeDocument,
  StartPushProofDocument,
} from '@identity-gateway/client';
import type {
  CheckPushProofMutation,
  ProveByCodeMutation,
  StartPushProofMutation,
} from '@identity-gateway/client';
import type { Failure } from '../data/failure.ts';
import { useChange } from '../data/use-change.ts';
import type { ChangeResult } from '../data/use-change.ts';
import type { AnsweredProof, CallProof, ProofFault } from './proof.ts';

/** A push that waits for the user's phone. */
export interface WaitingPush {
  readonly at: 'waiting';
  readonly proofId: string;
  readonly challenge: string | null;
  readonly until: Date;
  readonly checkAfterMs: number;
}

/** The step of a proof. */
export type ProofStep =
  | { readonly at: 'start' }
  | WaitingPush
  | { readonly at: 'failed'; readonly fault: ProofFault }
  | { readonly at: 'refused'; readonly failure: Failure };

/** The steps of one proof. */
export interface ProofSteps {
  readonly step: ProofStep;
  readonly isSending: boolean;
  readonly isChecking: boolean;
  sendPush(): Promise<void>;
  checkCode(code: string): Promise<void>;
}

type Answer = ChangeResult<{ readonly proof: AnsweredProof | null }> | null;

const startedPush = (data: StartPushProofMutation) => data.startDeviceOwnerPushProof;
const checkedPush = (data: CheckPushProofMutation) => data.checkDeviceOwnerPushProof;
const checkedCode = (data: ProveByCodeMutation) => data.proveDeviceOwnerByCode;

/** Runs the steps of a proof. While a push waits, it looks for the answer every few seconds. */
export function useProof(userId: string, onProven: (proof: CallProof) => void): ProofSteps {
  const user = { id: userId };
  const start = useChange(StartPushProofDocument, startedPush);
  const check = useChange(CheckPushProofDocument, checkedPush);
  const code = useChange(ProveByCodeDocument, checkedCode);
  const [step, setStep] = useState<ProofStep>({ at: 'start' });

  const follow = (answer: Answer): void => {
    if (answer === null) return;
    const next = stepOf(answer);
    if (next.at === 'proven') onProven(next.proof);
    else setStep(next);
  };
  const look = useEffectEvent(async (push: WaitingPush): Promise<void> => {
    const answer = await check.send({ input: { user, proofId: push.proofId } });
    if (answer?.status !== 'lost') {
      follow(answer);
      return;
    }
    // A lost answer is no end: the push still waits.
    const isOver = Date.now() > push.until.getTime() + push.checkAfterMs;
    setStep(isOver ? expired : { ...push });
  });
  useEffect(() => {
    if (step.at !== 'waiting') return undefined;
    const timer = setTimeout(() => void look(step), step.checkAfterMs);
    return () => clearTimeout(timer);
  }, [step]);
  return {
    step,
    isSending: start.isBusy,
    isChecking: code.isBusy,
    sendPush: async () => {
      setStep({ at: 'start' });
      follow(await start.send({ input: { user } }));
    },
    checkCode: async (typed) => {
      setStep({ at: 'start' });
      follow(await code.send({ input: { user, code: typed } }));
    },
  };
}

const expired = { at: 'failed', fault: 'EXPIRED' } as const;

function stepOf(
  answer: NonNullable<Answer>,
): ProofStep | { readonly at: 'proven'; readonly proof: CallProof } {
  if (answer.status !== 'answered') return { at: 'refused', failure: answer.failure };
  const { proof } = answer.payload;
  const { proofId = null, expiresAt = null } = proof ?? {};
  if (proof === null || proofId === null || expiresAt === null)
    return { at: 'failed', fault: faultOf(proof) };
  const { method, state, challenge, checkAfterSeconds } = proof;
  if (state === 'PROVEN') {
    const provenAt = new Date().toISOString();
    return { at: 'proven', proof: { id: proofId, method, provenAt, until: expiresAt } };
  }
  const until = new Date(expiresAt);
  const checkAfterMs = (checkAfterSeconds ?? 3) * 1000;
  return { at: 'waiting', proofId, challenge, until, checkAfterMs };
}

/** A proof that the gateway does not know, or no longer, has expired. */
function faultOf(proof: AnsweredProof | null): ProofFault {
  const state = proof?.state ?? 'EXPIRED';
  return state === 'PROVEN' || state === 'WAITING' ? 'EXPIRED' : state;
}
