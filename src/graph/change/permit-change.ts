import type { ApprovableEffect } from '../../domain/change/approval.ts';
import { badInput, Failure } from '../../domain/values/failure.ts';
import {
  proofRefused,
  reasonRefusal,
  stepUpRefusal,
  verificationRefusal,
} from '../../domain/rules/change-rules.ts';
import type { Verification } from '../../domain/rules/change-rules.ts';
import { recordedNames } from '../../domain/change/change-record.ts';
import { roleTraits } from '../../domain/people/caller.ts';
import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import { readGlobalId } from '../../domain/devices/global-id.ts';
import { isChange, type Effect } from '../../domain/policy/effects.ts';
import type { Proof } from '../../domain/change/proof.ts';
import type { GuardedCall } from '../fields/access.ts';
import { approvalRequired, isApprovalNeeded } from '../../changes/approvals/approval-needed.ts';
import { namedBy } from '../fields/permits.ts';
import { memberOf, textOf } from '../../domain/values/member.ts';
import type { RequestContext } from '../request/context.ts';
import type { ChangeGrant, PersonGrant } from '../../access/grant.ts';
import type { NamedPerson } from '../../access/named-person.ts';
import { recordedActor } from '../../access/recorded-actor.ts';
import { noteRefusal } from '../../changes/note-refusal.ts';

const maxKeyLength = 200;

/**
 * Returns a function that permits the change in the argument `input`. `check` throws for bad input,
 * before the caller is looked up (security C). The policy decides first, then the deployment's
 * rules: a reason from staff (security B4) and a recent sign-in for self-service (B1). A dry run
 * shows devices, so it also requires the permission to see them. One operation makes at most one
 * change of another person's devices (D3). Refusals are recorded.
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
    const effect = requested === undefined ? guarded : requested(input);
    refuseOddKey(textOrNull(input, 'idempotencyKey'));
    const named = namedIn(input);
    let grant: PersonGrant | null = null;
    try {
      grant = await context.permissions.forNamed(guarded, named);
      if (requested !== undefined) grant = await context.permissions.further(grant, effect);
      await refuseByRules(context, grant, input);
      const proof = await proofIn(context, grant, input);
      if (requested === undefined) await refuseAlone(context, grant, { effect, input, proof });
      return { ...grant, proof };
    } catch (error) {
      // A malformed name is rejected before it is resolved to a person: nothing to record.
      const isMalformedName =
        grant === null && error instanceof Failure && error.code === 'BAD_USER_INPUT';
      if (error instanceof Failure && !isMalformedName && isChange(effect)) {
        const person = grant?.person ?? null;
        const dryRun = memberOf(input, 'dryRun') === true;
        const change = { effect, kinds: kinds ?? kindsIn(input), named, person, dryRun };
        noteRefusal(context, change, error);
      }
      throw error;
    }
  };
}

/** Applies the deployment's rules to a change that the policy permits. */
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
    verificationRefusal(
      { role, verification: verificationIn(input), proof: textOrNull(input, 'proofId') },
      rules,
    ) ??
    stepUpRefusal({ role, caller }, rules);
  if (refusal !== null) throw refusal;
  if (memberOf(input, 'dryRun') === true) {
    if (person !== null) await permissions.on('viewDevices', person);
  } else if (!roleTraits[role].isSelf && person !== null) context.countChangeOfOther();
}

/** A change of staff may need a second person. A dry run changes nothing, so one may be made. */
async function refuseAlone(
  context: RequestContext,
  { role, person }: PersonGrant,
  {
    effect,
    input,
    proof,
  }: { readonly effect: Effect; readonly input: unknown; readonly proof: Proof | null },
): Promise<void> {
  if (roleTraits[role].isSelf || person === null || memberOf(input, 'dryRun') === true) return;
  if (await isApprovalNeeded(context, { effect, person, isProven: proof !== null }))
    throw approvalRequired();
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

/**
 * Returns the proof that the input names. The ledger decides later whether it is unused and recent
 * enough, because a repeat of a finished change is answered first.
 * @throws Failure VERIFICATION_REQUIRED if this agent has no such proof of this person
 */
async function proofIn(
  context: RequestContext,
  grant: PersonGrant,
  input: unknown,
): Promise<Proof | null> {
  const id = textOrNull(input, 'proofId');
  const { person } = grant;
  if (id === null || person === null) return null;
  const agent = await recordedActor(context, grant, person);
  const binding = { agent, person: recordedNames(person) };
  const proof = (await context.ledger.proofs?.find(id, binding)) ?? null;
  if (proof?.state !== 'PROVEN') throw proofRefused();
  return proof;
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
