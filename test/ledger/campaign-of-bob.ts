/** A campaign of bob that runs on a store, and what came of its attempts. */
import { ofRecord } from '../../src/changes/campaigns/line-result.ts';
import {
  campaignActorId,
  type Campaign,
  type CampaignActor,
} from '../../src/domain/campaign/campaign.ts';
import type { ClaimedLine, LineResult } from '../../src/domain/campaign/campaign-line.ts';
import { lineKey } from '../../src/domain/campaign/campaign-story.ts';
import type { Outcome, RecordedDevice } from '../../src/domain/change/change-record.ts';
import { createdCampaign } from './created-campaign.ts';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { anActor, anIntent, anOutcome, idOf, phone, terms } from './builders.ts';
import type { StoredLedger, TestStore } from './stores.ts';

const ada: CampaignActor = { name: 'ada', realm: null, via: 'command line', account: 'ada' };
const bea: CampaignActor = { ...ada, name: 'bea', account: 'bea' };
const other: RecordedDevice = { ...phone, id: 'other' };

/** What came of an attempt: AM removed one of two phones, or none, or all. */
const outcomes = {
  part: notDone([other]),
  none: notDone([phone, other]),
  all: anOutcome('DONE'),
  unclear: anOutcome('UNKNOWN'),
  empty: anOutcome('NOTHING_TO_RESET'),
} satisfies Record<string, Outcome>;
export type Attempt = keyof typeof outcomes;

function notDone(after: readonly RecordedDevice[]): Outcome {
  const facts = { kind: 'OATH', proof: 'ANSWER', problem: 'UPSTREAM_ERROR' } as const;
  const results = [{ ...facts, outcome: 'NOT_DONE', before: [phone, other], after } as const];
  return { outcome: 'NOT_DONE', results, sessionsEnded: null };
}

export class CampaignOfBob {
  readonly campaigns: LedgerCampaigns;
  readonly id: string;
  readonly #store: TestStore;
  readonly #ledger: StoredLedger;

  private constructor(id: string, store: TestStore, ledger: StoredLedger) {
    this.id = id;
    this.#store = store;
    this.#ledger = ledger;
    this.campaigns = new LedgerCampaigns(ledger.store, () => store.clock.now);
  }

  /** Starts a campaign of one line, after its dry run. */
  static async start(store: TestStore, ledger: StoredLedger): Promise<CampaignOfBob> {
    const id = await createdCampaign(ledger.store, {
      actor: ada,
      names: ['bob'],
      now: store.clock.now,
    });
    const one = new CampaignOfBob(id, store, ledger);
    await one.campaigns.take({ id, step: 'dry run started', actor: ada });
    const checking = await one.found();
    await one.ends({ kind: 'checked', finding: null, devices: { OATH: 2 } });
    await one.campaigns.endIfDone(checking);
    store.clock.now += 1_000;
    await one.campaigns.take({ id, step: 'started', actor: bea });
    return one;
  }

  async found(): Promise<Campaign> {
    const campaign = await this.campaigns.find(this.id);
    if (campaign === null) throw new Error('the campaign is not there');
    return campaign;
  }

  /** Claims the line, also one that was to wait after a failure. */
  async claim(): Promise<ClaimedLine> {
    this.#store.clock.now += 400_000;
    const line = await this.campaigns.claim(await this.found());
    if (line === null) throw new Error('no line is due');
    return line;
  }

  /** Claims the line, and begins its change without an end. */
  async open(): Promise<{ readonly line: ClaimedLine; readonly change: string }> {
    const line = await this.claim();
    const actor = anActor({ id: campaignActorId(this.id), role: 'CAMPAIGN', method: 'SERVICE' });
    const intent = anIntent({ actor, before: [phone, other] });
    const begun = await this.#ledger.begin(intent, terms({ idempotencyKey: lineKey(line) }));
    return { line, change: idOf(begun) };
  }

  /** Records the outcome of a change. */
  async complete(change: string, attempt: Attempt): Promise<void> {
    await this.#ledger.complete(change, outcomes[attempt]);
  }

  /** Claims the line and records a change; its process dies before it settles the line. */
  async killedAfter(attempt: Attempt): Promise<string> {
    const { change } = await this.open();
    await this.complete(change, attempt);
    return change;
  }

  /** Claims the line, records a change, and settles the line. Returns the change. */
  async attempt(attempt: Attempt): Promise<string> {
    const { line, change } = await this.open();
    await this.complete(change, attempt);
    const recorded = await this.#ledger.findChange(change);
    if (recorded === null) throw new Error('the change is not recorded');
    await this.campaigns.settle(line, ofRecord(recorded, line));
    return change;
  }

  /** Claims the line, and settles it without a change. */
  async ends(result: LineResult): Promise<void> {
    await this.campaigns.settle(await this.claim(), result);
  }

  async abort(): Promise<void> {
    await this.campaigns.take({ id: this.id, step: 'aborted', actor: ada });
  }

  /** The state and result of the line, and its change. */
  async line(): Promise<readonly [result: string, change: string | null]> {
    const [line] = await this.campaigns.lines({ id: this.id, most: 1 });
    return [`${line?.state} ${line?.result ?? '-'}`, line?.change ?? null];
  }
}
