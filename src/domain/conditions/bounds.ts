import type { ReachedLimit } from '../ledger-ports/ledger.ts';
import { roleTraits } from '../people/caller.ts';
import { effectTraits, isApprovable } from '../policy/effects.ts';
import { canOverride } from '../rules/limit-rules.ts';
import { threatRules, type ThreatRule } from '../threat/threat-level.ts';
import { Failure, type ErrorCode } from '../values/failure.ts';
import { limitedUntil, limitReached } from '../values/limit.ts';
import type { Refusal, Remedy } from './condition.ts';
import type { FactsAt } from './facts.ts';
import type { Row } from './row.ts';

const atBegin = {
  because: 'A change meets the level when it begins, before anything is read for it.',
};

export const threatLevel: Row = {
  PREVIEW: async (facts) => {
    const asked = await underLevel(facts, {});
    const isHelped = asked.some(({ remedies }) => remedies.includes('SIGN_IN_AGAIN'));
    // How the caller signed in may take a read.
    return isHelped ? underLevel(facts, { secondFactor: await facts.secondFactor() }) : asked;
  },
  PERMIT: atBegin,
  REQUEST: (facts) => underLevel(facts, { hasProof: facts.hasProof, isApproved: true }),
  DECIDE: atBegin,
  APPROVE: atBegin,
  BEGIN: (facts) => underLevel(facts, facts),
  CAMPAIGN: async (facts) =>
    (await underLevel(facts, { isApproved: true })).map((one) => ({
      ...one,
      heldBy: 'THREAT_LEVEL',
    })),
  LINE: { because: 'The level is read before each person.' },
};

type Shown = Partial<Pick<FactsAt['BEGIN'], 'hasProof' | 'isApproved' | 'secondFactor'>>;

async function underLevel(
  facts: Pick<FactsAt['CAMPAIGN'], 'effect' | 'role' | 'level'>,
  { hasProof = false, isApproved = false, secondFactor = 'NOT_SHOWN' }: Shown,
): Promise<readonly Refusal[]> {
  const state = await facts.level();
  if (state === null) return [];
  const { level, until } = state;
  const { isSelf } = roleTraits[await facts.role()];
  const refuse = (code: ErrorCode, text: string, ...remedies: Remedy[]): readonly Refusal[] => {
    const failure = new Failure(code, text, { facts: { level, until: until ?? '' } });
    return [{ failure, remedies, ...(until !== null && { until: new Date(until) }) }];
  };
  const { own, staff, staffSignOut } = threatRules[level];
  const rule: ThreatRule = isSelf
    ? own
    : effectTraits[facts.effect].isOfSessions
      ? staffSignOut
      : staff;
  // Only some effects can wait for a second person.
  const second: readonly Remedy[] = isApprovable(facts.effect) ? ['ASK_A_SECOND_PERSON'] : [];
  switch (rule) {
    case 'PERMITTED':
      return [];
    case 'SECOND_FACTOR':
      if (secondFactor === 'SHOWN') return [];
      // If no sign-in can show a second factor, another one would not help.
      return secondFactor === 'NOT_SHOWN'
        ? refuse('STEP_UP_REQUIRED', texts.secondFactor, 'SIGN_IN_AGAIN')
        : refuse('THREAT_LEVEL', texts.own, 'ASK_THE_HELP_DESK');
    case 'PROOF_OR_APPROVAL':
      if (hasProof || isApproved) return [];
      return refuse('VERIFICATION_REQUIRED', texts.proof, 'PROVE_THE_PERSON', ...second);
    case 'APPROVAL':
      return isApproved ? [] : refuse('APPROVAL_REQUIRED', texts.approval, ...second, 'WAIT');
    case 'REFUSED':
      return isSelf && level !== 'FROZEN'
        ? refuse('THREAT_LEVEL', texts.own, 'ASK_THE_HELP_DESK', 'WAIT')
        : refuse('THREAT_LEVEL', texts.all, 'WAIT');
  }
}

const texts = {
  secondFactor:
    'Because of the threat level, changes of your own devices need a sign-in with a second factor. Nothing was changed. Sign in again with a second factor.',
  proof:
    'Because of the threat level, this change needs a proof of identity or a second person. Nothing was changed. Let the person prove who they are, then try again.',
  approval:
    'Because of the threat level, this change needs a second person. Nothing was changed. Let a colleague approve it.',
  own: 'Because of the threat level, you cannot change your own devices now. Nothing was changed. Call the help desk.',
  all: 'Because of the threat level, no changes are possible now. Nothing was changed. Try again later.',
} as const;

const countedAtBegin = { because: 'A change is counted when it begins.' };
const ownPace = { because: 'A campaign has its own pace.' };

export const limits: Row = {
  /** The longest limit of each kind; an end of sessions has none. */
  PREVIEW: async (facts) => {
    const reached = await facts.reachedLimits();
    const how = { ...facts, overridesLimits: false, undone: 'changed' };
    if (facts.kinds.length === 0) return limited(reached, how);
    return facts.kinds.flatMap((kind) => {
      const own = reached.filter((limit) => (limit.kind ?? kind) === kind);
      return limited(own, how).map((one) => ({ ...one, kinds: [kind] }));
    });
  },
  PERMIT: countedAtBegin,
  REQUEST: async (facts) => limited(await facts.reachedLimits(), { ...facts, undone: 'requested' }),
  DECIDE: { because: 'A decision is no change.' },
  APPROVE: countedAtBegin,
  BEGIN: async (facts) => limited(await facts.reachedLimits(), { ...facts, undone: 'sent' }),
  CAMPAIGN: ownPace,
  LINE: ownPace,
};

function limited(
  reached: readonly ReachedLimit[],
  {
    overridesLimits: override,
    limitsAt,
    undone,
  }: Pick<FactsAt['BEGIN'], 'overridesLimits' | 'limitsAt'> & { readonly undone: string },
): readonly Refusal[] {
  const [longest] = reached
    .filter(({ rule }) => !override || !canOverride[rule.per])
    .toSorted((one, other) => other.until - one.until);
  if (longest === undefined) return [];
  const { rule, until } = longest;
  const refusing = limitedUntil({ limit: rule.code, rule: rule.name }, { until, now: limitsAt() });
  const failure = limitReached(`That is too often. Nothing was ${undone}.`, refusing);
  return [{ failure, remedies: ['WAIT'], until: new Date(until), limited: refusing }];
}
