import { SampleApprovals } from './sample-approvals.ts';
import { SampleCampaigns } from './sample-campaigns.ts';
import { sampleAnswers } from './sample-answers.ts';
import { SampleDevices } from './sample-devices.ts';
import { SampleHistory } from './sample-history.ts';
import type { SampleInput, SampleVariables } from './sample-input.ts';
import type { RealmThreatLevelName, RealmThreatLevelRule, ThreatLevelQuery } from './operations.ts';

type Level = NonNullable<ThreatLevelQuery['realmThreatLevel']>;

/** What the changes so far made of the samples. */
export class SampleState {
  readonly devices = new SampleDevices();
  readonly history = new SampleHistory();
  readonly approvals = new SampleApprovals();
  readonly campaigns = new SampleCampaigns();
  #level = sampleAnswers.ThreatLevel.realmThreatLevel;

  /** Sets the level of the samples' realm. */
  setLevel({ level = 'NORMAL', until = null, reason = null }: SampleInput): void {
    if (this.#level === null) return;
    const isNormal = level === 'NORMAL';
    const rest = isNormal ? null : { until, since: this.#level.since, reason, setBy };
    this.#level = { ...this.#level, ...noLevel, ...rest, level, ...rules[level] };
  }

  /** The campaign, a minute later if it runs. Its first minute resets bob. */
  readCampaign(variables: SampleVariables) {
    return this.campaigns.read(variables, ({ id, kinds, reason, ticket }) => {
      const { outcome, removedDevices } = this.devices.remove(
        ({ kind }) => kinds.includes(kind),
        {},
      );
      const amId = `campaign/${id}`;
      const actor = { ...campaignActor, amId };
      const record = { effect: 'RESET', kinds, outcome, removedDevices, actor } as const;
      return this.history.record({ reason, ticket }, record);
    });
  }

  /** Brings data up to date, at any depth. */
  current(data: unknown, variables: SampleVariables): unknown {
    const level = this.#level;
    const text = JSON.stringify(this.devices.current(data), (key, value: unknown) => {
      if (key === 'threatLevelRule' && value === guardedStaffRule) return level?.staffChanges;
      if (key === 'oathSkip' && this.devices.hasOathReset) return 'NOT_SET';
      const typename = typenameOf(value);
      if (typename === 'DeviceChangeConnection') return this.history.page(variables);
      return typename === 'RealmThreatLevel' ? level : value;
    });
    return JSON.parse(text);
  }
}

const campaignActor = {
  realm: null,
  role: 'CAMPAIGN',
  credential: 'SERVICE',
  clientId: null,
  __typename: 'DeviceChangeActor',
} as const;

const guardedStaffRule: RealmThreatLevelRule = 'PROOF_OR_APPROVAL';
const setBy = {
  amId: 'amadmin',
  realm: null,
  role: 'SUPER_USER',
  __typename: 'DeviceChangeActor',
} as const;

const noLevel = { until: null, since: null, reason: null, setBy: null };

/** What each level requires, as docs/incident.md says. */
const rules: Record<RealmThreatLevelName, Pick<Level, 'ownChanges' | 'staffChanges'>> = {
  NORMAL: { ownChanges: 'PERMITTED', staffChanges: 'PERMITTED' },
  GUARDED: { ownChanges: 'SECOND_FACTOR', staffChanges: 'PROOF_OR_APPROVAL' },
  LOCKED: { ownChanges: 'REFUSED', staffChanges: 'APPROVAL' },
  FROZEN: { ownChanges: 'REFUSED', staffChanges: 'REFUSED' },
};

function typenameOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && '__typename' in value
    ? value.__typename
    : undefined;
}
