import { Arg, Mutation, Resolver } from 'type-graphql';
import { removeDevice, renameDevice } from '../../am/devices/change-device.ts';
import type { DeviceRef } from '../../am/devices/change-device.ts';
import type { ChangeReport } from '../../domain/change.ts';
import type { Device } from '../../domain/device.ts';
import { isDeviceId } from '../../domain/device-id.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { noteChange } from '../request/loaders.ts';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import { memberOf } from '../input.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { RemoveDeviceInput, RenameDeviceInput } from './change.input.ts';
import { userErrorOfReport, userErrorOfFailure } from './change-errors.ts';
import { RemoveDevicePayload, RenameDevicePayload } from './device-change.payload.ts';
import { DeviceNotFound, noSuchPerson, userError } from './user-error.type.ts';
import type { UserError } from './user-error.type.ts';

/** The result of a change of one device. */
interface ChangeResult {
  /** Whom the guards of the payload's fields decide about. */
  readonly changed: Person | null;
  readonly user: () => Promise<Person | null>;
  readonly outcome: ChangeReport['outcome'] | null;
  readonly report: ChangeReport | null;
  readonly errors: readonly UserError[];
}

/** The mutations that change one device. */
@Resolver()
export class DeviceChangeResolver {
  @Access({ effect: 'remove', on: 'input', check: checkDeviceId })
  @Cost({ calls: 5 })
  @Mutation(() => RemoveDevicePayload, {
    nullable: true,
    description: 'Removes one device of a person.',
  })
  async removeDevice(
    @Arg('input', () => RemoveDeviceInput, { description: 'Which device.' })
    input: RemoveDeviceInput,
    @Granted() grant: PersonGrant,
  ): Promise<Omit<ChangeResult, 'report'> & { readonly removedDevice: Device | null }> {
    const { report, ...changed } = await changeDevice(grant, input, (ref) =>
      removeDevice(grant.am, ref),
    );
    const removedDevice = report?.outcome === 'DONE' ? report.device : null;
    return { ...changed, removedDevice };
  }

  @Access({ effect: 'rename', on: 'input', check: checkRenaming })
  @Cost({ calls: 6 })
  @Mutation(() => RenameDevicePayload, {
    nullable: true,
    description: 'Gives one device of a person another label.',
  })
  async renameDevice(
    @Arg('input', () => RenameDeviceInput, { description: 'Which device, and the label.' })
    input: RenameDeviceInput,
    @Granted() grant: PersonGrant,
  ): Promise<Omit<ChangeResult, 'report'> & { readonly device: object | null }> {
    const name = labelIn(input.name);
    const { report, ...changed } = await changeDevice(grant, input, (ref) =>
      renameDevice(grant.am, ref, name),
    );
    const device = report?.remaining?.find(({ id }) => id === input.deviceId) ?? null;
    return { ...changed, device: device && { ...device, owner: grant.person } };
  }
}

async function changeDevice(
  { person, loaders }: PersonGrant,
  { kind, deviceId }: RemoveDeviceInput | RenameDeviceInput,
  run: (ref: DeviceRef) => Promise<ChangeReport | null>,
): Promise<ChangeResult> {
  if (person === null) return unchanged({ changed: null, user: async () => null }, noSuchPerson());
  const read = { changed: person, user: () => loaders.person.load(person) };
  try {
    const report = await run({ who: person, kind, id: deviceId });
    if (report === null) {
      const missing = userError(DeviceNotFound, 'There is no such device.', ['input', 'deviceId']);
      return unchanged(read, missing);
    }
    noteChange(loaders, person, { kind, remaining: null });
    const error = userErrorOfReport(report, kind);
    return { ...read, outcome: report.outcome, report, errors: error === null ? [] : [error] };
  } catch (error) {
    const expected = error instanceof Failure ? userErrorOfFailure(error, kind) : null;
    if (expected === null) throw error;
    return unchanged(read, expected);
  }
}

function unchanged(read: Pick<ChangeResult, 'changed' | 'user'>, error: UserError): ChangeResult {
  return { ...read, outcome: null, report: null, errors: [error] };
}

function checkDeviceId(input: unknown): void {
  const id = memberOf(input, 'deviceId');
  if (typeof id === 'string' && isDeviceId(id)) return;
  throw badInput('deviceId', 'This cannot be the id of a device.');
}

function checkRenaming(input: unknown): void {
  checkDeviceId(input);
  labelIn(String(memberOf(input, 'name')));
}

function labelIn(text: string): string {
  const label = text.trim();
  if (label.length > 0 && label.length <= 64 && !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(label)) {
    return label;
  }
  throw badInput('name', 'Give a label of 1 to 64 characters in one line.');
}
