import type { DeviceKind } from '../devices/device.ts';
import { roleTraits } from '../people/caller.ts';
import { StepUpFailure } from '../rules/step-up.ts';
import type { Refusal } from './condition.ts';
import type { FactsAt } from './facts.ts';
import type { Row } from './row.ts';
import { afterPermit } from './stated.ts';

/**
 * AM's rule for changes of own devices (design D28). It is decided before a change is counted, so
 * that a weak sign-in does not use up the limits of a strong one.
 */
export const assurance: Row = {
  PREVIEW: async (facts) =>
    (await weakKinds(facts)).map(({ kind, failure }) => ({ ...refusal(failure), kinds: [kind] })),
  /** If the sign-in is strong enough for some kinds, the others are refused in their results. */
  PERMIT: async (facts) => {
    if (facts.kinds.length === 0 || !(await facts.hasPerson())) return [];
    const weak = await weakKinds(facts);
    return weak.length < facts.kinds.length ? [] : [refusal(joined(weak))];
  },
  ...afterPermit('It is decided before a change is counted; staff and campaigns act for others.'),
};

interface WeakKind {
  readonly kind: DeviceKind;
  readonly failure: StepUpFailure;
}

async function weakKinds({
  kinds,
  role,
  weakness,
}: Pick<FactsAt['PREVIEW'], 'kinds' | 'role' | 'weakness'>): Promise<readonly WeakKind[]> {
  if (!roleTraits[await role()].isSelf) return [];
  const found = kinds.map(async (kind) => ({ kind, failure: await weakness(kind) }));
  return (await Promise.all(found)).flatMap(({ kind, failure }) =>
    failure === null ? [] : [{ kind, failure }],
  );
}

/** If no sign-in is strong enough, the help desk is left. */
function refusal(failure: StepUpFailure): Refusal {
  const isHelped = failure.wanted.acceptedKinds.length > 0;
  return { failure, remedies: [isHelped ? 'SIGN_IN_AGAIN' : 'ASK_THE_HELP_DESK'] };
}

/** The refusal of several kinds: a sign-in with one of the accepted kinds frees one at least. */
function joined(weak: readonly WeakKind[]): StepUpFailure {
  const wanted = weak.map(({ failure }) => failure.wanted);
  return new StepUpFailure({
    acceptedKinds: wanted.flatMap(({ acceptedKinds }) => acceptedKinds),
    acrValues: [...new Set(wanted.flatMap(({ acrValues }) => acrValues))],
  });
}
