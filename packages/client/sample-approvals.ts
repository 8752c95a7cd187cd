import { sampleAnswers } from './sample-answers.ts';
import { failures } from './sample-input.ts';
import type { PendingChangeQuery, PendingDeviceChangeState } from './operations.ts';

type Pending = NonNullable<PendingChangeQuery['pendingDeviceChange']>;

const sampleEdge = sampleAnswers.PendingChanges.pendingDeviceChanges?.edges[0];

/** The requested changes: of another member of staff, and of the caller. */
export class SampleApprovals {
  readonly #requests = new Map<string, Pending>();
  /** The ids that `PendingChanges` lists. */
  readonly #listed = new Set<string>();

  constructor() {
    const own = sampleAnswers.WithdrawChange.withdrawDeviceChange?.pendingChange;
    const waiting = sampleAnswers.PendingChange.pendingDeviceChange;
    if (own)
      this.#requests.set(own.id, { ...own, state: 'WAITING', canWithdraw: true, decision: null });
    if (waiting) this.#add(waiting);
  }

  /** Adds a request of the caller; the first has the id of the sample. */
  request(request: Pending): Pending {
    const count = this.#listed.size;
    const pending = count > 1 ? { ...request, id: `${request.id.slice(0, -1)}${count}` } : request;
    this.#add(pending);
    return pending;
  }

  find(id: unknown): Pending | null {
    return this.#requests.get(String(id)) ?? null;
  }

  /** Why a request cannot be decided about; null if it waits. */
  failure(id: unknown) {
    const pending = this.find(id);
    if (pending === null) return failures.noSuchRequest;
    return pending.state === 'WAITING' ? null : failures.closedRequest;
  }

  /** Closes a request that waits, with the decision of a sample. */
  close(id: unknown, state: PendingDeviceChangeState, decision: Pending['decision'] | undefined) {
    const pending = this.find(id);
    if (pending === null) return null;
    const closed: Pending = {
      ...pending,
      state,
      canDecide: false,
      canWithdraw: false,
      decision: decision ?? null,
    };
    this.#requests.set(closed.id, closed);
    return closed;
  }

  /** The requests that wait, as `PendingChanges` lists them. */
  waiting() {
    const nodes = [...this.#listed]
      .map((id) => this.find(id))
      .filter((pending) => pending?.state === 'WAITING');
    const edges = nodes.map((node) => {
      const cursor = node?.id === sampleEdge?.node.id ? sampleEdge?.cursor : node?.id;
      return { cursor, node, __typename: 'PendingDeviceChangeEdge' };
    });
    const endCursor = edges.at(-1)?.cursor ?? null;
    const pageInfo = { hasNextPage: false, endCursor, __typename: 'PageInfo' };
    return { edges, nodes, pageInfo, __typename: 'PendingDeviceChangeConnection' };
  }

  #add(pending: Pending): void {
    this.#requests.set(pending.id, pending);
    this.#listed.add(pending.id);
  }
}
