import { roleTraits } from '../people/caller.ts';
import { isRequiredOf, ticketRefusal } from '../rules/change-rules.ts';
import { StepUpFailure } from '../rules/step-up.ts';
import { badInput, Failure } from '../values/failure.ts';
import { textRefusal } from '../values/recorded-text.ts';
import { refusals } from './condition.ts';
import type { FactsAt } from './facts.ts';
import type { Row } from './row.ts';

/** The moments after a change was permitted. */
export function afterPermit(because: string) {
  const not = { because };
  return { REQUEST: not, DECIDE: not, APPROVE: not, BEGIN: not, CAMPAIGN: not, LINE: not };
}

const statedOnce = afterPermit('It is stated once, when the change is permitted.');

type Asked = FactsAt['PREVIEW'] | FactsAt['PERMIT'];
type Stated<K extends keyof FactsAt['PERMIT']> = Pick<FactsAt['PERMIT'], K>;

/** A reason or ticket that is missing or invalid (security B4). */
export const reason: Row = {
  PREVIEW: async (facts) =>
    refusals(await unreasoned(facts, { reason: null, ticket: null }), 'STATE_A_REASON'),
  PERMIT: async (facts) => refusals(await unreasoned(facts, facts), 'STATE_A_REASON'),
  ...statedOnce,
};

async function unreasoned(
  { settings, role }: Asked,
  { reason: stated, ticket }: Stated<'reason' | 'ticket'>,
): Promise<Failure | null> {
  const { reasonRequired, ticketPattern: pattern, ticketExample: example } = settings;
  const isRequired = isRequiredOf(await role(), reasonRequired);
  const given = stated?.trim() ?? '';
  const refusal = stated === null ? null : textRefusal('reason', given);
  if (refusal !== null) return refusal;
  if (isRequired && given === '') return badInput('reason', 'A reason is required for this.');
  return ticketRefusal(ticket?.trim() ?? '', { isRequired, pattern, example });
}

/**
 * A verification that is missing or invalid (security B5). A reference must not contain a code that
 * could still be used. Whose proof it is, is checked apart.
 */
export const verification: Row = {
  PREVIEW: async (facts) =>
    unverified(facts, await verificationFailure(facts, { verification: null, proofId: null })),
  PERMIT: async (facts) => unverified(facts, await verificationFailure(facts, facts)),
  ...statedOnce,
};

function unverified({ settings }: Asked, failure: Failure | null) {
  return settings.verification.isProofRequired
    ? refusals(failure, 'PROVE_THE_PERSON')
    : refusals(failure, 'VERIFY_THE_PERSON', 'PROVE_THE_PERSON');
}

async function verificationFailure(
  { settings, now, role }: Asked,
  { verification: stated, proofId }: Stated<'verification' | 'proofId'>,
): Promise<Failure | null> {
  const { requiredOf, isProofRequired, methods, maxAgeSeconds } = settings.verification;
  const isRequired = isRequiredOf(await role(), requiredOf);
  if (proofId !== null)
    return stated && badInput('proofId', 'Give a proof or a verification, not both.');
  if (isRequired && isProofRequired) return proofRefused();
  const required = (message: string): Failure =>
    new Failure('VERIFICATION_REQUIRED', message, { facts: { methods, maxAgeSeconds } });
  if (stated === null)
    return isRequired
      ? required(
          'The verification is missing. Nothing was changed. State how and when you verified the person.',
        )
      : null;
  const { method, at, reference } = stated;
  if (!methods.includes(method))
    return badInput('verification.method', `Name one of: ${methods.join(', ')}.`);
  const ageSeconds = (now - at.getTime()) / 1000;
  if (ageSeconds < -60) return badInput('verification.at', 'The time is in the future.');
  if (ageSeconds > maxAgeSeconds)
    return required('The verification is too old. Nothing was changed. Verify the person again.');
  const text = reference?.trim() ?? '';
  return text === '' ? null : textRefusal('verification.reference', text);
}

export const signIn: Row = {
  PREVIEW: tooOld,
  PERMIT: tooOld,
  ...afterPermit('Only people who change their own devices must have signed in lately.'),
};

/**
 * AM may have to say how old a sign-in is, so it is asked only if it matters (security B1). A token
 * that does not say when its user signed in is too old. For a session, AM decides.
 */
async function tooOld({ settings, now, role, signedInAt, isByToken }: Asked) {
  const { stepUpMaxAgeSeconds: maxAgeSeconds } = settings;
  if (!roleTraits[await role()].isSelf || maxAgeSeconds === undefined) return [];
  const at = await signedInAt();
  const isFresh = at === null ? !(await isByToken()) : now - at.getTime() <= maxAgeSeconds * 1_000;
  if (isFresh) return [];
  const failure = new StepUpFailure({ acceptedKinds: [], acrValues: [], maxAgeSeconds });
  return refusals(failure, 'SIGN_IN_AGAIN');
}

export const operation: Row = {
  PREVIEW: { because: 'An operation is counted when its changes are permitted.' },
  /** A dry run changes nothing, and may be about several people. */
  PERMIT: async (facts) => {
    if (facts.dryRun || roleTraits[await facts.role()].isSelf) return [];
    return (await facts.hasPerson()) ? refusals(facts.countChangeOfOther()) : [];
  },
  ...afterPermit('An operation is counted when its changes are permitted.'),
};

const usedByRequest = {
  because: 'A request uses up its proof in the transaction that records it.',
};
const noProofYet = { because: 'No proof is named.' };

export const proof: Row = {
  PREVIEW: noProofYet,
  /** Whether it is unused and recent is decided later: a repeat of a change is answered first. */
  PERMIT: async (facts) => {
    if (facts.proofId === null || !(await facts.hasPerson())) return [];
    return (await facts.proof())?.state === 'PROVEN' ? [] : noProof();
  },
  BEGIN: async (facts) => (facts.hasProof && !(await facts.isProofUsable()) ? noProof() : []),
  REQUEST: usedByRequest,
  DECIDE: usedByRequest,
  APPROVE: usedByRequest,
  CAMPAIGN: noProofYet,
  LINE: noProofYet,
};

function noProof() {
  return refusals(proofRefused(), 'PROVE_THE_PERSON');
}

/** The refusal of a change without a proof of identity that it can use. */
export function proofRefused(): Failure {
  return new Failure(
    'VERIFICATION_REQUIRED',
    'This change needs a new proof of identity. Nothing was changed. Let the person prove who they are, then try again.',
  );
}
