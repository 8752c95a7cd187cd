import type { Journeys, RequestScope } from '../../am/index.ts';
import type { View } from '../../access/grant.ts';
import type { Permissions } from '../../access/permissions.ts';
import type { StaffOnPerson } from '../../access/requester.ts';
import type { WhoCalls } from '../../access/who-calls.ts';
import type { AccessSettings } from '../../domain/rules/access.ts';
import type { Intent } from '../../domain/change/change-record.ts';
import type { IdentityVendors } from '../../domain/change/identity-check.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import type { ChangeLimits } from '../../domain/rules/limit-rules.ts';
import type { Failure } from '../../domain/values/failure.ts';
import type { Lock } from '../../domain/values/lock.ts';
import type { Person } from '../../domain/people/person.ts';
import type { ChangeTools } from './change-request.ts';

/** A request: its caller, what they may do, and the rules. */
export interface Asking {
  readonly caller: WhoCalls;
  readonly permissions: Permissions;
  readonly settings: AccessSettings;
  readonly ledger: Ledger;
  readonly now: () => number;
  /** The ids of the request, as the ledger records them. */
  readonly correlation: Pick<Intent, 'correlationId' | 'clientCorrelationId'>;
}

/** A request that changes something: the lives of changes and approvals use it. */
export interface Acting extends Asking {
  readonly correlationId: string;
  readonly changeLimits: ChangeLimits;
  changeTools(view: View): ChangeTools;
  /** The names of the realms in which AM may reach a person. */
  realmsHolding(person: Pick<Person, 'entry' | 'realm'>): string[];
  /** Why staff may no longer have an effect on a person; null if they may. */
  staffDenial(...about: StaffOnPerson): Promise<Failure | null>;
  /** Notes a refusal because of the sign-in, for the response's challenge (RFC 9470). */
  noteStepUp(refusal: Failure): void;
  /** Counts a change of another person; why the operation cannot contain it, or null. */
  countChangeOfOther(): Failure | null;
}

/** A request that lets a person prove their identity. */
export interface Proving extends Asking {
  readonly correlationId: string;
  /** The journeys of AM; null if none is configured. */
  readonly journeys: Journeys | null;
  /** The vendors that verify people; null without one. */
  readonly identityVendors: IdentityVendors | null;
  /** The request, as calls to AM without a credential need it. */
  readonly scope: RequestScope;
  /** Takes a lock that all processes share, without waiting; null if it is taken. */
  tryLock(name: string): Promise<Lock | null>;
}
