import { badInput, Failure } from '../../domain/failure.ts';
import { reasonRefusal, stepUpRefusal, verificationRefusal } from '../../domain/change-rules.ts';
import type { Verification } from '../../domain/change-rules.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { isChangeEffect } from '../../domain/change-record.ts';
import type { Effect } from '../../domain/policy.ts';
import { memberOf, textOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';
import type { NamedPerson } from '../request/named-person.ts';
import { kindsIn, noteRefusal } from './note-refusal.ts';

/** What is asked for: its effect, and the kinds of device where the field says so and not the input. */
interface AskedChange {
  readonly effect: Effect;
  readonly kinds: readonly DeviceKind[] | undefined;
}

const maxKeyLength = 200;

/**
 * Returns the permission for a change: the policy decides first, then the deployment's further requirements: a reason
 * from staff (security B4), and a recent sign-in of people who act for themselves (B1). A dry run shows devices, so it
 * also requires the permission to see them. What is refused leaves a record. Of others, one operation changes one thing at most, whatever its fields are (D3).
 * @param input the mutation's input: a `ChangeInput` of change.input.ts
 * @throws Failure the policy's refusal, BAD_USER_INPUT, VERIFICATION_REQUIRED, STEP_UP_REQUIRED or OPERATION_TOO_LARGE
 */
export async function permitChange(
  context: RequestContext,
  { effect, kinds }: AskedChange,
  input: unknown,
): Promise<PersonGrant> {
  refuseOddKey(textOrNull(input, 'idempotencyKey'));
  const named = targetIn(input);
  let grant: PersonGrant | null = null;
  try {
    grant = await context.permissions.forNamed(effect, named);
    await refuseByRules(context, grant, input);
    return grant;
  } catch (error) {
    // A name that is none is refused before it is known whom it means.
    const isAboutNobody =
      grant === null && error instanceof Failure && error.code === 'BAD_USER_INPUT';
    if (error instanceof Failure && !isAboutNobody && isChangeEffect(effect)) {
      const person = grant?.person ?? null;
      const dryRun = memberOf(input, 'dryRun') === true;
      const change = { effect, kinds: kinds ?? kindsIn(input), named, person, dryRun };
      noteRefusal(context, change, error);
    }
    throw error;
  }
}

/** What a deployment demands of those whom the policy permits a change. */
async function refuseByRules(
  context: RequestContext,
  { role, person }: PersonGrant,
  input: unknown,
): Promise<void> {
  const { permissions, settings } = context;
  const reasons = {
    role,
    reason: textOrNull(input, 'reason'),
    ticket: textOrNull(input, 'ticket'),
  };
  const caller = await context.caller.caller();
  const rules = { settings, now: context.now() };
  const refusal =
    reasonRefusal(reasons, settings) ??
    verificationRefusal({ role, verification: verificationIn(input) }, rules) ??
    stepUpRefusal({ role, caller }, rules);
  if (refusal !== null) throw refusal;
  if (memberOf(input, 'dryRun') === true) {
    if (person !== null) await permissions.on('viewDevices', person);
  } else if (role !== 'SELF' && person !== null) context.countChangeOfOther();
}

function refuseOddKey(key: string | null): void {
  if (key === null || (key !== '' && key.length <= maxKeyLength && key.isWellFormed())) return;
  throw badInput('idempotencyKey', `Give a key of 1 to ${maxKeyLength} characters.`);
}

/** Reads whose devices are meant; that exactly one member is given is checked by graphql-js, as `@oneOf` says. */
function targetIn(input: unknown): NamedPerson {
  const target = memberOf(input, 'target');
  const user = memberOf(target, 'user');
  if (user !== undefined && user !== null)
    return { id: textOf(user, 'id') ?? '', realm: textOf(user, 'realm') };
  if (memberOf(target, 'self') === true) return {};
  throw badInput('self', 'Say true to act for yourself, or name a person.');
}

/** Reads how the person was made sure of; null where that is not said. */
function verificationIn(input: unknown): Verification | null {
  const given = memberOf(input, 'verification');
  const at = memberOf(given, 'at');
  if (!(at instanceof Date)) return null;
  return { method: textOf(given, 'method') ?? '', at, reference: textOrNull(given, 'reference') };
}

function textOrNull(input: unknown, name: string): string | null {
  return textOf(input, name) ?? null;
}
