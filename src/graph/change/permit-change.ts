import type { ChangeGrant } from '../../access/grant.ts';
import type { NamedPerson } from '../../access/named-person.ts';
import { permitChange } from '../../changes/permit/permit-change.ts';
import { isChange, type ApprovableEffect } from '../../domain/policy/effects.ts';
import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import { readGlobalId } from '../../domain/devices/global-id.ts';
import type { Verification } from '../../domain/rules/change-rules.ts';
import { badInput } from '../../domain/values/failure.ts';
import { memberOf, textOf } from '../../domain/values/member.ts';
import type { GuardedCall } from '../fields/access.ts';
import { namedBy } from '../fields/permits.ts';

const maxKeyLength = 200;

/**
 * Returns a function that permits the change in the argument `input`. `check` throws for bad input,
 * before the caller is looked up (security C).
 */
export function permitInput({
  check,
  kinds,
  requested,
}: {
  readonly check: (input: unknown) => void;
  readonly kinds?: readonly DeviceKind[];
  /** The effect of a change that waits for a second person; absent for one that is made now. */
  readonly requested?: (input: unknown) => ApprovableEffect;
}): (call: GuardedCall) => Promise<ChangeGrant> {
  return async ({ effect: guarded, args: { input }, context }) => {
    check(input);
    const effect = requested?.(input) ?? guarded;
    if (!isChange(effect)) throw new TypeError(`${effect} changes nothing`);
    refuseOddKey(textOrNull(input, 'idempotencyKey'));
    return permitChange(context, {
      effect,
      isRequest: requested !== undefined,
      named: namedIn(input),
      kinds: kinds ?? kindsIn(input),
      dryRun: memberOf(input, 'dryRun') === true,
      reason: textOrNull(input, 'reason'),
      ticket: textOrNull(input, 'ticket'),
      verification: verificationIn(input),
      proofId: textOrNull(input, 'proofId'),
    });
  };
}

function refuseOddKey(key: string | null): void {
  if (key === null || (key !== '' && key.length <= maxKeyLength && key.isWellFormed())) return;
  throw badInput('idempotencyKey', `Give a key of 1 to ${maxKeyLength} characters.`);
}

/**
 * Reads the person that a change is about. graphql-js checks that exactly one member is given
 * (`@oneOf`).
 */
function namedIn(input: unknown): NamedPerson {
  const target = memberOf(input, 'target');
  const user = memberOf(target, 'user') ?? null;
  if (user !== null) return namedBy(user);
  if (memberOf(target, 'me') === true) return {};
  throw badInput('me', 'Set `me` to true to act on your own account, or name a person.');
}

/** Reads how the person was verified; null if the input does not say. */
function verificationIn(input: unknown): Verification | null {
  const given = memberOf(input, 'verification');
  const at = memberOf(given, 'at');
  if (!(at instanceof Date)) return null;
  return { method: textOf(given, 'method') ?? '', at, reference: textOrNull(given, 'reference') };
}

function textOrNull(input: unknown, name: string): string | null {
  return textOf(input, name) ?? null;
}

/** The device kinds that the input of a change names. */
function kindsIn(input: unknown): DeviceKind[] {
  const several = memberOf(input, 'kinds');
  const named: unknown[] = Array.isArray(several) ? several : [memberOf(input, 'kind')];
  const id = readGlobalId(textOf(input, 'deviceId') ?? '');
  if (id?.type === 'Device') named.push(id.kind);
  return deviceKinds.filter((kind) => named.includes(kind));
}
