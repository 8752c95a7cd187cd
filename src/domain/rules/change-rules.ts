import type { AccessSettings } from './access.ts';
import { roleTraits, type Role } from '../people/caller.ts';
import { badInput, type Failure } from '../values/failure.ts';
import { textRefusal } from '../values/recorded-text.ts';

/** Whether an option that names groups of staff applies to a role. */
export function isRequiredOf(role: Role, staff: AccessSettings['reasonRequired']): boolean {
  const group = roleTraits[role].staff;
  return group !== null && staff.includes(group);
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
