import type { DeviceChangeVerificationInput } from '@identity-gateway/client';
import type { Caller } from '../data/viewer.ts';
import { isUsable } from '../proof/proof.ts';
import type { CallProof } from '../proof/proof.ts';

/** The fields of a call, as the agent types them. */
export interface Call {
  readonly method: string;
  /** The time of day at which the caller's identity was verified, `HH:MM`. */
  readonly verifiedAt: string;
  /** The user's proof of identity, in place of a stated verification; null without one. */
  readonly proof: CallProof | null;
  readonly ticket: string;
  readonly reason: string;
  readonly endSessions: boolean;
  /** Whether to exceed the limit of changes to this user. Offered after the limit was reached. */
  readonly overrideLimit: boolean;
}

/** Returns the call with a method, verified now unless the agent has said when. */
export function withMethod(call: Call, method: string, now: Date): Call {
  const isFirst = method !== '' && call.verifiedAt.trim() === '';
  return { ...call, method, verifiedAt: isFirst ? timeOfDay(now) : call.verifiedAt };
}

/** The fields that this deployment requires. */
export type CallRules = Pick<
  Caller,
  'isReasonRequired' | 'ticketPattern' | 'verificationMethods' | 'isProofRequired'
>;

/** A field of the form. */
export type CallField = 'proof' | 'method' | 'verifiedAt' | 'ticket' | 'reason';

/** The fault of a field; also the last part of its message key. */
export type CallFault = 'missing' | 'noTime' | 'future' | 'code' | 'pattern' | 'tooLong';

/** Six digits of any script, maybe in two groups. */
const code = /(?<!\p{Nd}[\s-]?)\p{Nd}{3}[\s-]?\p{Nd}{3}(?![\s-]?\p{Nd})/u;

/** Digits of any script, with at most three marks or spaces between two of them. */
const digitRun = /\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd})*/gu;

/** Whether a text contains what could be a one-time code. The gateway rejects it, too. */
function containsCode(text: string): boolean {
  if (code.test(text)) return true;
  return (text.match(digitRun) ?? []).some((run) => run.match(/\p{Nd}/gu)?.length === 6);
}

/** Returns the empty form of a call. The agent says when the caller was verified. */
export function newCall(): Call {
  return {
    method: '',
    verifiedAt: '',
    proof: null,
    ticket: '',
    reason: '',
    endSessions: true,
    overrideLimit: false,
  };
}

/**
 * Returns the faulty fields in the order of the form. If a proof is required, a stated verification
 * does not replace it.
 */
export function faultsOf(
  call: Call,
  rules: CallRules,
  now: Date,
): readonly (readonly [CallField, CallFault])[] {
  const faults: (readonly [CallField, CallFault])[] = [];
  const { verificationMethods, isReasonRequired, isProofRequired, ticketPattern } = rules;
  const isProven = isUsable(call.proof, now);
  if (isProofRequired && !isProven) faults.push(['proof', 'missing']);
  if (verificationMethods.length > 0 && !isProven && !isProofRequired) {
    if (call.method === '') faults.push(['method', 'missing']);
    const moment = momentOf(call.verifiedAt, now);
    if (call.verifiedAt.trim() === '') faults.push(['verifiedAt', 'missing']);
    else if (moment === null) faults.push(['verifiedAt', 'noTime']);
    else if (moment.getTime() > now.getTime()) faults.push(['verifiedAt', 'future']);
  }
  const ticket = call.ticket.trim();
  if (ticketPattern !== null) {
    if (ticket === '') faults.push(['ticket', 'missing']);
    else if (!matches(ticketPattern, ticket)) faults.push(['ticket', 'pattern']);
  }
  if (ticket.length > 100) faults.push(['ticket', 'tooLong']);
  const reason = call.reason.trim();
  if (isReasonRequired && reason === '') faults.push(['reason', 'missing']);
  if (reason.length > 500) faults.push(['reason', 'tooLong']);
  if (containsCode(reason)) faults.push(['reason', 'code']);
  return faults;
}

/** Returns the input of any change for the fields of a call. Not all changes can end sessions. */
export function callInput(
  call: Call,
  { verificationMethods }: CallRules,
  now: Date,
): {
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly verification: DeviceChangeVerificationInput | null;
  readonly proofId: string | null;
  readonly overrideLimit: boolean;
} {
  const at = momentOf(call.verifiedAt, now);
  const proof = isUsable(call.proof, now) ? call.proof : null;
  const isVerified =
    proof === null && verificationMethods.length > 0 && call.method !== '' && at !== null;
  return {
    reason: orNull(call.reason),
    ticket: orNull(call.ticket),
    verification: isVerified ? { method: call.method, at: at.toISOString() } : null,
    proofId: proof?.id ?? null,
    overrideLimit: call.overrideLimit,
  };
}

/** Formats a time of day as `HH:MM`. */
export function timeOfDay(moment: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/**
 * Returns the time closest to now that has this time of day: shortly after midnight, 23:58 was
 * yesterday. Null if the text is not a time of day.
 */
function momentOf(text: string, now: Date): Date | null {
  const [, hours, minutes] = /^\s*([01]?\d|2[0-3])[:.]?([0-5]\d)\s*$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const moment = new Date(now);
  moment.setHours(Number(hours), Number(minutes), 0, 0);
  const halfADayMs = 12 * 3_600_000;
  if (moment.getTime() - now.getTime() > halfADayMs) moment.setDate(moment.getDate() - 1);
  return moment;
}

function matches(pattern: string, ticket: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(ticket);
  } catch {
    // The gateway checks the pattern in any case.
    return true;
  }
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
