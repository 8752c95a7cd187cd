import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { removeDevice, renameDevice } from '../../am/devices/change-device.ts';
import type { DeviceRef } from '../../am/devices/change-device.ts';
import type { ChangeReport } from '../../domain/change.ts';
import { recordedDevice } from '../../domain/change-record.ts';
import type { RecordedChange, RecordedDevice } from '../../domain/change-record.ts';
import type { Device, DeviceKind } from '../../domain/device.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { noteChange } from '../request/loaders.ts';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import { memberOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { ownedBy } from '../device/device-owned.ts';
import { RemoveDeviceInput, RenameDeviceInput } from './change.input.ts';
import { replayedFields, unrecordedChange } from './record-fields.ts';
import type { RecordFields } from './record-fields.ts';
import { checkDevice, deviceIn } from './device-id.ts';
import { notDone, recordedResult } from './recorded-result.ts';
import { Recording } from './recording.ts';
import { removedDevices } from './removed-device.ts';
import { userErrorOfReport, userErrorOfFailure } from './change-errors.ts';
import { RemoveDevicePayload, RenameDevicePayload } from './device-change.payload.ts';
import { DeviceNotFound, noSuchPerson, userError } from './change-error.type.ts';
import type { ChangeError } from './change-error.type.ts';

/** The fields of both payloads. */
interface Payload extends RecordFields {
  /** Whom the guards of the payload's fields decide about. */
  readonly changed: Person | null;
  readonly user: () => Promise<Person | null>;
  readonly outcome: ChangeReport['outcome'];
  readonly errors: readonly ChangeError[];
}

/** A payload, and the device that it is about, as it was, and among the devices of its kind as they are. */
interface ChangeResult extends Payload {
  readonly device: {
    readonly before: readonly RecordedDevice[];
    readonly after: readonly Device[];
  };
}

/** The mutations that change one device. */
@Resolver()
export class DeviceChangeResolver {
  @Access({ effect: 'remove', on: 'input', check: checkDevice })
  @Cost({ calls: 8 })
  @Mutation(() => RemoveDevicePayload, {
    nullable: true,
    description: 'Removes one device of a person.',
  })
  async removeDevice(
    @Arg('input', () => RemoveDeviceInput, { description: 'Which device.' })
    input: RemoveDeviceInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<Payload & { readonly removedDevice: object | null }> {
    const { changed, device, ...payload } = await changeDevice(context, grant, {
      input,
      effect: 'remove',
      run: (ref) => removeDevice(grant.am, ref),
    });
    const [removedDevice = null] = changed === null ? [] : removedDevices(changed, device.before);
    return {
      ...payload,
      changed,
      removedDevice: payload.outcome === 'DONE' ? removedDevice : null,
    };
  }

  @Access({ effect: 'rename', on: 'input', check: checkRenaming })
  @Cost({ calls: 10 })
  @Mutation(() => RenameDevicePayload, {
    nullable: true,
    description: 'Gives one device of a person another label.',
  })
  async renameDevice(
    @Arg('input', () => RenameDeviceInput, { description: 'Which device, and the label.' })
    input: RenameDeviceInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<Payload & { readonly device: object | null }> {
    const name = labelIn(input.name);
    const { changed, device, ...payload } = await changeDevice(context, grant, {
      input,
      effect: 'rename',
      name,
      run: (ref) => renameDevice(grant.am, ref, name),
    });
    const devices = changed === null ? [] : ownedBy<DeviceKind>(changed, device.after);
    const renamed = devices.find(({ amId }) => amId === device.before[0]?.id) ?? null;
    return { ...payload, changed, device: renamed };
  }
}

interface Asked {
  readonly input: RemoveDeviceInput | RenameDeviceInput;
  readonly effect: 'remove' | 'rename';
  readonly name?: string;
  readonly run: (ref: DeviceRef) => Promise<ChangeReport | null>;
}

async function changeDevice(
  context: RequestContext,
  grant: PersonGrant,
  asked: Asked,
): Promise<ChangeResult> {
  const { person, loaders } = grant;
  if (person === null) return unchanged(null, async () => null, noSuchPerson());
  const user = (): Promise<Person | null> => loaders.person.load(person);
  const missing = userError(DeviceNotFound, 'There is no such device.', ['input', 'deviceId']);
  const device = deviceIn(asked.input, person);
  if (device === null) return unchanged(person, user, missing);
  const { kind, id } = device;
  const recording = new Recording(context, grant, {
    input: asked.input,
    effect: asked.effect,
    kinds: [kind],
    options: { deviceId: id, ...(asked.name !== undefined && { name: asked.name }) },
  });
  try {
    const begin = (listed: readonly Device[]): Promise<void> => recording.begin(kind, listed);
    const report = await asked.run({ who: person, kind, id, begin });
    if (report === null) {
      await recording.complete([notDone(kind, null, null)]);
      return { ...unchanged(person, user, missing), change: recording.reference };
    }
    noteChange(loaders, person, { kind, remaining: report.remaining });
    const before = [recordedDevice(report.device)];
    const ended = await recording.complete([recordedResult(kind, report, [report.device])]);
    const error = userErrorOfReport(report, kind);
    const { outcome, remaining } = report;
    return {
      changed: person,
      user,
      outcome,
      replayed: false,
      ...ended,
      change: recording.reference,
      errors: error === null ? [] : [error],
      device: { before, after: remaining ?? [] },
    };
  } catch (error) {
    const earlier = await recording.earlierOf(error);
    if (earlier !== null) return replayed(grant, person, earlier);
    if (error instanceof Failure) await recording.complete([notDone(kind, error, null)]);
    const expected = error instanceof Failure ? userErrorOfFailure(error, kind) : null;
    if (expected === null) throw error;
    return { ...unchanged(person, user, expected), change: recording.reference };
  }
}

/** The answer of a change that was made before, and the devices of its kind as they are now. */
async function replayed(
  { loaders }: PersonGrant,
  changed: Person,
  change: RecordedChange,
): Promise<ChangeResult> {
  const [result] = change.outcome?.results ?? [];
  if (result === undefined) throw new TypeError('a replayed change has a result');
  const outcome =
    result.outcome === 'DONE' || result.outcome === 'CONFIRMED' ? 'DONE' : result.outcome;
  const told = outcome === 'DONE' || outcome === 'UNKNOWN' ? outcome : 'NOT_DONE';
  const error = userErrorOfReport({ outcome: told, problem: null }, result.kind);
  return {
    changed,
    user: () => loaders.person.load(changed),
    outcome: told,
    errors: error === null ? [] : [error],
    ...replayedFields(change),
    device: {
      before: result.before ?? [],
      after: await loaders.devices.load(result.kind, changed),
    },
  };
}

function unchanged(
  changed: Person | null,
  user: Payload['user'],
  error: ChangeError,
): ChangeResult {
  const device = { before: [], after: [] };
  return {
    changed,
    user,
    outcome: 'NOT_DONE',
    errors: [error],
    ...unrecordedChange,
    device,
  };
}

function checkRenaming(input: unknown): void {
  checkDevice(input);
  labelIn(String(memberOf(input, 'name')));
}

function labelIn(text: string): string {
  const label = text.trim();
  if (label.length > 0 && label.length <= 64 && !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(label)) {
    return label;
  }
  throw badInput('name', 'Give a label of 1 to 64 characters in one line.');
}
