import { createTabStore } from '../data/tab-store.ts';
import type { Request } from './request.ts';
import type { Decision } from './use-decision.ts';

/** A decision that the reader was about to confirm when a fresh sign-in was required. */
export interface KeptDecision {
  readonly decision: Decision;
  readonly note: string;
}

/** The decision that a sign-in has interrupted, by `decisionOwner`. */
export const keptDecisions = createTabStore<KeptDecision>('decision');

/** Returns the owner of a decision: this reader, for this request. */
export function decisionOwner(readerId: string, { id }: Request): string {
  return `${readerId} ${id}`;
}
