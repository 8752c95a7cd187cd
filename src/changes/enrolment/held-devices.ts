import type { Am } from '../../am/index.ts';
import { recordedDevice, type RecordedDevice } from '../../domain/change/change-record.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { heldByDefault } from '../../domain/enrolment/enrolment-rule.ts';
import { roleTraits } from '../../domain/people/caller.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import { effectTraits } from '../../domain/policy/effects.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { ChangeRun } from '../request/change-order.ts';

type Lists = { readonly devices: Pick<Am['devices'], 'list' | 'resetMethod'> };

/** Lists a person's devices of some kinds, as far as the product has them; null if it cannot. */
export async function listHeld(
  am: Lists,
  person: PersonRef,
  kinds: readonly DeviceKind[],
): Promise<readonly RecordedDevice[] | null> {
  try {
    const known = kinds.filter((kind) => hasKind(am, kind));
    const lists = await Promise.all(known.map((kind) => am.devices.list<DeviceKind>(person, kind)));
    return lists.flat().map(recordedDevice);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function hasKind({ devices }: Lists, kind: DeviceKind): boolean {
  try {
    devices.resetMethod(kind);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/**
 * Whether an own change opens no hold: a second factor stays, or the person had none before: a
 * password alone must not give a code. If a list cannot be read, it opens one. The lists are read
 * only if the change would open a hold.
 */
export async function keepsFactor({ tools, order, intent, args }: ChangeRun): Promise<boolean> {
  const { actor, effect, kinds } = intent;
  if (!roleTraits[actor.role].isSelf || !tools.ledger.holds.opensFor(intent)) return false;
  const devices = await listHeld(tools.am, order.person, heldByDefault);
  if (devices === null) return false;
  const { isOfWholeKinds } = effectTraits[effect];
  if (devices.length === 0) return true;
  return devices.some(({ kind, id }) =>
    isOfWholeKinds ? !kinds.includes(kind) : id !== args.deviceId,
  );
}
