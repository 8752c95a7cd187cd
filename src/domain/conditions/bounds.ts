import type { ReachedLimit } from '../ledger-ports/ledger.ts';
import { roleTraits } from '../people/caller.ts';
import { isApprovable, type ChangeEffect } from '../policy/effects.ts';
import { stoppingLimit } from '../rules/limit-rules.ts';
import { threatRefusal, threatRule, type ThreatFacts } from '../threat/threat-level.ts';
import { limitedUntil, limitReached } from '../values/limit.ts';
import type { Refusal, Remedy } from './condition.ts';
import type { FactsAt } from './facts.ts';
import type { Row } from './row.ts';

const alone = { hasProof: false, isApproved: false };
const approved = { secondFactor: 'NOT_SHOWN', isApproved: true } as const;

export const threatLevel: Row = {
  PREVIEW: async (facts) => {
    const asked = await underLevel(facts, alone);
    const isHelped = asked.some(({ remedies }) => remedies.includes('SIGN_IN_AGAIN'));
    // How the caller signed in may take a read.
    return isHelped
      ? underLevel(facts, { ...alone, secondFactor: await facts.secondFactor() })
      : asked;
  },
  REQUEST: (facts) => underLevel(facts, { ...approved, hasProof: facts.hasProof }),
  BEGIN: (facts) => underLevel(facts, facts),
  CAMPAIGN: (facts) => underLevel(facts, { ...approved, hasProof: false }),
  otherwise: 'A change meets the level when it begins, before anything is read for it.',
};

interface UnderLevel extends Partial<Pick<ThreatFacts, 'secondFactor'>> {
  readonly hasProof: boolean;
  readonly isApproved: boolean;
}

async function underLevel(
  facts: Pick<FactsAt['CAMPAIGN'], 'effect' | 'role' | 'level'>,
  { hasProof, isApproved, secondFactor = 'NOT_SHOWN' }: UnderLevel,
): Promise<readonly Refusal[]> {
  const state = await facts.level();
  if (state === null) return [];
  const change = { effect: facts.effect, role: await facts.role() };
  const failure = threatRefusal(state, { ...change, hasProof, isApproved, secondFactor });
  if (failure === null) return [];
  const remedies = levelRemedies(facts.effect, {
    rule: threatRule(state.level, change),
    isHelped: roleTraits[change.role].isSelf && state.level !== 'FROZEN',
    isSignInEnough: secondFactor === 'NOT_SHOWN',
  });
  return [{ failure, remedies, ...(state.until !== null && { until: new Date(state.until) }) }];
}

/** What helps under a level. Only some effects can wait for a second person. */
function levelRemedies(
  effect: ChangeEffect,
  {
    rule,
    isHelped,
    isSignInEnough,
  }: {
    readonly rule: ReturnType<typeof threatRule>;
    readonly isHelped: boolean;
    readonly isSignInEnough: boolean;
  },
): readonly Remedy[] {
  const second: readonly Remedy[] = isApprovable(effect) ? ['ASK_A_SECOND_PERSON'] : [];
  switch (rule) {
    case 'PERMITTED':
      return [];
    case 'SECOND_FACTOR':
      return [isSignInEnough ? 'SIGN_IN_AGAIN' : 'ASK_THE_HELP_DESK'];
    case 'PROOF_OR_APPROVAL':
      return ['PROVE_THE_PERSON', ...second];
    case 'APPROVAL':
      return [...second, 'WAIT'];
    case 'REFUSED':
      return isHelped ? ['ASK_THE_HELP_DESK', 'WAIT'] : ['WAIT'];
  }
}

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
  REQUEST: async (facts) => limited(await facts.reachedLimits(), { ...facts, undone: 'requested' }),
  BEGIN: async (facts) => limited(await facts.reachedLimits(), { ...facts, undone: 'sent' }),
  otherwise: 'A change is counted when it begins; a campaign has its own pace.',
};

function limited(
  reached: readonly ReachedLimit[],
  {
    overridesLimits: override,
    limitsAt,
    undone,
  }: Pick<FactsAt['BEGIN'], 'overridesLimits' | 'limitsAt'> & { readonly undone: string },
): readonly Refusal[] {
  const stopping = stoppingLimit(reached, { override });
  if (stopping === null) return [];
  const { rule, until } = stopping;
  const refusing = limitedUntil({ limit: rule.code, rule: rule.name }, { until, now: limitsAt() });
  const failure = limitReached(`That is too often. Nothing was ${undone}.`, refusing);
  return [{ failure, remedies: ['WAIT'], until: new Date(until), limited: refusing }];
}
