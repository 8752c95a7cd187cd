import type { AccessSettings } from './access.ts';
import { roleTraits, type Role } from '../people/caller.ts';
import { badInput, Failure } from '../values/failure.ts';
import { StepUpFailure } from './step-up.ts';
import { textRefusal } from '../values/recorded-text.ts';

/** Whether an option that names groups of staff applies to a role. */
export function isRequiredOf(role: Role, staff: AccessSettings['reasonRequired']): boolean {
  const group = roleTraits[role].staff;
  return group !== null && staff.includes(group);
}

/** Returns the refusal of a change if its reason or ticket is missing or invalid (security B4). */
export function reasonRefusal(
  {
    role,
    reason,
    ticket,
  }: { readonly role: Role; readonly reason?: string | null; readonly ticket?: string | null },
  { reasonRequired, ticketPattern, ticketExample }: AccessSettings,
): Failure | null {
  const isRequired = isRequiredOf(role, reasonRequired);
  const given = reason?.trim() ?? '';
  const refusal = typeof reason === 'string' ? textRefusal('reason', given) : null;
  if (refusal !== null) return refusal;
  if (isRequired && given === '') return badInput('reason', 'A reason is required for this.');
  return ticketRefusal(ticket?.trim() ?? '', {
    isRequired,
    pattern: ticketPattern,
    example: ticketExample,
  });
}

/** How a deployment writes tickets. */
interface TicketForm {
  readonly isRequired: boolean;
  readonly pattern: AccessSettings['ticketPattern'];
  readonly example: string | undefined;
}

/** Returns the refusal of a ticket, which is empty without one; null if it is accepted. */
export function ticketRefusal(
  ticket: string,
  { isRequired, pattern, example }: TicketForm,
): Failure | null {
  // A pattern of the deployment may be six digits.
  const options = { mayBeCode: pattern !== undefined };
  const refusal = ticket === '' ? null : textRefusal('ticket', ticket, options);
  if (refusal !== null || pattern === undefined || (!isRequired && ticket === '')) return refusal;
  return pattern.test(ticket)
    ? null
    : badInput('ticket', `This is not a ticket number.${exampleOf(example)}`);
}

function exampleOf(ticket: string | undefined): string {
  return ticket === undefined ? '' : ` Write it like ${ticket}.`;
}

/** How staff verified the person's identity, as they say. */
export interface Verification {
  readonly method: string;
  readonly at: Date;
  readonly reference: string | null;
}

/**
 * Returns the refusal of a change if the verification of the person is missing or invalid (security
 * B5); null if it is valid. A reference must not contain a code that could still be used.
 */
export function verificationRefusal(
  {
    role,
    verification,
    proof,
  }: {
    readonly role: Role;
    readonly verification: Verification | null;
    /** The id of a proof, whose owner is checked apart; null without one. */
    readonly proof: string | null;
  },
  { settings, now }: { readonly settings: AccessSettings; readonly now: number },
): Failure | null {
  const { requiredOf, isProofRequired, methods, maxAgeSeconds } = settings.verification;
  const isRequired = isRequiredOf(role, requiredOf);
  if (proof !== null)
    return verification === null
      ? null
      : badInput('proofId', 'Give a proof or a verification, not both.');
  if (isRequired && isProofRequired) return proofRefused();
  const required = (message: string): Failure =>
    new Failure('VERIFICATION_REQUIRED', message, { facts: { methods, maxAgeSeconds } });
  if (verification === null)
    return isRequired
      ? required(
          'The verification is missing. Nothing was changed. State how and when you verified the person.',
        )
      : null;
  const { method, at, reference } = verification;
  if (!methods.includes(method))
    return badInput('verification.method', `Name one of: ${methods.join(', ')}.`);
  const ageSeconds = (now - at.getTime()) / 1000;
  if (ageSeconds < -60) return badInput('verification.at', 'The time is in the future.');
  if (ageSeconds > maxAgeSeconds)
    return required('The verification is too old. Nothing was changed. Verify the person again.');
  const text = reference?.trim() ?? '';
  return text === '' ? null : textRefusal('verification.reference', text);
}

/** The refusal of a change without a proof of identity that it can use. */
export function proofRefused(): Failure {
  return new Failure(
    'VERIFICATION_REQUIRED',
    'This change needs a new proof of identity. Nothing was changed. Let the person prove who they are, then try again.',
  );
}

/** Returns the refusal of a self-service change if the sign-in is known to be too old (B1). */
export function ageRefusal(
  signedInAt: Date | null,
  { maxAgeSeconds, now }: { readonly maxAgeSeconds: number; readonly now: number },
): Failure | null {
  if (signedInAt === null || now - signedInAt.getTime() <= maxAgeSeconds * 1_000) return null;
  return new StepUpFailure({ acceptedKinds: [], acrValues: [], maxAgeSeconds });
}
