import { useEffect, useEffectEvent, useState } from 'react';
import {
  CheckPushProofDocument,
  ProveByCodeDocument,
  ReadIdentityCheckDocument,
  StartIdentityCheckDocument,
  StartPushProofDocument,
} from '@identity-gateway/client';
import type {
  CheckPushProofMutation,
  ProveByCodeMutation,
  ReadIdentityCheckMutation,
  StartIdentityCheckMutation,
  StartPushProofMutation,
} from '@identity-gateway/client';
import type { Failure } from '../data/failure.ts';
import { useChange } from '../data/use-change.ts';
import type { ChangeResult } from '../data/use-change.ts';
import type { AnsweredProof, CallProof, IdentityCheck, ProofFault } from './proof.ts';

/** A push that waits for the user's phone, or a check by a vendor that waits for the user. */
export interface WaitingProof {
  readonly at: 'waiting';
  readonly proofId: string;
  /** The number of a push; null without one. */
  readonly challenge: string | null;
  /** What to read out for a check by a vendor; null for a push. */
  readonly identityCheck: IdentityCheck | null;
  readonly until: Date;
  readonly checkAfterMs: number;
}

/** The step of a proof. */
export type ProofStep =
  | { readonly at: 'start' }
  | WaitingProof
  | { readonly at: 'failed'; readonly fault: ProofFault }
  | { readonly at: 'refused'; readonly failure: Failure };

/** The steps of one proof. */
export interface ProofSteps {
  readonly step: ProofStep;
  readonly isSending: boolean;
  readonly isStarting: boolean;
  readonly isChecking: boolean;
  sendPush(): Promise<void>;
  startCheck(): Promise<void>;
  checkCode(code: string): Promise<void>;
}

type Answer = ChangeResult<{ readonly proof: AnsweredProof | null }> | null;

const startedPush = (data: StartPushProofMutation) => data.startDeviceOwnerPushProof;
const checkedPush = (data: CheckPushProofMutation) => data.checkDeviceOwnerPushProof;
const checkedCode = (data: ProveByCodeMutation) => data.proveDeviceOwnerByCode;
const startedCheck = (data: StartIdentityCheckMutation) => data.startDeviceOwnerIdentityCheck;
const readCheck = (data: ReadIdentityCheckMutation) => data.readDeviceOwnerIdentityCheck;

/** Runs the steps of a proof. While one waits, it looks for the answer every few seconds. */
export function useProof(userId: string, onProven: (proof: CallProof) => void): ProofSteps {
  const user = { id: userId };
  const push = useChange(StartPushProofDocument, startedPush);
  const pushCheck = useChange(CheckPushProofDocument, checkedPush);
  const code = useChange(ProveByCodeDocument, checkedCode);
  const vendor = useChange(StartIdentityCheckDocument, startedCheck);
  const vendorCheck = useChange(ReadIdentityCheckDocument, readCheck);
  const [step, setStep] = useState<ProofStep>({ at: 'start' });

  const follow = (answer: Answer, before: WaitingProof | null = null): void => {
    if (answer === null) return;
    const next = stepOf(answer);
    if (next.at === 'proven') onProven(next.proof);
    else if (next.at === 'waiting' && before !== null)
      setStep({ ...next, identityCheck: before.identityCheck });
    else setStep(next);
  };
  const look = useEffectEvent(async (waiting: WaitingProof): Promise<void> => {
    const { send } = waiting.identityCheck === null ? pushCheck : vendorCheck;
    const answer = await send({ input: { user, proofId: waiting.proofId } });
    if (answer?.status !== 'lost') {
      follow(answer, waiting);
      return;
    }
    // A lost answer is no end: the proof still waits.
    const isOver = Date.now() > waiting.until.getTime() + waiting.checkAfterMs;
    setStep(isOver ? expired : { ...waiting });
  });
  useEffect(() => {
    if (step.at !== 'waiting') return undefined;
    const timer = setTimeout(() => void look(step), step.checkAfterMs);
    return () => clearTimeout(timer);
  }, [step]);
  const begin = async (send: () => Promise<Answer>): Promise<void> => {
    setStep({ at: 'start' });
    follow(await send());
  };
  return {
    step,
    isSending: push.isBusy,
    isStarting: vendor.isBusy,
    isChecking: code.isBusy,
    sendPush: () => begin(() => push.send({ input: { user } })),
    startCheck: () => begin(() => vendor.send({ input: { user } })),
    checkCode: (typed) => begin(() => code.send({ input: { user, code: typed } })),
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
  const { method, state, challenge, checkAfterSeconds, provenBy, identityCheck = null } = proof;
  if (state === 'PROVEN') {
    const provenAt = new Date().toISOString();
    return { at: 'proven', proof: { id: proofId, method, provenBy, provenAt, until: expiresAt } };
  }
  const until = new Date(expiresAt);
  const checkAfterMs = (checkAfterSeconds ?? 3) * 1000;
  return { at: 'waiting', proofId, challenge, identityCheck, until, checkAfterMs };
}

/** A proof that the gateway does not know, or no longer, has expired. */
function faultOf(proof: AnsweredProof | null): ProofFault {
  const state = proof?.state ?? 'EXPIRED';
  return state === 'PROVEN' || state === 'WAITING' ? 'EXPIRED' : state;
}
