import { Ctx, Resolver } from 'type-graphql';
import { badInput } from '../../domain/values/failure.ts';
import { isReadable } from '../../domain/values/recorded-text.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { outcomeTraits } from '../../domain/change/outcome-traits.ts';
import { Access, Granted } from '../fields/access.ts';
import { permitInput } from './permit-change.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import { readDevices } from '../device/device-owned.ts';
import { memberOf } from '../../domain/values/member.ts';
import type { RequestContext } from '../request/context.ts';
import type { ChangeGrant } from '../../access/grant.ts';
import { RemoveDeviceInput, RenameDeviceInput } from './change.input.ts';
import { changeDevice, type DeviceChangeFields } from './change-device.ts';
import { RemoveDevicePayload, RenameDevicePayload } from './device-change.payload.ts';
import { checkDevice } from '../../changes/request/named-device.ts';
import { removedDevices } from '../history/shown-change.ts';

@Resolver()
export class DeviceChangeResolver {
  @Access({ effect: 'remove', permit: permitInput({ check: checkDevice }) })
  @Cost({ calls: 8 })
  @NullableMutation(() => RemoveDevicePayload, 'Removes one device of a user.')
  async removeDevice(
    @Input(() => RemoveDeviceInput) input: RemoveDeviceInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<DeviceChangeFields & { readonly removedDevice: object | null }> {
    const request = { input, effect: 'remove' } as const;
    const { changed, device, ...payload } = await changeDevice(context, grant, request);
    const { outcome } = payload;
    const { effect, isPreview } = outcomeTraits[outcome];
    const isRemoved = changed !== null && (effect === 'all' || isPreview);
    const [removedDevice = null] = isRemoved ? removedDevices(changed, device.before) : [];
    return { ...payload, changed, removedDevice };
  }

  @Access({ effect: 'rename', permit: permitInput({ check: checkRenaming }) })
  @Cost({ calls: 10 })
  @NullableMutation(() => RenameDevicePayload, 'Changes the label of one device of a user.')
  async renameDevice(
    @Input(() => RenameDeviceInput) input: RenameDeviceInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<DeviceChangeFields & { readonly device: () => Promise<object | null> }> {
    const request = { input, effect: 'rename', name: labelIn(input.name) } as const;
    const { changed, device, ...payload } = await changeDevice(context, grant, request);
    const renamed = async (): Promise<object | null> => {
      const [before] = device.before;
      if (changed === null || before === undefined) return null;
      const reading = { ...grant, person: changed };
      const devices = await readDevices<DeviceKind>(reading, before.kind, device.after);
      return devices.find(({ amId }) => amId === before.id) ?? null;
    };
    return { ...payload, changed, device: renamed };
  }
}

function checkRenaming(input: unknown): void {
  checkDevice(input);
  labelIn(String(memberOf(input, 'name')));
}

function labelIn(text: string): string {
  const label = text.trim();
  const isOneLine = !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(label);
  if (label.length <= 64 && isOneLine && isReadable(label)) return label;
  throw badInput('name', 'Give a label of 1 to 64 visible characters in one line.');
}
