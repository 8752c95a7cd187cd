import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import type { Campaign, CampaignHold } from '../../domain/campaign/campaign.ts';
import type { ClaimedLine } from '../../domain/campaign/campaign-line.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Lock } from '../../domain/values/lock.ts';
import { holdOf, type HoldParts } from './campaign-hold.ts';
import { workOnLine, type LineParts, type LineWork } from './campaign-line.ts';
import { asFinding } from './line-result.ts';
import { Pace } from '../../domain/campaign/pace.ts';

/** How often to look for a line while none is due or the campaign is held, in milliseconds. */
const lookEveryMs = 500;

/** What a campaign runs with. */
export interface RunParts extends LineParts, HoldParts {
  readonly warn: (message: string) => void;
  /** Whether AM's breaker has paused calls of a realm. */
  readonly isBroken: (realm: string) => boolean;
}

/**
 * Works through the lines of one campaign, while this process holds the pacer's lock. An error of
 * the ledger ends it: the next pacer continues with the lines that are left.
 */
export class CampaignRun {
  readonly #parts: RunParts;
  readonly #lock: Lock;
  readonly #stopping = new AbortController();
  readonly #working = new Set<Promise<void>>();
  #campaign: Campaign;
  #held: CampaignHold | null;
  readonly #findHold: () => Promise<CampaignHold | null>;
  /** The error of the ledger that ended the run. */
  #error: Error | undefined;
  readonly ended: Promise<void>;

  constructor(campaign: Campaign, { lock, ...parts }: RunParts & { readonly lock: Lock }) {
    this.#campaign = campaign;
    this.#held = campaign.heldBy;
    this.#lock = lock;
    this.#parts = parts;
    this.#findHold = holdOf(campaign, parts);
    this.ended = this.#run();
    this.ended.catch(() => undefined);
  }

  /** Whether the run is of this campaign in this state; a dry run is not continued as a reset. */
  isOf({ id, state }: Campaign): boolean {
    return this.#campaign.id === id && this.#campaign.state === state;
  }

  /** Starts no further person. `ended` resolves when those in progress are done. */
  stop(): void {
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    const { campaigns, elapsed } = this.#parts;
    const agoMs = await campaigns.takeOver(this.#campaign.id);
    const pace = new Pace(this.#campaign.pace, elapsed() - (agoMs ?? Infinity));
    try {
      while (!this.#isStopped) {
        const waitMs = pace.waitMs(elapsed());
        if (waitMs > 0) await this.#pause(waitMs);
        if (waitMs > 0 || !(await this.#mayStart(pace))) continue;
        const line = await campaigns.claim(this.#campaign);
        if (line !== null) {
          pace.started(elapsed());
          const work = this.#work(line, pace).finally(() => this.#working.delete(work));
          this.#working.add(work);
        } else if (this.#working.size > 0) await this.#anyEnds();
        else if (await campaigns.endIfDone(this.#campaign)) return;
        else await this.#pause(lookEveryMs);
      }
    } finally {
      await Promise.all(this.#working);
    }
    if (this.#error !== undefined) throw this.#error;
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted || this.#error !== undefined;
  }

  /** Whether the next person may start now; waits a moment if not. */
  async #mayStart(pace: Pace): Promise<boolean> {
    const { isBroken } = this.#parts;
    const { calls, realm, state } = this.#campaign;
    const isBad = pace.isHeld || isBroken(realm);
    const forbiddenBy = await this.#findHold();
    await this.#hold(forbiddenBy ?? (isBad ? 'AM_FAILS' : null));
    // A dry run changes nothing, so a level permits it.
    const isForbidden = forbiddenBy !== null && forbiddenBy !== 'THREAT_LEVEL';
    if (isForbidden || (forbiddenBy !== null && state === 'RUNNING')) {
      await this.#pause(lookEveryMs);
      return false;
    }
    if (this.#working.size >= (isBad ? 1 : calls)) {
      await this.#anyEnds();
      return false;
    }
    // While a breaker is open, one person at a time finds out whether AM is back.
    if (isBroken(realm)) await this.#pause(2 * lookEveryMs);
    if (this.#isStopped) return false;
    if (await this.#lock.isHeld()) return true;
    this.stop();
    return false;
  }

  async #hold(reason: CampaignHold | null): Promise<void> {
    if (reason === this.#held) return;
    await this.#parts.campaigns.hold(this.#campaign.id, reason);
    this.#held = reason;
  }

  async #work(line: ClaimedLine, pace: Pace): Promise<void> {
    const { campaigns, elapsed } = this.#parts;
    try {
      const { result, ...calls } = await this.#resultOf(line);
      pace.ended(calls, elapsed());
      const isDryRun = this.#campaign.state === 'CHECKING';
      await campaigns.settle(line, isDryRun ? asFinding(result) : result);
    } catch (error) {
      this.#error ??= isNativeError(error) ? error : new Error('not an error', { cause: error });
    }
  }

  /** A defect makes one line fail, not the campaign. */
  async #resultOf(line: ClaimedLine): Promise<LineWork> {
    try {
      return await workOnLine(this.#parts, this.#campaign, line);
    } catch (error) {
      if (error instanceof Failure) throw error;
      const { campaign, number } = line;
      this.#parts.warn(`Line ${number} of campaign ${campaign} failed: INTERNAL.`);
      const result = { kind: 'failed', reason: 'INTERNAL', change: null } as const;
      return { result, callMs: null, isFailed: false };
    }
  }

  async #anyEnds(): Promise<void> {
    await Promise.race(this.#working);
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#stopping;
    // In pieces, so that an end of trouble shortens the wait.
    await sleep(Math.min(Math.max(1, ms), lookEveryMs), undefined, { signal }).catch(
      () => undefined,
    );
  }
}
