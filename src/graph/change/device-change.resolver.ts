import { Arg, Mutation, Resolver } from 'type-graphql';
import { removeDevice, renameDevice } from '../../am/devices/change-device.ts';
import type { DeviceRef } from '../../am/devices/change-device.ts';
import type { ChangeReport } from '../../domain/change.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { noteChange } from '../request/loaders.ts';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import { memberOf } from '../input.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { ownedBy } from '../device/device-owned.ts';
import { RemoveDeviceInput, RenameDeviceInput } from './change.input.ts';
import { checkDevice, deviceIn } from './device-id.ts';
import { userErrorOfReport, userErrorOfFailure } from './change-errors.ts';
import { RemoveDevicePayload, RenameDevicePayload } from './device-change.payload.ts';
import { DeviceNotFound, noSuchPerson, userError } from './change-error.type.ts';
import type { ChangeError } from './change-error.type.ts';

/** The result of a change of one device. */
interface ChangeResult {
  /** Whom the guards of the payload's fields decide about. */
  readonly changed: Person | null;
  readonly user: () => Promise<Person | null>;
  readonly outcome: ChangeReport['outcome'];
  readonly report: ChangeReport | null;
  readonly errors: readonly ChangeError[];
}

/** The mutations that change one device. */
@Resolver()
export class DeviceChangeResolver {
  @Access({ effect: 'remove', on: 'input', check: checkDevice })
  @Cost({ calls: 5 })
  @Mutation(() => RemoveDevicePayload, {
    nullable: true,
    description: 'Removes one device of a person.',
  })
  async removeDevice(
    @Arg('input', () => RemoveDeviceInput, { description: 'Which device.' })
    input: RemoveDeviceInput,
    @Granted() grant: PersonGrant,
  ): Promise<Omit<ChangeResult, 'report'> & { readonly removedDevice: object | null }> {
    const { report, ...changed } = await changeDevice(grant, input, (ref) =>
      removeDevice(grant.am, ref),
    );
    const { person } = grant;
    const removed = report?.outcome === 'DONE' && person !== null ? [report.device] : [];
    const [removedDevice = null] = person === null ? [] : ownedBy<DeviceKind>(person, removed);
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
    const { person } = grant;
    const devices = person === null ? [] : ownedBy<DeviceKind>(person, report?.remaining ?? []);
    const device = devices.find(({ amId }) => amId === report?.device.id) ?? null;
    return { ...changed, device };
  }
}

async function changeDevice(
  { person, loaders }: PersonGrant,
  input: RemoveDeviceInput | RenameDeviceInput,
  run: (ref: DeviceRef) => Promise<ChangeReport | null>,
): Promise<ChangeResult> {
  if (person === null) return unchanged({ changed: null, user: async () => null }, noSuchPerson());
  const read = { changed: person, user: () => loaders.person.load(person) };
  const missing = userError(DeviceNotFound, 'There is no such device.', ['input', 'deviceId']);
  const device = deviceIn(input, person);
  if (device === null) return unchanged(read, missing);
  const { kind, id } = device;
  try {
    const report = await run({ who: person, kind, id });
    if (report === null) return unchanged(read, missing);
    noteChange(loaders, person, { kind, remaining: null });
    const error = userErrorOfReport(report, kind);
    return { ...read, outcome: report.outcome, report, errors: error === null ? [] : [error] };
  } catch (error) {
    const expected = error instanceof Failure ? userErrorOfFailure(error, kind) : null;
    if (expected === null) throw error;
    return unchanged(read, expected);
  }
}

function unchanged(read: Pick<ChangeResult, 'changed' | 'user'>, error: ChangeError): ChangeResult {
  return { ...read, outcome: 'NOT_DONE', report: null, errors: [error] };
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
