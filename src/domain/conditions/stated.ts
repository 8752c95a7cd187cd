import { roleTraits } from '../people/caller.ts';
import {
  ageRefusal,
  proofRefused,
  reasonRefusal,
  verificationRefusal,
} from '../rules/change-rules.ts';
import { refusals } from './condition.ts';
import type { FactsAt } from './facts.ts';
import type { Row } from './row.ts';

const otherwise = 'It is stated once, when the change is permitted.';

export const reason: Row = {
  PREVIEW: async (facts) => {
    const given = { role: await facts.role(), reason: null, ticket: null };
    return refusals(reasonRefusal(given, facts.settings), 'STATE_A_REASON');
  },
  PERMIT: async (facts) =>
    refusals(
      reasonRefusal({ ...facts, role: await facts.role() }, facts.settings),
      'STATE_A_REASON',
    ),
  otherwise,
};

export const verification: Row = {
  PREVIEW: (facts) => unverified(facts, { verification: null, proofId: null }),
  PERMIT: (facts) => unverified(facts, facts),
  otherwise,
};

async function unverified(
  { settings, now, role }: FactsAt['PREVIEW'] | FactsAt['PERMIT'],
  { verification: stated, proofId }: Pick<FactsAt['PERMIT'], 'verification' | 'proofId'>,
) {
  const given = { role: await role(), verification: stated, proof: proofId };
  const failure = verificationRefusal(given, { settings, now });
  const { isProofRequired } = settings.verification;
  return isProofRequired
    ? refusals(failure, 'PROVE_THE_PERSON')
    : refusals(failure, 'VERIFY_THE_PERSON', 'PROVE_THE_PERSON');
}

export const signIn: Row = {
  PREVIEW: tooOld,
  PERMIT: tooOld,
  otherwise: 'Only people who change their own devices must have signed in lately.',
};

/** AM may have to say how old a sign-in is, so it is asked only if it matters. */
async function tooOld(facts: FactsAt['PREVIEW'] | FactsAt['PERMIT']) {
  const { stepUpMaxAgeSeconds: maxAgeSeconds } = facts.settings;
  if (!roleTraits[await facts.role()].isSelf || maxAgeSeconds === undefined) return [];
  const rule = { maxAgeSeconds, now: facts.now };
  return refusals(ageRefusal(await facts.signedInAt(), rule), 'SIGN_IN_AGAIN');
}

export const operation: Row = {
  /** A dry run changes nothing, and may be about several people. */
  PERMIT: async (facts) => {
    if (facts.dryRun || roleTraits[await facts.role()].isSelf) return [];
    return (await facts.hasPerson()) ? refusals(facts.countChangeOfOther()) : [];
  },
  otherwise: 'An operation is counted when its changes are permitted.',
};

export const proof: Row = {
  /** Whether it is unused and recent is decided later: a repeat of a change is answered first. */
  PERMIT: async (facts) => {
    if (facts.proofId === null || !(await facts.hasPerson())) return [];
    return (await facts.proof())?.state === 'PROVEN' ? [] : noProof();
  },
  BEGIN: async (facts) => (facts.hasProof && !(await facts.isProofUsable()) ? noProof() : []),
  otherwise: 'A request uses up its proof in the transaction that records it.',
};

function noProof() {
  return refusals(proofRefused(), 'PROVE_THE_PERSON');
}
