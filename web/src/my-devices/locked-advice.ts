import type { PagesConfig } from '../config.ts';
import type { Kind } from '../parts/device.ts';
import type { KindDevices } from '../parts/device-list.tsx';
import type { MessageKey } from '../text/catalogue.ts';

/** What to do about locked devices: one sentence, and the kinds of device to sign in with. */
export interface LockedAdvice {
  readonly text: Extract<MessageKey, 'device.locked' | 'device.lockedAny' | 'device.lockedHere'>;
  /** The kinds that the sentence is about. */
  readonly kinds: readonly Kind[];
  readonly signInWith: readonly Kind[];
}

type Shown = Pick<PagesConfig, 'shownFactors' | 'ownChangeRules'>;

/** Whether this session may manage a device, as far as Access Management reports it. */
export function isManageable({ canManage }: { readonly canManage: boolean | null }): boolean {
  return canManage !== false;
}

/**
 * Returns what to say about the devices that this session cannot change. A new sign-in is advised
 * only if Access Management's rule then unlocks them: after `SAME` those of its own kind, after
 * `ANY` all. Nothing is advised while own changes are stopped: the page then says so itself.
 */
export function lockedAdvice(
  kinds: readonly KindDevices[],
  { shownFactors, ownChangeRules }: Shown,
  { realm, isStopped }: { readonly realm: string | null; readonly isStopped: boolean },
): readonly LockedAdvice[] {
  const isLocked = ({ devices }: KindDevices): boolean =>
    devices?.some((one) => one.amId !== null && !isManageable(one)) === true;
  const locked = kinds.filter(isLocked).map(({ kind }) => kind);
  if (isStopped || locked.length === 0) return [];
  const canShow = (kind: Kind): boolean => shownFactors.includes(kind);
  if (realm !== null && ownChangeRules[realm] === 'ANY') {
    const owned = kinds.filter(({ devices }) => (devices?.length ?? 0) > 0).map(({ kind }) => kind);
    const signInWith = owned.filter(canShow);
    return signInWith.length > 0
      ? [{ text: 'device.lockedAny', kinds: locked, signInWith }]
      : [{ text: 'device.lockedHere', kinds: locked, signInWith }];
  }
  const shown = locked.filter(canShow);
  const others = locked.filter((kind) => !canShow(kind));
  const advice: readonly LockedAdvice[] = [
    { text: 'device.locked', kinds: shown, signInWith: shown },
    { text: 'device.lockedHere', kinds: others, signInWith: [] },
  ];
  return advice.filter(({ kinds: of }) => of.length > 0);
}
