/** For each moment, facts that meet every condition; for each condition, facts that break it. */
import type { Condition, Remedy } from '../../../src/domain/conditions/condition.ts';
import type { FactsAt, Moment } from '../../../src/domain/conditions/facts.ts';
import type { ReachedLimit } from '../../../src/domain/ledger-ports/ledger.ts';
import type { Role } from '../../../src/domain/people/caller.ts';
import type { SecondPerson } from '../../../src/domain/change/approval.ts';
import type { RecordedActor } from '../../../src/domain/change/change-record.ts';
import type { Proof } from '../../../src/domain/change/proof.ts';
import type { ThreatLevel, ThreatState } from '../../../src/domain/threat/threat-level.ts';
import { StepUpFailure } from '../../../src/domain/rules/step-up.ts';
import { Failure, type ErrorCode } from '../../../src/domain/values/failure.ts';
import { anActor, anIntent } from '../../ledger/builders.ts';
import { settingsOf } from './access-settings.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

/** A deployment that demands everything of its help desk. */
const settings = settingsOf({
  reasonRequired: ['help-desk'],
  stepUpMaxAgeSeconds: 600,
  approval: { rules: [{ effects: ['reset'], when: { kind: 'no proof' } }], seconds: 1_800 },
  verification: {
    requiredOf: ['help-desk'],
    isProofRequired: false,
    methods: ['call-back'],
    maxAgeSeconds: 900,
  },
});

const proof: Proof = {
  id: 'proof-1',
  method: 'PUSH',
  state: 'PROVEN',
  provenBy: 'AM',
  startedAt: now - 60_000,
  provenAt: now - 30_000,
  endsAt: null,
  sealed: null,
  change: null,
};

const as =
  (role: Role): (() => Role) =>
  () =>
    role;
const change = { effect: 'reset', role: as('HELP_DESK') } as const;
const calm = { ...change, level: () => null };
const free = { reachedLimits: async () => [], limitsAt: () => now };
const noDenial = { denial: () => null };
const person = {
  ...change,
  settings,
  now,
  signedInAt: async () => new Date(now - 60_000),
  isByToken: () => true,
  isSupervised: () => false,
  privilege: async () => 'none' as const,
  approvalGroup: async () => 'none' as const,
  wasChangedWithin: async () => false,
  weakness: () => null,
};

const helen = anActor({ id: 'helen', realm: 'alpha', entry: 'uid="helen"' });
const bob = { id: 'bob', realm: 'alpha', entry: 'uid="bob"', privileged: false };

/** The change that helen requests for bob. */
export const requested = anIntent({ actor: helen, target: bob });

/** Who would be its second person. */
export function second(names: Partial<RecordedActor>, isSupervised = false): SecondPerson {
  const { entry: _entry, ...actor } = helen;
  return { actor: { ...actor, ...names }, isSupervised };
}

/** A deployment that demands nothing, because nothing is given beforehand. */
const lenient = settingsOf();

export const met: FactsAt = {
  PREVIEW: {
    ...person,
    ...calm,
    ...free,
    ...noDenial,
    settings: lenient,
    kinds: ['OATH', 'PUSH'],
    secondFactor: async () => 'SHOWN',
  },
  PERMIT: {
    ...person,
    ...noDenial,
    kinds: ['OATH', 'PUSH'],
    isRequest: false,
    dryRun: false,
    reason: 'The phone is lost.',
    ticket: null,
    verification: null,
    proofId: proof.id,
    proof: async () => proof,
    hasPerson: async () => true,
    countChangeOfOther: () => null,
  },
  REQUEST: { ...calm, ...free, hasProof: false, overridesLimits: false },
  DECIDE: { second: second({ id: 'ada', entry: 'uid="ada"' }), requested: { intent: requested } },
  APPROVE: noDenial,
  BEGIN: {
    ...calm,
    ...free,
    hasProof: true,
    isProofUsable: async () => true,
    isApproved: false,
    secondFactor: 'NOT_SHOWN',
    overridesLimits: false,
  },
  CAMPAIGN: { ...calm, ...noDenial, role: as('CAMPAIGN') },
  LINE: {
    isOfArea: true,
    includesPrivileged: true,
    area: () => 'inside',
    privilege: async () => 'none',
    isOwnAccount: () => false,
  },
};

export const moments = [
  'PREVIEW',
  'PERMIT',
  'REQUEST',
  'DECIDE',
  'APPROVE',
  'BEGIN',
  'CAMPAIGN',
  'LINE',
] as const satisfies readonly Moment[];

/** Facts that break a condition, and the refusal. */
interface Case<M extends Moment> {
  readonly facts: Partial<FactsAt[M]>;
  readonly code: ErrorCode;
  readonly remedies: readonly Remedy[];
}
export type Broken = { readonly [M in Moment]?: Case<M> };

/** A denial at each moment at which the policy judges. */
function denied(code: ErrorCode, ...remedies: readonly Remedy[]) {
  const one = { facts: { denial: () => new Failure(code, 'No.') }, code, remedies };
  return { PREVIEW: one, PERMIT: one, APPROVE: one, CAMPAIGN: one };
}

/** A level in force for an hour. */
export function at(level: ThreatLevel) {
  const until = new Date(now + 3_600_000).toISOString();
  const state: ThreatState = {
    realm: 'alpha',
    level,
    until,
    reason: 'calls',
    actor: null,
    since: new Date(now).toISOString(),
    reference: 'r',
  };
  return { level: () => state };
}

