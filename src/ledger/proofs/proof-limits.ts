import type { ProofMethod } from '../../domain/change/proof.ts';
import type { LimitCode, Rate } from '../../domain/values/limit.ts';
import { recordSchemas } from '../../store/kinds/record-kinds.ts';

/** A maximum number of proofs within a time. */
export interface ProofLimit extends Rate {
  /** The code in errors. */
  readonly code: LimitCode;
  /** The name in logs. */
  readonly whose: string;
  /** What is counted: all proofs of the agent, or of the person by one method, or wrong codes. */
  readonly per: 'agent' | 'person' | 'wrong code';
  /** Whether no further proof of this method helps, so that only a second person can. */
  readonly isExhausting: boolean;
}

/** Against a flood of records by one agent (security F14). */
const push = { code: 'PUSHES', whose: 'pushes', per: 'person', isExhausting: false } as const;

const agent: ProofLimit = {
  code: 'PROOFS',
  whose: 'proofs',
  per: 'agent',
  ...recordSchemas.proof.limit,
  isExhausting: false,
};

/** The limits of each method. Pushes must not wear a person down (security F15). */
export const proofLimits: Readonly<Record<ProofMethod, readonly ProofLimit[]>> = {
  PUSH: [agent, { ...push, most: 1, withinSeconds: 60 }, { ...push, most: 3, withinSeconds: 900 }],
  // Each check costs money, and a vendor must not wear a person down either.
  VENDOR: [
    agent,
    {
      code: 'PROOFS',
      whose: 'checks by a vendor',
      per: 'person',
      most: 5,
      withinSeconds: 3_600,
      isExhausting: false,
    },
  ],
  CODE: [
    agent,
    {
      code: 'WRONG_CODES',
      whose: 'wrong codes',
      per: 'wrong code',
      most: 5,
      withinSeconds: 86_400,
      isExhausting: true,
    },
  ],
};
