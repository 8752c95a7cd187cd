/** What is recorded before each mutation of the matrix, and which variables the scene needs. */
import {
  ApproveChangeDocument,
  type MutationName,
  ReportUnrecognisedChangeDocument,
  RequestChangeDocument,
  StartIdentityCheckDocument,
  StartPushProofDocument,
} from '../../packages/client/index.ts';
import { globalRecordId } from '../../src/domain/devices/global-id.ts';
import { anActor, anIntent, anOutcome, idOf, terms } from '../ledger/builders.ts';
import type { CallerKind } from '../ground/operations/documented.ts';
import { textAt } from '../support/json.ts';
import { demoOf } from '../devices/demo-devices.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import { endedCampaign } from '../support/ended-campaign.ts';
import { proofEnv, vendorEnv } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';

/** What a mutation and the queries on the screen need beside their documented variables. */
export interface Scene {
  readonly input?: object;
  readonly variables?: Readonly<Record<string, object>>;
  /** What others do after the screens were opened. No screen shows it yet. */
  readonly meanwhile?: () => Promise<unknown>;
}

/** One change uses up the limits of a person. */
const limits = withLists({
  limits: {
    personChanges: [{ most: 1, within: '1h' }],
    ownChanges: [{ most: 1, within: '1h' }],
    staffChanges: [],
    searches: [],
    dryRuns: [],
  },
});

/** A gateway with everything that can change. */
export class CacheStage extends LedgerStage {
  constructor() {
    super({
      env: { ...proofEnv, ...vendorEnv, ...limits },
      parts: { channels: [{ name: 'mail', kinds: ['change'] }] },
      hasCampaigns: true,
    });
  }

  /** Records what a mutation needs, or what makes AM or the gateway refuse it by a code. */
  async arrange(mutation: MutationName, refusal: string | null): Promise<Scene> {
    this.stage.restart();
    await this.ledger.empty();
    const arrange = refusal === null ? scenes[mutation] : refusedScenes[mutation]?.[refusal];
    return (await arrange?.(this)) ?? {};
  }

  time(afterMs = 0): string {
    return new Date(this.now + afterMs).toISOString();
  }

  /** Records a campaign that has ended with failures. Returns its global id. */
  async endedCampaign(): Promise<string> {
    const { campaigns } = this.ledger;
    if (campaigns === null) throw new Error('The ledger has no campaigns.');
    const id = await endedCampaign(campaigns, (ms) => void (this.now += ms));
    return globalRecordId('ResetCampaign', id);
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

  /** Records a reset of bob's devices that are gone since, with an unknown outcome. */
  async recordUnclear(): Promise<string> {
    const id = idOf(await this.ledger.begin(anIntent({ actor: oscar }), terms()));
    await this.ledger.complete(id, anOutcome('UNKNOWN'));
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

/** The codes that refuse a mutation in a scene. */
export function refusalsOf(mutation: MutationName): readonly string[] {
  return Object.keys(refusedScenes[mutation] ?? {});
}

type Arrange = (on: CacheStage) => Promise<Scene> | Scene;

const scenes: Partial<Readonly<Record<MutationName, Arrange>>> = {
  ApproveChange: (on) => on.requestAs('oscar'),
  RejectChange: (on) => on.requestAs('oscar'),
  WithdrawChange: (on) => on.requestAs('helen'),
  ReportUnrecognisedChange: async (on) => ({ input: { reference: await on.recordChange() } }),
  CheckChange: async (on) => ({ input: { reference: await on.recordUnclear() } }),
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
  ReadIdentityCheck: async (on) => {
    const input = { user: { id: 'bob' } };
    const helen = await on.signIn('helen');
    const { data } = await on.stage.gateway.send(StartIdentityCheckDocument, { input }, helen);
    const proofId = textAt(data, 'startDeviceOwnerIdentityCheck', 'proof', 'proofId');
    return { input: { ...input, proofId } };
  },
  EndSessions: async (on) => {
    await on.signIn('bob');
    return {};
  },
  // Only kinds whose lists work: the matrix also runs with a list that is down.
  ResetDevices: () => ({ input: { kinds: ['OATH', 'PUSH'] } }),
  // Of all steps, this one changes the most: the lines, too.
  TakeCampaignStep: async (on) => {
    const id = await on.endedCampaign();
    const variables = { Campaign: { id }, CampaignLines: { id }, CampaignPeople: { id } };
    return { input: { id, step: 'RETRY' }, variables };
  },
};

/** Refusals that show what the screens do not: what others have done since. */
const refusedScenes: Partial<Readonly<Record<MutationName, Readonly<Record<string, Arrange>>>>> = {
  ApproveChange: { REQUEST_CLOSED: (on) => approvedByColleague(on, 'oscar') },
  RejectChange: { REQUEST_CLOSED: (on) => approvedByColleague(on, 'oscar') },
  WithdrawChange: { REQUEST_CLOSED: (on) => approvedByColleague(on, 'helen') },
  RemoveDevice: { DEVICE_NOT_FOUND: (on) => ({ meanwhile: () => removeAtAm(on) }) },
  RenameDevice: { DEVICE_NOT_FOUND: (on) => ({ meanwhile: () => removeAtAm(on) }) },
};

async function approvedByColleague(on: CacheStage, requester: string): Promise<Scene> {
  const scene = await on.requestAs(requester);
  const as = await on.signIn('amadmin');
  const id = textAt(scene.input, 'id');
  const { gateway } = on.stage;
  return { ...scene, meanwhile: () => gateway.send(ApproveChangeDocument, { input: { id } }, as) };
}

/** Removes the devices of the kind that the documented variables name. */
async function removeAtAm({ stage: { peer } }: CacheStage): Promise<void> {
  await peer.plant('bob', { [demoOf('OATH').attribute]: [] });
}
