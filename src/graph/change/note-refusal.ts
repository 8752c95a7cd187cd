import { roles } from '../../domain/caller.ts';
import type { ChangeEffect, Intent } from '../../domain/change-record.ts';
import { deviceKinds } from '../../domain/device.ts';
import type { DeviceKind } from '../../domain/device.ts';
import type { ErrorCode, Failure } from '../../domain/failure.ts';
import { readGlobalId } from '../../domain/global-id.ts';
import type { PersonRef } from '../../domain/person.ts';
import { memberOf, textOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { NamedPerson } from '../request/named-person.ts';
import { actorOf } from '../request/recorded-actor.ts';

/** A change that is refused before anything is recorded of it. */
export interface RefusedChange {
  readonly effect: ChangeEffect;
  readonly kinds: readonly DeviceKind[];
  readonly named: NamedPerson;
  /** The person that AM holds by that name; null where nobody was read. */
  readonly person: PersonRef | null;
  readonly dryRun: boolean;
}

/** The refusals that leave a record; the others say that nobody could decide, or that nobody is signed in. */
const recorded: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'FORBIDDEN',
  'INSUFFICIENT_SCOPE',
  'OWN_ACCOUNT',
  'TARGET_PRIVILEGED',
  'PRIVILEGE_UNKNOWN',
  'BAD_USER_INPUT',
  'STEP_UP_REQUIRED',
  'VERIFICATION_REQUIRED',
  'OPERATION_TOO_LARGE',
]);

/**
 * Leaves a record of a refused change: who asked for what, of whom, and the code (security G1). The refusal does not wait
 * for it, and AM is not asked: the caller and the person are named as far as the request has found out. What the caller
 * wrote is not kept, since it may be what it was refused for.
 */
export function noteRefusal(
  context: RequestContext,
  change: RefusedChange,
  { code }: Failure,
): void {
  if (!recorded.has(code)) return;
  void intentOf(context, change, code).then(
    (intent) => intent && context.ledger.refuse(intent, code),
    () => undefined,
  );
}

async function intentOf(
  { caller: whoCalls, permissions, settings, correlationId }: RequestContext,
  { effect, kinds, named, person, dryRun }: RefusedChange,
  code: ErrorCode,
): Promise<Intent | null> {
  const { known: caller } = whoCalls;
  if (caller === null || caller.kind === 'anonymous') return null;
  const role = roles.find((one) => one !== 'SELF' && caller.roles.includes(one)) ?? 'SELF';
  const record = await whoCalls.knownRecord();
  const actor = actorOf(caller, { role, record, settings });
  const target = person ?? (await permissions.refOf(named));
  const isSelf = person === null && (named.id ?? null) === null;
  return {
    actor,
    target: {
      id: isSelf ? actor.id : target.id,
      realm: target.realm.name,
      privileged: code === 'TARGET_PRIVILEGED' ? true : null,
    },
    effect,
    kinds,
    options: {},
    dryRun,
    before: null,
    reason: null,
    ticket: null,
    verification: null,
    correlationId,
  };
}

/** The kinds of device that the input of a change names. */
export function kindsIn(input: unknown): DeviceKind[] {
  const several = memberOf(input, 'kinds');
  const named: unknown[] = Array.isArray(several) ? several : [memberOf(input, 'kind')];
  const id = readGlobalId(textOf(input, 'deviceId') ?? '');
  if (id?.type === 'Device') named.push(id.kind);
  return deviceKinds.filter((kind) => named.includes(kind));
}
