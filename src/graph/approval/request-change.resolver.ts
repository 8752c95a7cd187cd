import { Ctx, Directive, Resolver } from 'type-graphql';
import {
  approvableEffects,
  effectTraits,
  type ApprovableEffect,
} from '../../domain/policy/effects.ts';
import { deviceKinds } from '../../domain/devices/device.ts';
import type { Person } from '../../domain/people/person.ts';
import { badInput } from '../../domain/values/failure.ts';
import { Access, Granted } from '../fields/access.ts';
import {
  idempotencyKeyReused,
  noSuchDevice,
  noSuchPerson,
} from '../change/errors/change-error.type.ts';
import { checkDevice, deviceIn } from '../../changes/request/named-device.ts';
import { permitInput } from '../change/permit-change.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import { memberOf } from '../../domain/values/member.ts';
import type { RequestContext } from '../request/context.ts';
import { hasPerson, type ChangeGrant } from '../../access/grant.ts';
import { RequestDeviceChangeInput } from './approval.input.ts';
import { RequestDeviceChangePayload, type RequestError } from './approval.payload.ts';
import { viewerOf } from '../../changes/approvals/second-person.ts';
import { requestPending, type MeantDevices } from '../../changes/approvals/request-pending.ts';
import { shownPending } from './shown-pending.ts';

interface RequestFields {
  readonly pendingChange: object | null;
  readonly isReplayed: boolean;
  readonly errors: readonly RequestError[];
}

@Resolver()
export class RequestChangeResolver {
  @Access({
    effect: 'approve',
    permit: permitInput({ check: checkRequest, requested: effectIn }),
  })
  @Cost({ calls: 8, callsPerKind: 1, kindsIn: ['input', 'change', 'reset'] })
  @Directive('@tag(name: "staff")')
  @NullableMutation(
    () => RequestDeviceChangePayload,
    'Requests a change of another user that a second person approves or rejects. Nothing is changed yet. The caller needs the right for the change itself, and the rules for reasons, verification and limits apply.',
  )
  async requestDeviceChange(
    @Input(() => RequestDeviceChangeInput, 'The change to request, and why.')
    input: RequestDeviceChangeInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<RequestFields> {
    if (!hasPerson(grant)) return failed(noSuchPerson());
    const meant = meantIn(input, grant.person);
    if (meant === null) return failed(noSuchDevice(devicePath));
    const requested = await requestPending(context, grant, { input, meant });
    if (requested.kind === 'no device') return failed(noSuchDevice(devicePath));
    if (requested.kind === 'key conflict') return failed(idempotencyKeyReused(keyMessage));
    const { pending, isReplayed } = requested;
    const viewer = await viewerOf(context);
    return { pendingChange: shownPending(context, { pending, viewer }), isReplayed, errors: [] };
  }
}

/** Where the input names the device. */
const devicePath = ['input', 'change', 'remove', 'deviceId'];

const keyMessage = 'This key was used for another request. Nothing was requested. Use a new key.';

function failed(error: RequestError): RequestFields {
  return { pendingChange: null, isReplayed: false, errors: [error] };
}

/** The devices that the change is about; null if the device is another person's. */
function meantIn(
  { change: { reset, remove } }: RequestDeviceChangeInput,
  person: Person,
): MeantDevices | null {
  if (reset) {
    const kinds = deviceKinds.filter((kind) => reset.includes(kind));
    return { effect: 'reset', kinds, deviceId: null };
  }
  const device = remove ? deviceIn(remove, person) : null;
  return device && { effect: 'remove', kinds: [device.kind], deviceId: device.id };
}

function effectIn(input: unknown): ApprovableEffect {
  const change = memberOf(input, 'change');
  return approvableEffects.find((effect) => (memberOf(change, effect) ?? null) !== null) ?? 'reset';
}

function checkRequest(input: unknown): void {
  if (memberOf(memberOf(input, 'target'), 'me') === true)
    throw badInput('me', 'Your own devices need no second person. Change them directly.');
  const effect = effectIn(input);
  const change = memberOf(memberOf(input, 'change'), effect);
  if (!effectTraits[effect].isOfWholeKinds) {
    checkDevice(change);
    return;
  }
  if (!Array.isArray(change) || change.length === 0)
    throw badInput('reset', 'Name at least one kind.');
}
