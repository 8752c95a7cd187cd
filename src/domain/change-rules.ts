import type { AccessSettings } from './access.ts';
import type { Caller, Role } from './caller.ts';
import { badInput, Failure } from './failure.ts';

const maxReasonLength = 500;
const maxTicketLength = 100;

/** Whether a deployment asks something of those who act by a role. */
export function isAskedOf(role: Role, staff: AccessSettings['reasonRequired']): boolean {
  if (role === 'HELP_DESK') return staff.includes('help-desk');
  return role === 'ADMINISTRATOR' && staff.includes('administrator');
}

/** The reason and ticket that a caller gives for a change. */
export interface Reasons {
  readonly role: Role;
  readonly reason?: string | null;
  readonly ticket?: string | null;
}

/** Returns the refusal of a change whose reason or ticket is missing or malformed, or null (security B4). */
export function reasonRefusal(
  { role, reason, ticket }: Reasons,
  { reasonRequired, ticketPattern }: AccessSettings,
): Failure | null {
  const isRequired = isAskedOf(role, reasonRequired);
  const given = reason?.trim() ?? '';
  const isBlank = reason !== undefined && reason !== null && given === '';
  if (isBlank || given.length > maxReasonLength || !given.isWellFormed()) {
    return badInput('reason', `Give a reason of 1 to ${maxReasonLength} characters.`);
  }
  if (isRequired && given === '') return badInput('reason', 'A reason is required for this.');
  const number = ticket?.trim() ?? '';
  if (number.length > maxTicketLength || !number.isWellFormed()) {
    return badInput('ticket', `Give a ticket of at most ${maxTicketLength} characters.`);
  }
  if (ticketPattern === undefined || (!isRequired && number === '')) return null;
  return ticketPattern.test(number)
    ? null
    : badInput('ticket', 'This is not the number of a ticket.');
}

const maxReferenceLength = 100;

/** Six digits, as authenticators show them, too: in two groups, and in any script. More digits are another number. */
const code = /(?<!\p{Nd}[\s-]?)\p{Nd}{3}[\s-]?\p{Nd}{3}(?![\s-]?\p{Nd})/u;

/** How staff made sure of the person, as they say. */
export interface Verification {
  readonly method: string;
  readonly at: Date;
  readonly reference: string | null;
}

/**
 * Returns the refusal of a change by staff who have not said how they made sure of the person, or whose word cannot be
 * taken (security B5); null where nothing is wrong. A reference never holds a code that somebody could still use.
 */
export function verificationRefusal(
  { role, verification }: { readonly role: Role; readonly verification: Verification | null },
  { settings, now }: { readonly settings: AccessSettings; readonly now: number },
): Failure | null {
  const { requiredOf, methods, maxAgeSeconds } = settings.verification;
  const isRequired = isAskedOf(role, requiredOf);
  const required = (message: string): Failure =>
    new Failure('VERIFICATION_REQUIRED', message, { facts: { methods, maxAgeSeconds } });
  if (verification === null)
    return isRequired ? required('Say how and when you made sure of the person.') : null;
  const { method, at, reference } = verification;
  if (!methods.includes(method))
    return badInput('verification.method', `Name one of: ${methods.join(', ')}.`);
  const ageSeconds = (now - at.getTime()) / 1000;
  if (ageSeconds < -60) return badInput('verification.at', 'This is in the future.');
  if (ageSeconds > maxAgeSeconds) return required('That was too long ago. Make sure again.');
  const text = reference?.trim() ?? '';
  if (text.length > maxReferenceLength || !text.isWellFormed())
    return badInput('verification.reference', `Give at most ${maxReferenceLength} characters.`);
  if (code.test(text))
    return badInput(
      'verification.reference',
      'This looks like a code. Give a number of the case, and never a code.',
    );
  return null;
}

/** Returns the refusal of a change of one's own devices after too old a sign-in, where its age is known (B1). */
export function stepUpRefusal(
  { role, caller }: { readonly role: Role; readonly caller: Caller },
  { settings, now }: { readonly settings: AccessSettings; readonly now: number },
): Failure | null {
  const { stepUpMaxAgeSeconds: maxAge } = settings;
  if (role !== 'SELF' || maxAge === undefined || caller.kind === 'anonymous') return null;
  if (caller.signedInAt === null) return null;
  const ageSeconds = (now - caller.signedInAt.getTime()) / 1000;
  if (ageSeconds <= maxAge) return null;
  return new Failure('STEP_UP_REQUIRED', 'Sign in again first; your sign-in is too old for this.', {
    facts: { maxAgeSeconds: maxAge },
  });
}
