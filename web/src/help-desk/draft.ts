import { createKeeper } from '../data/keeper.ts';
import type { Call } from './call.ts';
import type { Person, Pick } from './person.ts';

/** What the agent has chosen and typed for one person, so that it is still there after a sign-in. */
export interface Draft {
  readonly pick: Pick;
  readonly call: Call;
}

/** The draft of a call, by `draftOwner`. */
export const drafts = createKeeper<Draft>('call');

/** Whose a draft is: this agent's for this person. */
export function draftOwner(agentId: string, { id }: Person): string {
  return `${agentId} ${id}`;
}
