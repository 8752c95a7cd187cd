import { changeStrategies } from '../../changes/change-effects.ts';
import { runChange } from '../../changes/run-change.ts';
import { runSignOut, type SignOutResult } from '../../changes/sign-out.ts';
import type { ChangeArguments, ChangeRequest, ChangeResult } from '../../changes/change-request.ts';
import { roleTraits } from '../../domain/caller.ts';
import type { ChangeEffect, RecordedVerification } from '../../domain/change-record.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import { outcomeTraits } from '../../domain/outcome-traits.ts';
import type { Person } from '../../domain/person.ts';
import type { Proof } from '../../domain/proof.ts';
import type { RequestContext } from '../request/context.ts';
import type { ChangeGrant } from '../request/grant.ts';
import { noteChange } from '../request/loaders.ts';
import type { ChangeInput, EndSessionsInput } from './change.input.ts';
import { recordedActor } from '../request/recorded-actor.ts';

/** What a mutation asks for. */
export interface RequestedChange extends Pick<ChangeRequest, 'options'> {
  readonly effect: ChangeEffect;
  readonly kinds: readonly DeviceKind[];
  readonly arguments?: Partial<ChangeArguments>;
  readonly input: ChangeInput & {
    readonly dryRun?: boolean;
    readonly endSessions?: boolean | null;
  };
}

/** Runs a change. What this request has read of changed devices is read again. */
export async function requestChange(
  context: RequestContext,
  grant: ChangeGrant & { readonly person: Person },
  requested: RequestedChange,
): Promise<ChangeResult> {
  const { person, loaders } = grant;
  const request = await changeRequest(context, grant, requested);
  const result = await runChange(context.changeTools(grant), request);
  if (result.kind !== 'completed' || request.dryRun) return result;
  for (const one of result.results) {
    if (one.source === 'record' || !one.isTried) continue;
    if (outcomeTraits[one.outcome].effect === 'nothing') continue;
    noteChange(loaders, person, { kind: one.kind, remaining: one.remaining });
  }
  return result;
}

/** Ends a person's sessions without a change of devices. */
export async function requestSignOut(
  context: RequestContext,
  grant: ChangeGrant & { readonly person: Person },
  input: EndSessionsInput,
): Promise<SignOutResult> {
  const requested = { effect: 'endSessions', kinds: [], options: {}, input } as const;
  const request = await changeRequest(context, grant, requested);
  return runSignOut(context.changeTools(grant), request);
}

/** The change that a mutation asks for, made by the caller alone. */
export async function changeRequest(
  context: RequestContext,
  { role, person, proof }: ChangeGrant & { readonly person: Person },
  { effect, kinds, arguments: args, options, input }: RequestedChange,
): Promise<ChangeRequest> {
  const caller = await context.caller.caller();
  const { dryRun = false, reason = null, ticket = null, verification = null } = input;
  const { isSelf, overridesLimits } = roleTraits[role];
  const endsByDefault = !isSelf && changeStrategies[effect].removes;
  const endsSessions = effect === 'endSessions' || (input.endSessions ?? endsByDefault);
  return {
    effect,
    person,
    actor: await recordedActor(context, role, person),
    privileged: isSelf ? null : await isPrivileged(context, person),
    kinds,
    arguments: { deviceId: null, name: null, force: false, expected: null, ...args },
    options,
    dryRun,
    endsSessions,
    ownSession: endsSessions ? await context.caller.sessionHandle() : null,
    reason: reason?.trim() ?? null,
    ticket: ticket?.trim() ?? null,
    verification: proof === null ? statedVerification(verification) : provenVerification(proof),
    proof: proof?.id ?? null,
    idempotencyKey: input.idempotencyKey ?? null,
    threat: {
      realms: context.realmsHolding(person),
      hasSecondFactor: caller.kind === 'signed in' && caller.hasSecondFactor,
      isApproved: false,
    },
    overrideLimit: input.overrideLimit && overridesLimits && (reason ?? '').trim() !== '',
  };
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
export async function isPrivileged(
  { caller }: RequestContext,
  person: Person,
): Promise<boolean | null> {
  try {
    const privilege = await caller.privileges.of(person);
    return privilege === 'unknown' ? null : privilege === 'privileged';
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
