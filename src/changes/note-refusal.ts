import { asSelf, roleTraits } from '../domain/people/caller.ts';
import { recordedNames, type Intent } from '../domain/change/change-record.ts';
import type { ChangeEffect } from '../domain/policy/effects.ts';
import type { DeviceKind } from '../domain/devices/device.ts';
import type { ErrorCode, Failure } from '../domain/values/failure.ts';
import { unreadPerson, type Person } from '../domain/people/person.ts';
import type { Asking } from './request/acting.ts';
import type { NamedPerson } from '../access/named-person.ts';
import { actorOf } from '../access/recorded-actor.ts';
import { personRefusals } from '../access/refusal.ts';

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
const recorded: ReadonlySet<string> = new Set<string>([
  ...personRefusals,
  ...([
    'STEP_UP_REQUIRED',
    'VERIFICATION_REQUIRED',
    'OPERATION_TOO_LARGE',
    'APPROVAL_REQUIRED',
  ] satisfies ErrorCode[]),
]);

/**
 * Records a refused change: the caller, the person, the effect and the code (security G1). The
 * refusal does not wait for it, and AM is not called: caller and person are recorded as far as this
 * request knows them. The caller's text is omitted, because it may be the reason for the refusal.
 */
export function noteRefusal(asking: Asking, change: RefusedChange, { code }: Failure): void {
  if (!recorded.has(code)) return;
  void intentOf(asking, change, code).then(
    (intent) => intent && asking.ledger.refuse(intent, code),
    () => undefined,
  );
}

async function intentOf(
  { caller: whoCalls, permissions, settings, correlation }: Asking,
  { effect, kinds, named, person, dryRun }: RefusedChange,
  code: ErrorCode,
): Promise<Intent | null> {
  const { known: caller } = whoCalls;
  if (caller === null || caller.kind === 'anonymous') return null;
  const standing = caller.standings.find(({ role }) => !roleTraits[role].isSelf);
  const record = await whoCalls.knownRecord();
  const actor = actorOf(caller, { ...(standing ?? asSelf), record, settings });
  const isSelf = person === null && (named.id ?? null) === null;
  const target =
    person ?? (isSelf ? record : null) ?? unreadPerson(await permissions.targetOf(named));
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
