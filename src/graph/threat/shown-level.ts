import type { RealmGrant } from '../../access/grant.ts';
import { globalLevelId } from '../../domain/devices/global-id.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { threatRules } from '../../domain/threat/threat-level.ts';
import { shownActor } from '../history/shown-change.ts';
import type { RequestContext } from '../request/context.ts';
import { levelSoon } from '../../changes/request/level-soon.ts';
import type { RealmThreatLevel } from './threat-level.type.ts';

/** The level of a realm, for `RealmThreatLevel`. */
export interface ShownLevel extends Omit<RealmThreatLevel, 'setBy'> {
  readonly setBy: object | null;
  /** The realm that the caller named, whose staff may see the reason. */
  readonly requested: string;
}

/**
 * Decides in the caller's own realm by the caller's own permission, in others by that of staff.
 * Without a name: the caller's own realm, or the default one. @throws Failure the refusal
 */
export function permitLevelOf(
  { permissions }: RequestContext,
  realm: string | null | undefined,
): Promise<RealmGrant> {
  return permissions.inRealm('viewThreatLevel', realm, { isOwn: true });
}

/** Returns the level of a realm as the schema shows it. @throws Failure AUDIT_UNAVAILABLE */
export async function shownLevel(context: RequestContext, realm: Realm): Promise<ShownLevel> {
  const state = await levelSoon(context, { entry: null, realm });
  const { own, staff } = threatRules[state?.level ?? 'NORMAL'];
  return {
    id: globalLevelId(realm.name),
    requested: realm.name,
    realm: state?.realm ?? realm.name,
    level: state?.level ?? 'NORMAL',
    until: dateOf(state?.until),
    ownChanges: own,
    staffChanges: staff,
    since: dateOf(state?.since),
    reason: state?.reason ?? null,
    setBy: state?.actor ? shownActor(state.actor) : null,
  };
}

function dateOf(instant: string | null | undefined): Date | null {
  return instant === null || instant === undefined ? null : new Date(instant);
}
