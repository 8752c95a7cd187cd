import type { MyDevicesPageQuery } from '@identity-gateway/client';
import { withChangesBlocked, type Threat } from '../data/threat-rules.ts';
import { isManageable } from './locked-advice.ts';
import type { ShownDevices } from './use-my-devices.ts';

/** The reader, and what they may change. */
export type Me = NonNullable<MyDevicesPageQuery['me']>;
type Permission = Pick<Me['reset'], 'isAllowed' | 'limits'>;

/** Whether the threat level keeps the reader from changes; the banner of the page says why. */
export function isBlocked(threat: Threat | null): boolean {
  return threat !== null && threat.own !== 'ready';
}

/** What the reader may change at the threat level in force. */
export function permittedNow(me: MyDevicesPageQuery['me'], threat: Threat | null): typeof me {
  return me === null || !isBlocked(threat) ? me : withChangesBlocked(me);
}

/** Whether the reader may remove devices at all, now or when a limit has ended. */
export function canChange(me: MyDevicesPageQuery['me']): boolean {
  return me !== null && (me.reset.isAllowed || me.remove.isAllowed);
}

/** Whether the reader may make a change, and no limit refuses it now. */
export function isPermitted(permission: Permission | undefined): boolean {
  return permission?.isAllowed === true && limitEnds(permission).length === 0;
}

/** When the limits end that refuse a change now. One that is not known is met by the change. */
export function limitEnds({ limits }: Permission): readonly string[] {
  return (limits ?? []).flatMap(({ until }) => until ?? []);
}

/** Whether there is a device that the reader can remove in this session. */
export function hasRemovable({ kinds }: ShownDevices, me: MyDevicesPageQuery['me']): boolean {
  return canChange(me) && kinds.some(({ devices }) => devices?.some(isManageable));
}