const reached: ReachedLimit = {
  rule: { code: 'PERSON_CHANGES', name: 'one', per: 'person and kind', most: 1, withinSeconds: 60 },
  kind: 'PUSH',
  until: now + 30_000,
};
const limited = {
  facts: { reachedLimits: async () => [reached] },
  code: 'RATE_LIMITED',
  remedies: ['WAIT'],
} as const;
const frozen = { facts: at('FROZEN'), code: 'THREAT_LEVEL', remedies: ['WAIT'] } as const;
const strict = { settings };
const stale = { role: as('SELF'), signedInAt: async () => new Date(now - 601_000) };

const tooWeak = {
  facts: {
    role: as('SELF'),
    weakness: (kind) =>
      kind === 'OATH' ? new StepUpFailure({ acceptedKinds: ['OATH'], acrValues: [] }) : null,
  } satisfies Partial<FactsAt['PREVIEW']>,
  code: 'STEP_UP_REQUIRED',
  remedies: ['SIGN_IN_AGAIN'],
} as const;

export const broken: Readonly<Record<Condition, Broken>> = {
  POLICY: denied('FORBIDDEN'),
  AREA: {
    ...denied('AREA_UNKNOWN'),
    LINE: { facts: { area: () => 'outside' }, code: 'FORBIDDEN', remedies: [] },
  },
  PRIVILEGE: {
    ...denied('TARGET_PRIVILEGED', 'ASK_AN_ADMINISTRATOR'),
    // Staff of an area never act for privileged people, whatever the option says.
    LINE: {
      facts: { privilege: async () => 'privileged' },
      code: 'TARGET_PRIVILEGED',
      remedies: [],
    },
  },
  OWN_ACCOUNT: {
    ...denied('OWN_ACCOUNT', 'ACT_AS_YOURSELF'),
    LINE: { facts: { isOwnAccount: () => true }, code: 'OWN_ACCOUNT', remedies: [] },
  },
  REASON: {
    PREVIEW: { facts: strict, code: 'BAD_USER_INPUT', remedies: ['STATE_A_REASON'] },
    PERMIT: { facts: { reason: ' ' }, code: 'BAD_USER_INPUT', remedies: ['STATE_A_REASON'] },
  },
  VERIFICATION: {
    PREVIEW: {
      facts: { settings: { ...settings, reasonRequired: [] } },
      code: 'VERIFICATION_REQUIRED',
      remedies: ['VERIFY_THE_PERSON', 'PROVE_THE_PERSON'],
    },
    PERMIT: {
      facts: { proofId: null },
      code: 'VERIFICATION_REQUIRED',
      remedies: ['VERIFY_THE_PERSON', 'PROVE_THE_PERSON'],
    },
  },
  SIGN_IN: {
    PREVIEW: {
      facts: { ...strict, ...stale },
      code: 'STEP_UP_REQUIRED',
      remedies: ['SIGN_IN_AGAIN'],
    },
    PERMIT: { facts: stale, code: 'STEP_UP_REQUIRED', remedies: ['SIGN_IN_AGAIN'] },
  },
  ASSURANCE: {
    PREVIEW: tooWeak,
    PERMIT: { ...tooWeak, facts: { ...tooWeak.facts, kinds: ['OATH'] } },
  },
  OPERATION: {
    PERMIT: {
      facts: { countChangeOfOther: () => new Failure('OPERATION_TOO_LARGE', 'Two.') },
      code: 'OPERATION_TOO_LARGE',
      remedies: [],
    },
  },
  THREAT_LEVEL: {
    PREVIEW: {
      facts: at('GUARDED'),
      code: 'VERIFICATION_REQUIRED',
      remedies: ['PROVE_THE_PERSON', 'ASK_A_SECOND_PERSON'],
    },
    REQUEST: frozen,
    BEGIN: {
      facts: at('LOCKED'),
      code: 'APPROVAL_REQUIRED',
      remedies: ['ASK_A_SECOND_PERSON', 'WAIT'],
    },
    CAMPAIGN: frozen,
  },
  PROOF: {
    PERMIT: {
      facts: { proof: async () => ({ ...proof, state: 'WRONG_CODE' }) },
      code: 'VERIFICATION_REQUIRED',
      remedies: ['PROVE_THE_PERSON'],
    },
    BEGIN: {
      facts: { isProofUsable: async () => false },
      code: 'VERIFICATION_REQUIRED',
      remedies: ['PROVE_THE_PERSON'],
    },
  },
  SECOND_PERSON: {
    PREVIEW: {
      facts: { settings: { ...lenient, approval: settings.approval } },
      code: 'APPROVAL_REQUIRED',
      remedies: ['PROVE_THE_PERSON', 'ASK_A_SECOND_PERSON'],
    },
    PERMIT: {
      facts: {
        settings: settingsOf({
          approval: { rules: [{ effects: ['reset'], when: { kind: 'everyone' } }], seconds: 60 },
        }),
      },
      code: 'APPROVAL_REQUIRED',
      remedies: ['ASK_A_SECOND_PERSON'],
    },
    DECIDE: {
      facts: { second: second(requested.actor) },
      code: 'FORBIDDEN',
      remedies: [],
    },
  },
  LIMITS: { PREVIEW: limited, REQUEST: limited, BEGIN: limited },
};
