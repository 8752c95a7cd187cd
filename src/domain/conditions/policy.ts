import type { Denial } from '../policy/verdict.ts';
import { Failure } from '../values/failure.ts';
import { Condition, refusals, type Obstacle, type Remedy } from './condition.ts';
import type { FactsAt } from './facts.ts';
import type { Row } from './row.ts';

/** The condition that a denial of the policy is about, and what helps. */
const denials: Readonly<Record<Denial, readonly [Condition, ...(readonly Remedy[])]>> = {
  UNAUTHENTICATED: [Condition.POLICY, 'SIGN_IN_AGAIN'],
  FORBIDDEN: [Condition.POLICY],
  INSUFFICIENT_SCOPE: [Condition.POLICY],
  AREA_UNKNOWN: [Condition.AREA],
  TARGET_PRIVILEGED: [Condition.PRIVILEGE, 'ASK_AN_ADMINISTRATOR'],
  PRIVILEGE_UNKNOWN: [Condition.PRIVILEGE],
  OWN_ACCOUNT: [Condition.OWN_ACCOUNT, 'ACT_AS_YOURSELF'],
};

function isDenial(code: string): code is Denial {
  return Object.hasOwn(denials, code);
}

/** Returns what a refusal of the policy is about. @throws Failure if another one is given */
export function policyObstacle(failure: Failure): Obstacle {
  if (!isDenial(failure.code)) throw failure;
  const [condition, ...remedies] = denials[failure.code];
  return { condition, failure, remedies };
}

/** The moments at which the policy judges a caller. It judges once, for all of its conditions. */
function judgedFor(condition: Condition) {
  const decide = async ({ denial }: FactsAt['APPROVE']) => {
    const failure = await denial();
    const refusing = failure && policyObstacle(failure);
    return refusing?.condition === condition ? [refusing] : [];
  };
  return { PREVIEW: decide, PERMIT: decide, APPROVE: decide, CAMPAIGN: decide };
}

const otherwise = 'A transaction waits for no read of AM, and follows a permission by seconds.';

export const policy: Row = { ...judgedFor('POLICY'), otherwise };

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
  otherwise,
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
  otherwise,
};

export const ownAccount: Row = {
  ...judgedFor('OWN_ACCOUNT'),
  // Staff change their own devices as themselves, with their own sign-in (security A20).
  LINE: (facts) =>
    facts.isOwnAccount()
      ? refusals(new Failure('OWN_ACCOUNT', 'The person has created or started the campaign.'))
      : [],
  otherwise,
};
