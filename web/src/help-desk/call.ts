import type { VerificationInput, ViewerQuery } from '@identity-gateway/client';

/** What the agent says of the call, as it is typed. */
export interface Call {
  readonly method: string;
  /** The time of day at which the caller was verified, `HH:MM`. */
  readonly verifiedAt: string;
  readonly ticket: string;
  readonly reason: string;
  readonly endSessions: boolean;
  /** Pass the limit of changes to this person; only where an earlier try was refused by it. */
  readonly overrideLimit: boolean;
}

/** What this deployment wants to be told of a call. */
export type CallRules = Pick<
  ViewerQuery['caller'],
  'reasonRequired' | 'ticketPattern' | 'verificationMethods'
>;

/** A field of the form. */
export type CallField = 'method' | 'verifiedAt' | 'ticket' | 'reason';

/** What is wrong with a field, by the end of its message's key. */
export type CallFault = 'missing' | 'noTime' | 'future' | 'code' | 'pattern' | 'tooLong';

/** Six digits, perhaps in two groups, in the digits of any script, as the gateway refuses them in a verification. */
const code = /(?<!\p{Nd}[\s-]?)\p{Nd}{3}[\s-]?\p{Nd}{3}(?![\s-]?\p{Nd})/u;

/** The empty form of a call that begins now. */
export function newCall(now: Date): Call {
  return {
    method: '',
    verifiedAt: timeOfDay(now),
    ticket: '',
    reason: '',
    endSessions: true,
    overrideLimit: false,
  };
}

/** The fields that are wrong, in the order of the form. */
export function faultsOf(
  call: Call,
  rules: CallRules,
  now: Date,
): readonly (readonly [CallField, CallFault])[] {
  const faults: (readonly [CallField, CallFault])[] = [];
  const { verificationMethods, reasonRequired, ticketPattern } = rules;
  if (verificationMethods.length > 0) {
    if (call.method === '') faults.push(['method', 'missing']);
    const moment = momentOf(call.verifiedAt, now);
    if (moment === null) faults.push(['verifiedAt', 'noTime']);
    else if (moment.getTime() > now.getTime()) faults.push(['verifiedAt', 'future']);
  }
  const ticket = call.ticket.trim();
  if (ticketPattern !== null) {
    if (ticket === '') faults.push(['ticket', 'missing']);
    else if (!matches(ticketPattern, ticket)) faults.push(['ticket', 'pattern']);
  }
  if (ticket.length > 100) faults.push(['ticket', 'tooLong']);
  const reason = call.reason.trim();
  if (reasonRequired && reason === '') faults.push(['reason', 'missing']);
  if (reason.length > 500) faults.push(['reason', 'tooLong']);
  if (code.test(reason)) faults.push(['reason', 'code']);
  return faults;
}

/** What of the call goes with a change. */
export function inputOf(
  call: Call,
  { verificationMethods }: CallRules,
  now: Date,
): {
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly verification: VerificationInput | null;
  readonly endSessions: boolean;
  readonly overrideLimit: boolean;
} {
  const at = momentOf(call.verifiedAt, now);
  const isVerified = verificationMethods.length > 0 && call.method !== '' && at !== null;
  return {
    reason: orNull(call.reason),
    ticket: orNull(call.ticket),
    verification: isVerified ? { method: call.method, at: at.toISOString() } : null,
    endSessions: call.endSessions,
    overrideLimit: call.overrideLimit,
  };
}

/** The time of day as a field shows it. */
export function timeOfDay(moment: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** The last moment of this time of day: a call around midnight was verified yesterday. Null for no time. */
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
    // The gateway checks it in any case.
    return true;
  }
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
