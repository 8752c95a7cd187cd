import {
  betweenAllowsMs,
  codeState,
  holdState,
  mostWrongTries,
  settlingMs,
  type CodeState,
  type Hold,
} from './hold.ts';

/** The path at which AM asks before it registers a device. */
export const enrolmentPath = '/enrolment/decisions';

/** The answers to AM before a registration. */
export const enrolmentAnswers = ['allow', 'ask', 'refuse'] as const;
export type EnrolmentAnswer = (typeof enrolmentAnswers)[number];

/** Why a registration is allowed, needs a code, or is refused; stable names for scripts. */
export const decisionReasons = {
  NOT_HELD: ['allow', 'You can set up your device.'],
  CODE_ACCEPTED: ['allow', 'The code is right. Set up your device now.'],
  CODE_NEEDED: ['ask', 'Enter the setup code that the help desk gave you.'],
  CODE_MALFORMED: ['ask', 'A setup code has ten letters and digits. Check it and enter it again.'],
  CODE_WRONG: ['ask', 'This setup code is wrong. Check it and enter it again.'],
  NO_CODE: ['refuse', 'You need a setup code to set up a device. Call the help desk.'],
  CODE_ENDED: ['refuse', 'Your setup code does not work any more. Call the help desk for another.'],
  JUST_ALLOWED: ['refuse', 'This setup code was used a moment ago. Sign in again in a minute.'],
  JUST_REGISTERED: ['refuse', 'A device was just set up. Sign in with it, or try again later.'],
  TOO_MANY_QUESTIONS: ['refuse', 'There were too many tries. Sign in again in a minute.'],
} as const satisfies Readonly<Record<string, readonly [EnrolmentAnswer, string]>>;
export type DecisionReason = keyof typeof decisionReasons;

/** The answer to AM's question. */
export interface EnrolmentDecision {
  readonly reason: DecisionReason;
  /** When a refusal ends at the latest, in epoch milliseconds; null for the other answers. */
  readonly until: number | null;
}

/** What a person typed, compared with the code. */
export type TypedCode = 'none' | 'malformed' | 'wrong' | 'right';

const ofCode: Readonly<Record<Exclude<CodeState, 'works'>, DecisionReason>> = {
  none: 'NO_CODE',
  'too many tries': 'CODE_ENDED',
  over: 'CODE_ENDED',
};

const ofTyped: Readonly<Record<TypedCode, DecisionReason>> = {
  none: 'CODE_NEEDED',
  malformed: 'CODE_MALFORMED',
  wrong: 'CODE_WRONG',
  right: 'CODE_ACCEPTED',
};

/** The decision about a person without a hold. */
export const notHeld: EnrolmentDecision = { reason: 'NOT_HELD', until: null };

/**
 * Decides on a registration under the newest hold of the person and kind. A hold whose device was
 * just registered refuses the next one, because a sign-in from before may still run.
 */
export function decideUnder(
  hold: Hold,
  { typed, now }: { readonly typed: TypedCode; readonly now: number },
): EnrolmentDecision {
  const state = holdState(hold, now);
  if (state === 'REGISTERED' && now < settledAt(hold))
    return refuse('JUST_REGISTERED', settledAt(hold));
  if (state !== 'OPEN') return notHeld;
  const code = codeState(hold, now);
  if (code !== 'works') return refuse(ofCode[code], hold.until);
  if (typed === 'wrong' && hold.wrongTries + 1 >= mostWrongTries)
    return refuse('CODE_ENDED', hold.until);
  const { lastAllowedAt } = hold;
  if (typed === 'right' && lastAllowedAt !== null && now < lastAllowedAt + betweenAllowsMs)
    return refuse('JUST_ALLOWED', lastAllowedAt + betweenAllowsMs);
  return { reason: ofTyped[typed], until: null };
}

/** When the end of a hold by its device opens registrations again. */
function settledAt({ endedAt }: Hold): number {
  return (endedAt ?? 0) + settlingMs;
}

function refuse(reason: DecisionReason, until: number): EnrolmentDecision {
  return { reason, until };
}

/** The decision about a change without a hold of its own, which an older gateway has made. */
export function decideWithoutHold(until: number): EnrolmentDecision {
  return refuse('NO_CODE', until);
}
