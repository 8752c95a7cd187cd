import { runChange } from './run-change.ts';
import { runSignOut, type SignOutResult } from './sign-out.ts';
import type { ChangeOrder } from './request/change-order.ts';
import type { ChangeResult } from './request/change-request.ts';
import { roleTraits } from '../domain/people/caller.ts';
import {
  recordedNames,
  type Intent,
  type RecordedVerification,
} from '../domain/change/change-record.ts';
import { effectTraits } from '../domain/policy/effects.ts';
import type { SecondFactorShown } from '../domain/people/assurance.ts';
import type { Verification } from '../domain/rules/change-rules.ts';
import { unlessFailed } from '../domain/values/failure.ts';
import { outcomeTraits } from '../domain/change/outcome-traits.ts';
import type { Person } from '../domain/people/person.ts';
import type { Proof } from '../domain/change/proof.ts';
import { needsSecondFactor } from './request/level-soon.ts';
import type { Acting, Asking } from './request/acting.ts';
import type { ChangeGrant, PersonGrant, WithPerson } from '../access/grant.ts';
import { noteChange } from '../access/loaders.ts';
import { actorOfChange, strongerSelf } from '../access/recorded-actor.ts';

/** What every change can be asked for with. A null is the same as an absent member. */
export interface ChangeInput {
  readonly dryRun?: boolean;
  /** Whether to end the person's sessions; absent: if staff remove devices. */
  readonly endSessions?: boolean | null;
  readonly reason?: string | null;
  readonly ticket?: string | null;
  readonly verification?:
    (Omit<Verification, 'reference'> & { readonly reference?: string | null }) | null;
  readonly idempotencyKey?: string | null;
  readonly overrideLimit: boolean;
}

/** A change as its mutation asks for it. */
export interface DesiredChange
  extends Pick<ChangeOrder, 'expected'>, Pick<Intent, 'effect' | 'kinds' | 'options'> {
  readonly input: ChangeInput;
}

/** Runs a change that the caller makes alone. */
export async function requestChange(
  acting: Acting,
  grant: WithPerson<ChangeGrant>,
  requested: DesiredChange,
): Promise<ChangeResult> {
  return makeChange(acting, grant, await orderedBy(acting, grant, requested));
}

/** Runs a change. What this request has read of changed devices is read again. */
export async function makeChange(
  acting: Acting,
  grant: WithPerson<PersonGrant>,
  order: ChangeOrder,
): Promise<ChangeResult> {
  const result = await runChange(acting.changeTools(grant), order);
  noteStepUps(acting, result);
  if (result.kind !== 'completed' || order.intent.dryRun) return result;
  for (const one of result.results) {
    if (one.source === 'record' || !one.isTried) continue;
    if (outcomeTraits[one.outcome].effect === 'nothing') continue;
    noteChange(grant.loaders, grant.person, { kind: one.kind, remaining: one.remaining });
  }
  return result;
}

/** Notes the refusals because of the sign-in, of the whole change or of one kind. */
function noteStepUps(acting: Acting, result: ChangeResult): void {
  if (result.kind === 'rejected') return acting.noteStepUp(result.failure);
  if (result.kind !== 'completed') return;
  for (const one of result.results)
    if (one.source === 'now' && one.problem !== null) acting.noteStepUp(one.problem);
}

/** Ends a person's sessions without a change of devices. */
export async function requestSignOut(
  acting: Acting,
  grant: WithPerson<ChangeGrant>,
  input: ChangeInput,
): Promise<SignOutResult> {
  const requested = { effect: 'endSessions', kinds: [], options: {}, input } as const;
  const order = await orderedBy(acting, grant, requested);
  return runSignOut(acting.changeTools(grant), order);
}

/** The change that a mutation asks for. */
export async function orderedBy(
  acting: Acting,
  grant: WithPerson<ChangeGrant>,
  { effect, kinds, options, expected, input }: DesiredChange,
): Promise<ChangeOrder> {
  const { role, person, proof, ownSignIn } = grant;
  const { verification = null, idempotencyKey = null } = input;
  const { isSelf, overridesLimits } = roleTraits[role];
  const { removes, isOfSessions } = effectTraits[effect];
  const endSessions = isOfSessions || (input.endSessions ?? (removes && !isSelf));
  const actor = await actorOfChange(acting, grant, person);
  const privileged = isSelf ? null : await isPrivileged(acting, person);
  const ownSession = endSessions ? await acting.caller.sessionHandle() : null;
  const reason = input.reason?.trim() ?? null;
  const intent: ChangeOrder['intent'] = {
    actor,
    target: { ...recordedNames(person), privileged },
    effect,
    kinds,
    options: { ...options, ...(endSessions && { endSessions }) },
    dryRun: input.dryRun ?? false,
    reason,
    ticket: input.ticket?.trim() ?? null,
    verification: proof === null ? statedVerification(verification) : provenVerification(proof),
    ...acting.correlation,
  };
  const terms: ChangeOrder['terms'] = {
    idempotencyKey,
    override: input.overrideLimit && overridesLimits && (reason ?? '') !== '',
    ...(proof !== null && { proof: proof.id }),
    realms: acting.realmsHolding(person),
    ...(isSelf && { secondFactor: await secondFactorNow(acting, person) }),
  };
  return {
    person,
    intent,
    terms,
    ...(expected !== undefined && { expected }),
    ...(ownSignIn !== null && { ownSignIn }),
    ...(isSelf && { strongerActor: () => strongerSelf(acting, actor) }),
    ...(ownSession !== null && { ownSession }),
  };
}

/** Reads how the person signed in only while a threat level asks for it: AM may have to say it. */
async function secondFactorNow(acting: Acting, person: Person): Promise<SecondFactorShown> {
  return (await needsSecondFactor(acting, person)) ? secondFactorShown(acting) : 'NOT_SHOWN';
}

/** Whether the caller's sign-in shows a second factor; AM may have to say it. */
export async function secondFactorShown(
  acting: Pick<Acting, 'caller'>,
): Promise<SecondFactorShown> {
  if ((await acting.caller.signIn.read()).hasSecondFactor) return 'SHOWN';
  return (await acting.caller.signIn.canShowSecondFactor()) ? 'NOT_SHOWN' : 'NEVER_SHOWN';
}

function statedVerification(
  verification: ChangeInput['verification'] = null,
): RecordedVerification | null {
  if (verification === null) return null;
  const { method, at, reference = null } = verification;
  return { method, at: at.toISOString(), reference: reference?.trim() ?? null };
}

/** What a change records of a proof. The reference is its id, which is worthless once used. */
function provenVerification({ id, method, provenBy, provenAt }: Proof): RecordedVerification {
  const at = new Date(provenAt ?? 0).toISOString();
  return { method: method.toLowerCase(), at, reference: id, provenBy };
}

/** Null if unknown. The super user's permission does not depend on it, so no error is raised. */
export async function isPrivileged({ caller }: Asking, person: Person): Promise<boolean | null> {
  const privilege = await unlessFailed(() => caller.privileges.of(person));
  return privilege === null || privilege === 'unknown' ? null : privilege === 'privileged';
}
