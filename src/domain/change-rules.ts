import type { AccessSettings } from './access.ts';
import type { Caller, Role } from './caller.ts';
import { badInput, Failure } from './failure.ts';

const longestReason = 500;
const longestTicket = 100;

/** What a caller says of why. */
export interface Reasons {
  readonly role: Role;
  readonly reason?: string | null;
  readonly ticket?: string | null;
}

/** What is wrong with the reason or ticket of a change, or null (security B4). */
export function reasonProblem(
  { role, reason, ticket }: Reasons,
  { reasonRequired, ticketPattern }: AccessSettings,
): Failure | null {
  const demanded =
    (role === 'HELP_DESK' && reasonRequired.includes('help-desk')) ||
    (role === 'ADMINISTRATOR' && reasonRequired.includes('administrator'));
  const given = reason?.trim() ?? '';
  if (given.length > longestReason || (reason !== undefined && reason !== null && given === '')) {
    return badInput('reason', `Give a reason of 1 to ${longestReason} characters.`);
  }
  if (demanded && given === '') return badInput('reason', 'A reason is required for this.');
  const number = ticket?.trim() ?? '';
  if (number.length > longestTicket) {
    return badInput('ticket', `Give a ticket of at most ${longestTicket} characters.`);
  }
  if (ticketPattern === undefined || (!demanded && number === '')) return null;
  return ticketPattern.test(number)
    ? null
    : badInput('ticket', 'This is not the number of a ticket.');
}

/** Whether a sign-in is too old for a change of one's own devices, where its age is known (B1). */
export function stepUpProblem(
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
