import type { AccessSettings } from './access.ts';
import type { Caller, Role } from './caller.ts';
import { badInput, Failure } from './failure.ts';

const maxReasonLength = 500;
const maxTicketLength = 100;

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
  const isRequired =
    (role === 'HELP_DESK' && reasonRequired.includes('help-desk')) ||
    (role === 'ADMINISTRATOR' && reasonRequired.includes('administrator'));
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
