import type { ProofMethod } from '../domain/proof.ts';
import { recordLimits } from './record-limits.ts';

/** A maximum number of proofs within a time. */
export interface ProofLimit {
  /** The name in errors. */
  readonly name: string;
  /** What is counted: all proofs of the agent, or of the person by one method, or wrong codes. */
  readonly per: 'agent' | 'person' | 'wrong code';
  readonly most: number;
  readonly withinSeconds: number;
  /** Whether no further proof of this method helps, so that only a second person can. */
  readonly isExhausting: boolean;
}

/** Against a flood of records by one agent (security F14). */
const agent: ProofLimit = {
  name: `proofs: ${recordLimits.proof.most} in ${recordLimits.proof.withinSeconds} s`,
  per: 'agent',
  ...recordLimits.proof,
  isExhausting: false,
};

/** The limits of each method. Pushes must not wear a person down (security F15). */
export const proofLimits: Readonly<Record<ProofMethod, readonly ProofLimit[]>> = {
  PUSH: [
    agent,
    { name: 'pushes: 1 in 60 s', per: 'person', most: 1, withinSeconds: 60, isExhausting: false },
    { name: 'pushes: 3 in 900 s', per: 'person', most: 3, withinSeconds: 900, isExhausting: false },
  ],
  CODE: [
    agent,
    {
      name: 'wrong codes: 5 in 86400 s',
      per: 'wrong code',
      most: 5,
      withinSeconds: 86_400,
      isExhausting: true,
    },
  ],
};
