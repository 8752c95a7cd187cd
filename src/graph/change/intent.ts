import type { ChangeEffect, Intent, RecordedPerson } from '../../domain/change-record.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { Privilege } from '../../domain/policy.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';
import { recordedActor } from '../request/recorded-actor.ts';
import { endsSessions } from './end-sessions.ts';

/** What a change is. */
export interface ChangeAsked {
  readonly effect: ChangeEffect;
  readonly kinds: readonly DeviceKind[];
  /** The arguments that decide what happens, beside the kinds. */
  readonly options: Intent['options'];
  readonly input: ChangeGrounds;
}

/** What every input of a change says beside that; a `ChangeInput` of change.input.ts. */
interface ChangeGrounds {
  readonly dryRun?: boolean;
  readonly reason?: string | null;
  readonly ticket?: string | null;
  readonly idempotencyKey?: string | null;
  readonly overrideLimit: boolean;
  readonly endSessions?: boolean | null;
  readonly verification?: {
    readonly method: string;
    readonly at: Date;
    readonly reference?: string | null;
  } | null;
}

/** Describes a change for the ledger, with the devices before it. */
export async function intentOf(
  context: RequestContext,
  grant: PersonGrant,
  asked: ChangeAsked & Pick<Intent, 'before'>,
): Promise<Intent> {
  const { effect, kinds, options, before, input } = asked;
  const { dryRun = false, reason = null, ticket = null, verification = null } = input;
  const { person } = grant;
  if (person === null) throw new TypeError('a change is recorded of a person');
  return {
    actor: await recordedActor(context, grant.role, person),
    target: await targetOf(context, grant, person),
    effect,
    kinds,
    options: { ...options, ...(endsSessions(grant, input) && { endSessions: true }) },
    dryRun,
    before,
    reason: reason?.trim() ?? null,
    ticket: ticket?.trim() ?? null,
    verification: verification && {
      method: verification.method,
      at: verification.at.toISOString(),
      reference: verification.reference?.trim() ?? null,
    },
    correlationId: context.correlationId,
  };
}

async function targetOf(
  context: RequestContext,
  { role }: PersonGrant,
  person: Person,
): Promise<RecordedPerson> {
  const privilege = role === 'SELF' ? 'unknown' : await privilegeOf(context, person);
  const privileged = privilege === 'unknown' ? null : privilege === 'privileged';
  return { id: person.id, realm: person.realm.name, privileged };
}

/** The permission of the super user does not depend on it, so that a failure to read it keeps them from nothing. */
async function privilegeOf(context: RequestContext, person: Person): Promise<Privilege> {
  try {
    return await context.caller.privilegeOf(person);
  } catch (error) {
    if (error instanceof Failure) return 'unknown';
    throw error;
  }
}
