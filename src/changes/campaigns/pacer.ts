import type { Campaign } from '../../domain/campaign/campaign.ts';
import type { LineOfCampaign } from '../../domain/campaign/campaign-line.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Lock, Locks } from '../../domain/values/lock.ts';
import { CampaignRun, type RunParts } from './campaign-run.ts';
import { lineKey } from '../../domain/campaign/campaign-story.ts';
import type { CampaignWork } from '../../domain/campaign/campaigns.ts';
import { Rounds } from '../background/rounds.ts';
import { ofRecord } from './line-result.ts';

/** How often to look for campaigns, and whether another process has stopped, in milliseconds. */
const lookEveryMs = 1_000;

/** The lock of the one pacer of all processes. */
const pacerLock = 'campaigns';

export interface PacerParts extends RunParts {
  readonly locks: Locks;
  /** Milliseconds between two looks. Default: a second. */
  readonly everyMs?: number | undefined;
  readonly note: (message: string) => void;
}

/**
 * Runs the campaigns that are under way. Of all processes on one ledger, one holds the lock and
 * works; if it ends, its connection does, and another process goes on within a second.
 */
export class CampaignPacer {
  readonly #parts: PacerParts;
  readonly #runs = new Map<string, CampaignRun>();
  readonly #rounds: Rounds;
  #lock: Lock | null = null;

  constructor(parts: PacerParts) {
    this.#parts = parts;
    this.#rounds = new Rounds(() => this.#round(), parts.everyMs ?? lookEveryMs);
  }

  /** Looks at once: a campaign goes on with the start of its gateway. */
  start(): void {
    this.#rounds.start(0);
  }

  /** Starts no further person, waits for those in progress, and lets another process go on. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
    await this.#endRuns();
  }

  async #round(): Promise<void> {
    try {
      const { campaigns } = this.#parts;
      const active = await campaigns.active();
      if (active.length === 0) await this.#stopRuns();
      const left = await campaigns.leftBehind();
      if (active.length === 0 && left.length === 0) return await this.#endRuns();
      if (!(await this.#hold())) return;
      await settleLeftBehind(campaigns, left, (id) => this.#runs.has(id));
      for (const campaign of active) if (!this.#runs.has(campaign.id)) this.#begin(campaign);
      for (const [id, run] of this.#runs)
        if (!active.some((campaign) => campaign.id === id && run.isOf(campaign))) run.stop();
    } catch (error) {
      // While the ledger is away nothing can be claimed; readiness reports it.
      if (!(error instanceof Failure)) this.#parts.warn('The campaigns failed: INTERNAL.');
      await this.#endRuns();
    }
  }

  /** Whether this process is the pacer. */
  async #hold(): Promise<boolean> {
    if (this.#lock !== null && (await this.#lock.isHeld())) return true;
    await this.#endRuns();
    if (this.#rounds.isStopped) return false;
    this.#lock = await this.#parts.locks.tryAcquire(pacerLock);
    if (this.#lock !== null) this.#parts.note('This process runs the campaigns.');
    return this.#lock !== null;
  }

  #begin(campaign: Campaign): void {
    if (this.#lock === null) return;
    const run = new CampaignRun(campaign, { ...this.#parts, lock: this.#lock });
    this.#runs.set(campaign.id, run);
    const { id } = campaign;
    const forget = (): void => {
      if (this.#runs.get(id) === run) this.#runs.delete(id);
    };
    run.ended.then(forget, (error: unknown) => {
      forget();
      if (error instanceof Failure) return;
      this.#parts.warn(`Campaign ${id} was interrupted: INTERNAL. It is continued.`);
    });
  }

  async #stopRuns(): Promise<void> {
    const runs = [...this.#runs.values()];
    for (const run of runs) run.stop();
    await Promise.allSettled(runs.map((run) => run.ended));
  }

  async #endRuns(): Promise<void> {
    await this.#stopRuns();
    this.#lock?.release();
    this.#lock = null;
  }
}

/**
 * Settles people of ended campaigns who were in progress when their process died, from their
 * changes: nothing is sent. A change that is still open is left until reading AM has closed it.
 * @param isWorkedOn whether this process still works on a campaign
 */
async function settleLeftBehind(
  campaigns: CampaignWork,
  left: readonly LineOfCampaign[],
  isWorkedOn: (id: string) => boolean,
): Promise<void> {
  for (const { campaign, line } of left) {
    if (isWorkedOn(campaign.id)) continue;
    const change = await campaigns.changeOf(campaign, lineKey(line));
    if (change === null) await campaigns.settle(line, notReached);
    else if (change.outcome !== null) await campaigns.settle(line, ofRecord(change, line));
  }
}

/** The attempt has recorded no change, so it has sent nothing. */
const notReached = { kind: 'again', reason: 'NOT_DONE', afterMs: 0, isNewChange: false } as const;
