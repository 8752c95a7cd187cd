import type { Am } from '../../am/index.ts';
import type { Device, DeviceKind } from '../../domain/devices/device.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { ChangeRun } from '../request/change-order.ts';
import type { Selection } from './change-effects.ts';
import { attempt } from './write-problem.ts';

/**
 * Lists the devices of a kind before the write. Null for a forced reset whose list breaks the
 * contract: AM's own reset needs no list, and may remove what prevents the reading. A dry run,
 * expected devices and a change that had to wait compare lists, so they need one.
 * @throws Failure if nothing may be sent without the list
 */
export async function listBefore(
  { order: { person }, intent: { dryRun }, args }: ChangeRun,
  kind: DeviceKind,
  { am, seen }: { readonly am: Am; readonly seen: readonly Device[] | null },
): Promise<readonly Device[] | null> {
  const listed = await attempt(() => am.devices.list<DeviceKind>(person, kind));
  if (!(listed instanceof Failure)) return listed;
  const comparesLists = dryRun || seen !== null || args.expected !== null;
  const isUnreadable = listed.code === 'UPSTREAM_CONTRACT';
  if (!args.force || comparesLists || !isUnreadable || am.devices.resetMethod(kind) !== 'AT_ONCE')
    throw listed;
  return null;
}

/** What a reset without a list sends. */
export const unlistedReset: Selection = { kind: 'send', devices: [], way: 'AT_ONCE' };
