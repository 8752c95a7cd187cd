/** What is recorded before each mutation of the matrix, and which variables the scene needs. */
import {
  type MutationName,
  ReportUnrecognisedChangeDocument,
  RequestChangeDocument,
  StartPushProofDocument,
} from '../../packages/client/index.ts';
import type { Campaign, CampaignState } from '../../src/domain/campaign/campaign.ts';
import type { Campaigns } from '../../src/domain/campaign/campaigns.ts';
import { stepRules } from '../../src/domain/campaign/campaign-steps.ts';
import { anActor, anIntent, anOutcome, idOf, terms } from '../ledger/builders.ts';
import type { CallerKind } from '../ground/operations/documented.ts';
import { textAt } from '../support/json.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import { newCampaign, oneCampaign, oneCampaignOnly } from '../support/one-campaign.ts';
import { proofEnv } from '../support/peer.ts';

/** What a mutation and the queries on the screen need beside their documented variables. */
export interface Scene {
  readonly input?: object;
  readonly variables?: Readonly<Record<string, object>>;
}

/** One change uses up the limits of a person. */
const limits = {
  LIMIT_PERSON_CHANGES: '1/1h',
  LIMIT_OWN_CHANGES: '1/1h',
  LIMIT_STAFF_CHANGES: 'none',
  LIMIT_SEARCHES: 'none',
  LIMIT_DRY_RUNS: 'none',
};

/** A gateway with everything that can change. */
export class CacheStage extends LedgerStage {
  #campaign = oneCampaign;
  #created: Campaign[] = [];
  #isRetried = false;

  constructor() {
    super({
      env: { ...proofEnv, ...limits },
      parts: { channels: [{ name: 'mail', kinds: ['change'] }] },
      wrap: (ledger) => ({ ...ledger, campaigns: this.#campaigns() }),
    });
  }

  /** Records what a mutation needs. */
  async arrange(mutation: MutationName): Promise<Scene> {
    this.stage.restart();
    await this.ledger.empty();
    this.#campaign = oneCampaign;
    this.#created = [];
    this.#isRetried = false;
    return (await scenes[mutation]?.(this)) ?? {};
  }

  /** One campaign, which takes the steps that its state permits, and a new one if it is created. */
  #campaigns(): Campaigns {
    const all = (): Campaign[] => [...this.#created, this.#campaign];
    return {
      ...oneCampaignOnly,
      find: async (id) => all().find((one) => one.id === id) ?? null,
      list: async () => all(),
      create: async () => {
        this.#created = [newCampaign];
        return { kind: 'created', id: newCampaign.id };
      },
      lines: async (asked) => {
        const lines = await oneCampaignOnly.lines(asked);
        const [first, ...others] = lines;
        return first === undefined || this.#isRetried
          ? lines
          : [{ ...first, state: 'failed', result: 'UPSTREAM_ERROR' }, ...others];
      },
      take: async ({ step, actor }) => {
        this.#isRetried = step === 'failures retried';
        const { to: state } = stepRules[step];
        const startedBy = step === 'started' ? actor : this.#campaign.startedBy;
        this.#campaign = { ...this.#campaign, state, since: this.time(), startedBy };
        return { kind: 'taken', campaign: this.#campaign, lines: 1 };
      },
    };
  }

  time(afterMs = 0): string {
    return new Date(this.now + afterMs).toISOString();
  }

  campaignIn(state: CampaignState): Scene {
    this.#campaign = { ...oneCampaign, state };
    return {};
  }

  /** Breaks one of AM's lists, until the next scene. */
  breakList(path: 'trusted' | '2fa/push'): void {
    const match = { method: 'GET', path: `/devices/${path}` };
    const effect = { kind: 'status', status: 500 } as const;
    this.stage.sandbox.breakNext({ match, times: Infinity, effect });
  }

  /** Records a change of bob by an administrator. */
  async recordChange(): Promise<string> {
    const id = idOf(await this.ledger.begin(anIntent({ actor: oscar }), terms()));
    await this.ledger.complete(id, anOutcome());
    this.now += hourMs;
    return id;
  }

  /** Requests a reset of bob's one-time passwords. */
  async requestAs(who: string): Promise<Scene> {
    const input = {
      target: { user: { id: 'bob' } },
      change: { reset: ['OATH' as const] },
    };
    const as = await this.signIn(who);
    const { data } = await this.stage.gateway.send(RequestChangeDocument, { input }, as);
    const id = textAt(data, 'requestDeviceChange', 'pendingChange', 'id');
    return { input: { id }, variables: { PendingChange: { id } } };
  }
}

const hourMs = 3_600_000;
const oscar = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });

/** Callers beside the documented ones, because they see more. */
const moreCallers: Partial<Readonly<Record<MutationName, readonly CallerKind[]>>> = {
  ApproveChange: ['super user'],
  RejectChange: ['super user'],
  RequestChange: ['super user'],
};

/** PingAM cannot end all sessions of a user but the caller's own. */
const refused: Partial<Readonly<Record<MutationName, readonly CallerKind[]>>> = {
  EndSessions: ['self'],
};

/** Who plays a mutation. */
export function playersOf(name: MutationName, by: readonly CallerKind[]): readonly CallerKind[] {
  return [...by, ...(moreCallers[name] ?? [])].filter((one) => !refused[name]?.includes(one));
}

type Arrange = (on: CacheStage) => Promise<Scene> | Scene;

const scenes: Partial<Readonly<Record<MutationName, Arrange>>> = {
  ApproveChange: (on) => on.requestAs('oscar'),
  RejectChange: (on) => on.requestAs('oscar'),
  WithdrawChange: (on) => on.requestAs('helen'),
  ReportUnrecognisedChange: async (on) => ({ input: { reference: await on.recordChange() } }),
  TakeReport: async (on) => {
    const input = { reference: await on.recordChange() };
    const bob = await on.signIn('bob');
    await on.stage.gateway.send(ReportUnrecognisedChangeDocument, { input }, bob);
    return { input, variables: { RealmHistory: { filter: { report: 'OPEN' } } } };
  },
  RetryNotice: async (on) => {
    const reference = await on.recordChange();
    for (const message of await on.ledger.outbox.claim('mail', 8))
      await on.ledger.outbox.settle(message, { kind: 'failed', problem: 'NO_ADDRESS' });
    return { input: { reference }, variables: { ChangeNotices: { reference } } };
  },
  SetThreatLevel: (on) => {
    const until = on.time(hourMs);
    return { input: { realm: 'alpha', level: 'GUARDED', until, reason: 'Calls by strangers.' } };
  },
  CheckPushProof: async (on) => {
    const user = { id: 'bob' };
    const helen = await on.signIn('helen');
    const { data } = await on.stage.gateway.send(
      StartPushProofDocument,
      { input: { user } },
      helen,
    );
    on.stage.sandbox.answerPush('bob', 'approve');
    const proofId = textAt(data, 'startDeviceOwnerPushProof', 'proof', 'proofId');
    return { input: { user, proofId } };
  },
  EndSessions: async (on) => {
    await on.signIn('bob');
    return {};
  },
  // Only kinds whose lists work: the matrix also runs with a list that is down.
  ResetDevices: () => ({ input: { kinds: ['OATH', 'PUSH'] } }),
  // Of all steps, this one changes the most: the lines, too.
  TakeCampaignStep: (on) => ({ ...on.campaignIn('DONE'), input: { step: 'RETRY' } }),
};
