import { roles } from '../../domain/caller.ts';
import { recordedNames, type ChangeEffect, type Intent } from '../../domain/change-record.ts';
import { deviceKinds, type DeviceKind } from '../../domain/device.ts';
import type { ErrorCode, Failure } from '../../domain/failure.ts';
import { readGlobalId } from '../../domain/global-id.ts';
import { unreadPerson, type Person } from '../../domain/person.ts';
import { memberOf, textOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { NamedPerson } from '../request/named-person.ts';
import { actorOf } from '../request/recorded-actor.ts';

/** A change that is refused before its intent is recorded. */
export interface RefusedChange {
  readonly effect: ChangeEffect;
  readonly kinds: readonly DeviceKind[];
  readonly named: NamedPerson;
  /** The person as read from AM; null if no person was read. */
  readonly person: Person | null;
  readonly dryRun: boolean;
}

/** Other codes mean that no decision was possible, or that no caller is signed in. */
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
  'APPROVAL_REQUIRED',
]);

/**
 * Records a refused change: the caller, the person, the effect and the code (security G1). The
 * refusal does not wait for it, and AM is not called: caller and person are recorded as far as this
 * request knows them. The caller's text is omitted, because it may be the reason for the refusal.
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
  { caller: whoCalls, permissions, settings, correlation }: RequestContext,
  { effect, kinds, named, person, dryRun }: RefusedChange,
  code: ErrorCode,
): Promise<Intent | null> {
  const { known: caller } = whoCalls;
  if (caller === null || caller.kind === 'anonymous') return null;
  const role = roles.find((one) => one !== 'SELF' && caller.roles.includes(one)) ?? 'SELF';
  const record = await whoCalls.knownRecord();
  const actor = actorOf(caller, { role, record, settings });
  const isSelf = person === null && (named.id ?? null) === null;
  const target = person ?? (isSelf ? record : null) ?? unreadPerson(await permissions.refOf(named));
  return {
    actor,
    target: {
      ...recordedNames(target),
      ...(isSelf && { id: actor.id }),
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
    ...correlation,
  };
}

/** The device kinds that the input of a change names. */
export function kindsIn(input: unknown): DeviceKind[] {
  const several = memberOf(input, 'kinds');
  const named: unknown[] = Array.isArray(several) ? several : [memberOf(input, 'kind')];
  const id = readGlobalId(textOf(input, 'deviceId') ?? '');
  if (id?.type === 'Device') named.push(id.kind);
  return deviceKinds.filter((kind) => named.includes(kind));
}
