/** What requested changes must be after requests, decisions and pauses as drawn. */
import type { ApprovalState, Approvals, Requested } from '../../src/domain/change/approval.ts';
import type { Draws } from '../support/seeded.ts';
import { anActor, anIntent, aPerson, phone } from './builders.ts';

const seconds = 1_800;
const dayMs = 86_400_000;
const requesters = ['helen', 'helen', 'helen', 'hugo'];
const keys = [null, null, null, null, null, 'one', 'two'];
const decided = ['REJECTED', 'WITHDRAWN', 'REFUSED'] as const;

interface ModelRequest {
  readonly id: string;
  readonly requester: string;
  readonly key: string | null;
  readonly at: number;
  state: ApprovalState;
  /** Whether its row was removed, two days after the request. */
  isGone: boolean;
}

export class ModelApprovals {
  /** The states that were reported to listeners, and those that must be. */
  readonly heard: ApprovalState[] = [];
  readonly raised: ApprovalState[] = [];
  readonly #approvals: Approvals;
  readonly #draws: Draws;
  readonly #clock: { now: number };
  readonly #requests: ModelRequest[] = [];

  constructor(approvals: Approvals, draws: Draws, clock: { now: number }) {
    this.#approvals = approvals;
    this.#draws = draws;
    this.#clock = clock;
    approvals.onState((state) => void this.heard.push(state));
  }

  /** Makes a drawn step; returns its result, and what this must be. */
  async step(): Promise<readonly [actual: unknown, expected: unknown]> {
    this.#clock.now += this.#draws.between(0, 1) * this.#draws.between(1, 60_000);
    const drawn = this.#draws.next();
    if (drawn < 0.83) return this.#request();
    if (drawn < 0.95) return this.#end();
    const rare = this.#draws.chance(0.07) ? 2 * dayMs : dayMs / 4;
    this.#clock.now += this.#draws.chance(0.85) ? seconds * 1_000 : rare;
    return ['later', 'later'];
  }

  /** The states by id, and the ids of all pages, as the ledger has them and as they must be. */
  async states(): Promise<readonly [actual: unknown, expected: unknown]> {
    const found = await Promise.all(this.#requests.map(({ id }) => this.#approvals.find(id)));
    const states = this.#requests.map((one) => (one.isGone ? undefined : this.#stateOf(one)));
    const waiting = this.#requests.filter((one) => this.#stateOf(one) === 'WAITING');
    const shown = this.#requests.map((one, place) => this.#shown(one, found[place]?.state));
    const actual = [shown, await this.#pages()];
    return [actual, [states, waiting.map(({ id }) => id).toSorted()]];
  }

  /** The ids of all pages of a drawn size; each page but the last one says that more follow. */
  async #pages(): Promise<readonly string[]> {
    const first = this.#draws.between(1, 4);
    const ids: string[] = [];
    for (let after = {}; ;) {
      const { changes, hasMore } = await this.#approvals.waiting({
        realm: 'alpha',
        first,
        ...after,
      });
      ids.push(...changes.map(({ id }) => id));
      const last = changes.at(-1);
      if (!hasMore || last === undefined) break;
      if (changes.length < first) throw new Error('a page is not full');
      after = { after: last.cursor };
    }
    const count = await this.#approvals.count();
    if (count !== ids.length) throw new Error(`${count} wait, and ${ids.length} are listed`);
    return ids.toSorted();
  }

  async #request(): Promise<readonly [unknown, unknown]> {
    const requester = this.#draws.of(requesters);
    const key = this.#draws.of(keys);
    const expected = this.#answerTo(requester, key);
    const intent = anIntent({ actor: anActor({ id: requester }), target: aPerson() });
    const change = { intent, devices: [phone], overrideLimit: false, isRoleOfCredential: false };

    const requested = await this.#approvals.request(change, {
      idempotencyKey: key,
      proof: null,
      seconds,
    });

    if (requested.kind === 'requested' && !requested.isReplayed) {
      const { id } = requested.pending;
      this.#requests.push({
        id,
        requester,
        key,
        at: this.#clock.now,
        state: 'WAITING',
        isGone: false,
      });
      for (const one of this.#requests)
        one.isGone ||= one.state !== 'WAITING' && one.at < this.#clock.now - 2 * dayMs;
      this.raised.push('WAITING');
    }
    return [shownAnswer(requested), expected];
  }

  /** The first of the rules that applies: a repeat of a day, a hundred a day, twenty that wait. */
  #answerTo(requester: string, key: string | null): string {
    const ofDay = this.#requests.filter(
      (one) => one.requester === requester && one.at > this.#clock.now - dayMs,
    );
    const repeat = ofDay.findLast((one) => key !== null && one.key === key);
    if (repeat !== undefined) return repeat.id;
    const untilFree = (end = 0): number => Math.max(1, Math.ceil((end - this.#clock.now) / 1_000));
    const oldest = ofDay.at(-100);
    if (oldest !== undefined) return `requests: 100 in 86400 s, ${untilFree(oldest.at + dayMs)}`;
    const waiting = ofDay.filter((one) => this.#stateOf(one) === 'WAITING');
    if (waiting.length < 20) return 'new';
    return `waiting requests: 20, ${untilFree(waiting[0] && waiting[0].at + seconds * 1_000)}`;
  }

  async #end(): Promise<readonly [unknown, unknown]> {
    if (this.#requests.length === 0) return ['nothing', 'nothing'];
    const one = this.#draws.of(this.#requests.slice(-30));
    const state = this.#draws.of(decided);
    const isFirst = this.#stateOf(one) === 'WAITING';
    const decision = { state, actor: null, note: null, code: null, correlationId: null };

    const ended = await this.#approvals.end(one.id, decision);

    if (isFirst) {
      one.state = state;
      this.raised.push(state);
    }
    const expected = one.isGone ? [false, undefined] : [isFirst, this.#stateOf(one)];
    return [[ended?.isDecidedNow ?? false, this.#shown(one, ended?.pending.state)], expected];
  }

  /**
   * The state that the ledger has. The ledger's own timer may have recorded that a request expired;
   * its row is then removed as one that was decided, and this model does not know when.
   */
  #shown(one: ModelRequest, found: ApprovalState | undefined): ApprovalState | undefined {
    const isExpired = !one.isGone && this.#stateOf(one) === 'EXPIRED';
    const mayBeRemoved = isExpired && one.at < this.#clock.now - 2 * dayMs;
    return mayBeRemoved ? (found ?? 'EXPIRED') : found;
  }

  #stateOf({ state, at }: ModelRequest): ApprovalState {
    const isOver = state === 'WAITING' && this.#clock.now >= at + seconds * 1_000;
    return isOver ? 'EXPIRED' : state;
  }
}

function shownAnswer(requested: Requested): string {
  switch (requested.kind) {
    case 'requested':
      return requested.isReplayed ? requested.pending.id : 'new';
    case 'limited':
      return `${requested.rule}, ${requested.retryAfterSeconds}`;
    case 'key conflict':
    case 'no proof':
      return requested.kind;
  }
}
