import type { RealmThreatLevelName, ThreatLevelQuery } from '@identity-gateway/client';
import type { Caller, Viewer } from '../data/viewer.ts';
import type { MessageKey } from '../text/catalogue.ts';

/** The level of a realm, as an administrator sees it. */
export type ShownLevel = NonNullable<ThreatLevelQuery['realmThreatLevel']>;

/** The levels, from the least strict one to the strictest. */
export const levels = ['NORMAL', 'GUARDED', 'LOCKED', 'FROZEN'] as const satisfies readonly [
  ...RealmThreatLevelName[],
];

/** What hinders a reader from lowering a level; `operator` if no sign-in here would be accepted. */
export type LoweringRemedy = 'commandLine' | 'operator' | 'anotherPerson' | 'signInAgain';

/** For how long a sign-in with a second factor counts, in milliseconds. */
const freshMs = 600_000;

/** Whether an administrator's sign-in can be accepted here at all. Not with AM's own sessions. */
export function canLowerHere(caller: Pick<Caller, 'signedInAt' | 'canShowSecondFactor'>): boolean {
  return caller.signedInAt !== null && caller.canShowSecondFactor;
}

/** What a level means here: for users, for staff, and who can lift it. */
export function levelTexts(
  level: RealmThreatLevelName,
  caller: Pick<Caller, 'signedInAt' | 'canShowSecondFactor'>,
): Readonly<Record<'users' | 'team' | 'lift', MessageKey>> {
  const isOutOfReach = level === 'GUARDED' && !caller.canShowSecondFactor;
  return {
    users: isOutOfReach ? 'threat.users.noFactor' : `threat.users.${level}`,
    team: `threat.team.${level}`,
    lift: canLowerHere(caller) ? 'threat.who.person' : 'threat.who.operator',
  };
}

/** What is known of a reader. */
interface Reader {
  readonly caller: Pick<Caller, 'signedInAt' | 'canShowSecondFactor' | 'hasSecondFactor'>;
  readonly me: Extract<Viewer, { readonly status: 'signedIn' }>['me'];
}

/** Returns what a reader needs before they lower a level; null if nothing. The gateway decides. */
export function loweringRemedy(
  { level, setBy }: Pick<ShownLevel, 'level' | 'setBy'>,
  { caller, me }: Reader,
  now: number,
): LoweringRemedy | null {
  if (level === 'NORMAL') return null;
  if (setBy === null) return 'commandLine';
  if (!canLowerHere(caller)) return 'operator';
  if (setBy.amId === null || setBy.amId === me?.amId) return 'anotherPerson';
  const { hasSecondFactor, signedInAt } = caller;
  const isFresh = hasSecondFactor && now - Date.parse(signedInAt ?? '') <= freshMs;
  return isFresh ? null : 'signInAgain';
}

/** Whether a level permits what another one does not. */
export function isLower(one: RealmThreatLevelName, other: RealmThreatLevelName): boolean {
  return levels.indexOf(one) < levels.indexOf(other);
}
