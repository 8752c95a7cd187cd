/** What the lines of a running campaign must be after claims, results and takeovers as drawn. */
import type { Campaign } from '../../src/domain/campaign/campaign.ts';
import type {
  ClaimedLine,
  LineResult,
  LineState,
} from '../../src/domain/campaign/campaign-line.ts';
import type { Campaigns } from '../../src/domain/campaign/campaigns.ts';
import type { Store } from '../../src/store/store.ts';
import type { Draws } from '../support/seeded.ts';

/** The people of the campaign. */
export const people = ['bob', 'carol', 'dan'];

interface ModelLine {
  state: LineState;
  result: string | null;
  due: number;
  claimedAt: number | null;
  attempt: number;
  tries: number;
}

interface ModelParts {
  readonly campaign: Campaign;
  readonly clock: { now: number };
}

export class ModelLines {
  /** How many results came after their claim was over. */
  lateResults = 0;
  readonly #draws: Draws;
  readonly #parts: ModelParts;
  readonly #claims: ClaimedLine[] = [];
  readonly #lines: readonly ModelLine[] = people.map(() => ({
    state: 'waiting',
    result: null,
    due: 0,
    claimedAt: null,
    attempt: 0,
    tries: 0,
  }));

  constructor(draws: Draws, parts: ModelParts) {
    this.#draws = draws;
    this.#parts = parts;
  }

  /** Makes a drawn step in the campaign and in the model; returns what it was. */
  async step(campaigns: Campaigns): Promise<string> {
    this.#parts.clock.now += this.#draws.between(1, 700);
    const drawn = this.#draws.next();
    if (drawn < 0.45) return this.#claim(campaigns);
    if (drawn < 0.9) return this.#settle(campaigns);
    return this.#takeOver(campaigns);
  }

  expected(): readonly object[] {
    return this.#lines;
  }

  areEnded(): boolean {
    return this.#lines.every(({ state }) => state !== 'waiting' && state !== 'running');
  }

  async stored(store: Store): Promise<readonly object[]> {
    const rows = await store.query((db) =>
      db.selectFrom('campaign_line').selectAll().orderBy('number').execute(),
    );
    return rows.map(({ state, result, due_at: due, claimed_at: claimedAt, attempt, tries }) => ({
      state,
      result,
      due,
      claimedAt,
      attempt,
      tries,
    }));
  }

  /** The line that waits for longest is claimed, if it is due. */
  async #claim(campaigns: Campaigns): Promise<string> {
    const { campaign, clock } = this.#parts;
    const [next] = this.#lines
      .map((line, index) => ({ line, number: index + 1 }))
      .filter(({ line }) => line.state === 'waiting' && line.due <= clock.now)
      .toSorted((one, other) => one.line.due - other.line.due || one.number - other.number);

    const claim = await campaigns.claim(campaign);

    if (next?.number !== claim?.number) throw new Error(`line ${claim?.number} was claimed`);
    if (next === undefined || claim === null) return 'nothing is due';
    next.line.state = 'running';
    next.line.claimedAt = clock.now;
    this.#claims.push(claim);
    return `claim of ${next.number}`;
  }

  /** The result of any claim comes; it counts only if the line was not claimed again. */
  async #settle(campaigns: Campaigns): Promise<string> {
    if (this.#claims.length === 0) return 'no claim';
    const claim = this.#draws.of(this.#claims);
    const line = this.#lines[claim.number - 1];
    if (line === undefined) throw new Error('a claim of another line');
    const result = this.#draws.of(results);
    const isLast = line.state === 'running' && line.claimedAt === claim.claimedAt;

    await campaigns.settle(claim, result);

    const text = `result ${result.kind} of ${claim.number}`;
    if (!isLast) {
      this.lateResults += 1;
      return `late ${text}`;
    }
    this.#apply(line, result);
    return text;
  }

  #apply(line: ModelLine, result: LineResult): void {
    switch (result.kind) {
      case 'done':
        return void Object.assign(line, { state: 'done', result: result.outcome, tries: 0 });
      case 'failed':
      case 'skipped':
        return void Object.assign(line, { state: result.kind, result: result.reason, tries: 0 });
      case 'again': {
        const due = this.#parts.clock.now + result.afterMs;
        const attempt = line.attempt + (result.isNewChange ? 1 : 0);
        const next = { result: result.reason, due, attempt, tries: line.tries + 1 };
        return void Object.assign(line, { state: 'waiting', ...next });
      }
      case 'checked':
        throw new Error('the campaign is no dry run');
    }
  }

  /** Another process works on: no line is in progress, and those that were are due. */
  async #takeOver(campaigns: Campaigns): Promise<string> {
    const last = await campaigns.takeOver(this.#parts.campaign.id);

    const latest = Math.max(...this.#lines.map(({ claimedAt }) => claimedAt ?? 0));
    const expected = latest === 0 ? null : this.#parts.clock.now - latest;
    if (last !== expected) throw new Error(`the last claim was ${last} ms ago, not ${expected}`);
    for (const line of this.#lines)
      if (line.state === 'running') Object.assign(line, { state: 'waiting', due: 0 });
    return 'takeover';
  }
}

const again = { kind: 'again', reason: 'UPSTREAM_TIMEOUT' } as const;

/** More lines wait again than end. */
const results: readonly LineResult[] = [
  { ...again, afterMs: 500, isNewChange: false },
  { ...again, afterMs: 1_500, isNewChange: true },
  { ...again, afterMs: 1, isNewChange: false },
  { ...again, afterMs: 1, isNewChange: true },
  { ...again, afterMs: 2, isNewChange: true },
  { ...again, afterMs: 3, isNewChange: true },
  { kind: 'done', outcome: 'DONE', change: null },
  { kind: 'failed', reason: 'FORBIDDEN', change: null },
  { kind: 'skipped', reason: 'DUPLICATE' },
];
