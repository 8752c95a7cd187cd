import { createTabStore } from '../data/tab-store.ts';

/** As long as the gateway finds a request by its id. */
const twoDaysMs = 48 * 3_600_000;

/** The request of an agent for each user, by the user's id. It contains no names. */
const store = createTabStore<Readonly<Record<string, string>>>('asked', twoDaysMs);

/** Keeps in this tab which requests an agent has made, so that a reload shows how they ended. */
export const askedRequests = {
  /** Returns the id of the request for a user; null without one. */
  find(agentId: string, personId: string): string | null {
    return store.load(agentId)?.[personId] ?? null;
  },
  save(agentId: string, personId: string, requestId: string): void {
    store.save({ ...store.load(agentId), [personId]: requestId }, agentId);
  },
  forget(agentId: string, personId: string): void {
    const { [personId]: _ended, ...others } = store.load(agentId) ?? {};
    store.save(others, agentId);
  },
};
