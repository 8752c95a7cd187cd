import type { Denial } from '../policy/verdict.ts';
import { Failure } from '../values/failure.ts';
import { refusals, type Condition, type Obstacle } from './condition.ts';
import type { FactsAt } from './facts.ts';
import type { RefusalAt, Row } from './row.ts';

/** The condition that a denial of the policy is about, what helps, and what it ends. */
interface DenialFacts extends Pick<RefusalAt['APPROVE'], 'ends' | 'remedies'> {
  readonly condition: Condition;
}

const denials: Readonly<Record<Denial, DenialFacts>> = {
  UNAUTHENTICATED: { condition: 'POLICY', remedies: ['SIGN_IN_AGAIN'], ends: 'request' },
  FORBIDDEN: { condition: 'POLICY', remedies: [], ends: 'request' },
  INSUFFICIENT_SCOPE: { condition: 'POLICY', remedies: [], ends: 'request' },
  // AM will know again.
  AREA_UNKNOWN: { condition: 'AREA', remedies: [], ends: 'nothing' },
  PRIVILEGE_UNKNOWN: { condition: 'PRIVILEGE', remedies: [], ends: 'nothing' },
  TARGET_PRIVILEGED: {
    condition: 'PRIVILEGE',
    remedies: ['ASK_AN_ADMINISTRATOR'],
    ends: 'request',
  },
  OWN_ACCOUNT: { condition: 'OWN_ACCOUNT', remedies: ['ACT_AS_YOURSELF'], ends: 'request' },
};

function isDenial(code: string): code is Denial {
  return Object.hasOwn(denials, code);
}

/** Returns what a refusal of the policy is about. @throws Failure if another one is given */
export function policyObstacle(failure: Failure): Obstacle & RefusalAt['APPROVE'] {
  if (!isDenial(failure.code)) throw failure;
  return { failure, ...denials[failure.code] };
}

/** The moments at which the policy judges a caller. It judges once, for all of its conditions. */
function judgedFor(condition: Condition) {
  const decide = async ({ denial }: FactsAt['APPROVE']) => {
    const failure = await denial();
    const refusing = failure && policyObstacle(failure);
    return refusing?.condition === condition ? [refusing] : [];
  };
  const held = async (facts: FactsAt['CAMPAIGN']) =>
    (await decide(facts)).map((one) => ({ ...one, heldBy: 'NOT_PERMITTED' as const }));
  const justJudged = {
    because: 'A transaction waits for no read of AM, and follows a permission by seconds.',
  };
  return {
    PREVIEW: decide,
    PERMIT: decide,
    REQUEST: justJudged,
    DECIDE: { because: 'The permission of the second person is judged before.' },
    APPROVE: decide,
    BEGIN: justJudged,
    CAMPAIGN: held,
  };
}

export const policy: Row = {
  ...judgedFor('POLICY'),
  LINE: { because: 'The campaign is judged before each person.' },
};

export const area: Row = {
  ...judgedFor('AREA'),
  LINE: async (facts) => {
    switch (await facts.area()) {
      case 'inside':
        return [];
      case 'outside':
        return refusals(new Failure('FORBIDDEN', 'The person is outside the area.'));
      case 'unknown':
        return refusals(new Failure('AREA_UNKNOWN', 'AM does not report who is in the area.'));
    }
  },
};

export const privilege: Row = {
  ...judgedFor('PRIVILEGE'),
  LINE: async (facts) => {
    switch (await facts.privilege()) {
      case 'none':
        return [];
      case 'privileged':
        // Staff of an area never act for privileged people.
        return facts.includesPrivileged && !facts.isOfArea
          ? []
          : refusals(new Failure('TARGET_PRIVILEGED', 'The person is privileged.'));
      case 'unknown':
        return refusals(new Failure('PRIVILEGE_UNKNOWN', 'AM does not report who is privileged.'));
    }
  },
};

export const ownAccount: Row = {
  ...judgedFor('OWN_ACCOUNT'),
  // Staff change their own devices as themselves, with their own sign-in (security A20).
  LINE: (facts) =>
    facts.isOwnAccount()
      ? refusals(new Failure('OWN_ACCOUNT', 'The person has created or started the campaign.'))
      : [],
};
