import type { ChangeGrant, PersonGrant } from '../../access/grant.ts';
import type { NamedPerson } from '../../access/named-person.ts';
import { recordedActor } from '../../access/recorded-actor.ts';
import { recordedNames } from '../../domain/change/change-record.ts';
import type { Proof } from '../../domain/change/proof.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { roleTraits, type Role } from '../../domain/people/caller.ts';
import { isChange, type Effect } from '../../domain/policy/effects.ts';
import {
  proofRefused,
  reasonRefusal,
  ageRefusal,
  verificationRefusal,
  type Verification,
} from '../../domain/rules/change-rules.ts';
import { Failure } from '../../domain/values/failure.ts';
import { approvalRequired, isApprovalNeeded } from '../approvals/approval-needed.ts';
import { noteRefusal } from '../note-refusal.ts';
import type { Acting } from '../request/acting.ts';

/** A change as its caller asks for it, before anyone is looked up. */
export interface AskedChange {
  readonly effect: Effect;
  /** Whether it waits for a second person. Who may request it needs the effect `approve`, too. */
  readonly isRequest: boolean;
  readonly named: NamedPerson;
  readonly kinds: readonly DeviceKind[];
  readonly dryRun: boolean;
  readonly reason: string | null;
  readonly ticket: string | null;
  /** How staff verified the person, as they say. */
  readonly verification: Verification | null;
  readonly proofId: string | null;
}

/**
 * Permits a change. The policy decides first, then the deployment's rules: a reason from staff
 * (security B4) and a recent sign-in for self-service (B1). A dry run shows devices, so it also
 * requires the permission to see them. One operation makes at most one change of another person's
 * devices (D3). Refusals are recorded.
 * @throws Failure the refusal
 */
export async function permitChange(acting: Acting, asked: AskedChange): Promise<ChangeGrant> {
  const { effect, isRequest, named, kinds, dryRun } = asked;
  let grant: PersonGrant | null = null;
  try {
    grant = await acting.permissions.forNamed(isRequest ? 'approve' : effect, named);
    if (isRequest) grant = await acting.permissions.further(grant, effect);
    await refuseByRules(acting, grant, asked);
    const proof = await proofOf(acting, grant, asked);
    if (!isRequest) await refuseAlone(acting, grant, { ...asked, proof });
    return { ...grant, proof };
  } catch (error) {
    if (error instanceof Failure) acting.noteStepUp(error);
    // A malformed name is rejected before it is resolved to a person: nothing to record.
    const isMalformedName =
      grant === null && error instanceof Failure && error.code === 'BAD_USER_INPUT';
    if (error instanceof Failure && !isMalformedName && isChange(effect)) {
      const person = grant?.person ?? null;
      noteRefusal(acting, { effect, kinds, named, person, dryRun }, error);
    }
    throw error;
  }
}

/** Applies the deployment's rules to a change that the policy permits. */
async function refuseByRules(
  acting: Acting,
  { role, person }: PersonGrant,
  { reason, ticket, verification, proofId: proof, dryRun }: AskedChange,
): Promise<void> {
  const { permissions, settings } = acting;
  const rules = { settings, now: acting.now() };
  const refusal =
    reasonRefusal({ role, reason, ticket }, settings) ??
    verificationRefusal({ role, verification, proof }, rules) ??
    (await tooOld(acting, role));
  if (refusal !== null) throw refusal;
  if (dryRun) {
    if (person !== null) await permissions.on('viewDevices', person);
  } else if (!roleTraits[role].isSelf && person !== null) acting.countChangeOfOther();
}

/** The refusal of a change of own devices whose sign-in is too old; AM may have to say its age. */
async function tooOld({ caller, settings, now }: Acting, role: Role): Promise<Failure | null> {
  const { stepUpMaxAgeSeconds: maxAgeSeconds } = settings;
  if (!roleTraits[role].isSelf || maxAgeSeconds === undefined) return null;
  const { signedInAt } = await caller.signIn.read();
  return ageRefusal(signedInAt, { maxAgeSeconds, now: now() });
}

/** A change of staff may need a second person. A dry run changes nothing, so one may be made. */
async function refuseAlone(
  acting: Acting,
  { role, person }: PersonGrant,
  { effect, dryRun, proof }: AskedChange & { readonly proof: Proof | null },
): Promise<void> {
  if (roleTraits[role].isSelf || person === null || dryRun) return;
  if (await isApprovalNeeded(acting, { effect, person, isProven: proof !== null }))
    throw approvalRequired();
}

/**
 * Returns the proof that a change names. The ledger decides later whether it is unused and recent
 * enough, because a repeat of a finished change is answered first.
 * @throws Failure VERIFICATION_REQUIRED if this agent has no such proof of this person
 */
async function proofOf(
  acting: Acting,
  grant: PersonGrant,
  { proofId: id }: AskedChange,
): Promise<Proof | null> {
  const { person } = grant;
  if (id === null || person === null) return null;
  const agent = await recordedActor(acting, grant, person);
  const binding = { agent, person: recordedNames(person) };
  const proof = await acting.ledger.proofs.find(id, binding);
  if (proof?.state !== 'PROVEN') throw proofRefused();
  return proof;
}
