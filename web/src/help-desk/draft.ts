import { createTabStore } from '../data/tab-store.ts';
import type { DeviceSelection } from '../removal/selection.ts';
import type { Call } from './call.ts';
import type { Person } from './person.ts';

/** What the agent has selected and typed for one user, kept while the agent signs in again. */
export interface Draft {
  readonly selection: DeviceSelection;
  readonly call: Call;
}

/** The draft of a call, by `draftOwner`. */
export const drafts = createTabStore<Draft>('desk-draft');

/** Returns the owner of a draft: this agent, for this user. */
export function draftOwner(agentId: string, { id }: Person): string {
  return `${agentId} ${id}`;
}
