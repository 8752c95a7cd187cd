import type { AccessSettings } from '../domain/rules/access.ts';
import { areasOf, type Caller, type Standing } from '../domain/people/caller.ts';
import type { DeviceKind } from '../domain/devices/device.ts';
import { isChange, type Effect } from '../domain/policy/effects.ts';
import { decide, dependsOnPrivilege } from '../domain/policy/policy.ts';
import { isFolded } from '../domain/people/user-id.ts';
import { areasOfEffect } from './judge.ts';
import type { PersonTarget } from './named-person.ts';
import type { Views } from './views.ts';
import type { WhoCalls } from './who-calls.ts';

/** What an operation selects of a person: lists of devices by kind, and anything else. */
export interface PersonSelected {
  readonly kinds: readonly DeviceKind[];
  readonly person: boolean;
}

interface Parts {
  readonly caller: WhoCalls;
  readonly views: Views;
  readonly settings: AccessSettings;
}

/** A permitted effect on a person that is not read yet. */
interface Permitted extends Pick<PersonSelected, 'kinds'>, Standing {
  readonly effect: Effect;
  readonly caller: Caller;
  readonly target: PersonTarget;
}

/**
 * Starts what is read in parallel with the person: the privileged groups if the effect depends on
 * them, the groups of the caller's areas, and lists of devices if the permission to see them needs
 * no read. A change records whether the person is privileged, even if its permission does not need
 * it.
 */
export function readAhead(
  parts: Parts,
  { effect, role, area, caller, target, kinds }: Permitted,
): void {
  const { caller: whoCalls, views, settings } = parts;
  if (dependsOnPrivilege(effect, role) || (isChange(effect) && role !== 'SELF'))
    whoCalls.privileges.readAhead(target.realm);
  if (area !== null && caller.kind === 'signed in') {
    whoCalls.areas.readAhead(target.realm, areasOf(caller));
    if (dependsOnPrivilege(effect, role))
      whoCalls.staffBeyond(areasOfEffect(caller, effect)).readAhead(target.realm);
  }
  if (kinds.length === 0) return;
  const verdict = decide(caller, { effect: 'viewDevices', target }, settings);
  if (!verdict.allowed) return;
  if (dependsOnPrivilege('viewDevices', verdict.role))
    return whoCalls.privileges.readAhead(target.realm);
  if (verdict.area !== null) return;
  // A list read under a spelling other than AM's own would not be used (U22).
  if (!isFolded(target.id)) return;
  const { devices } = views.through(verdict.role, caller).loaders;
  // The resolvers share this read and report its failure.
  for (const kind of kinds) devices.load(kind, target).catch(() => undefined);
}
