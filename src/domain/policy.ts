import type { Caller, Role, SignedInCaller } from './caller.ts';
import type { Realm } from './realm.ts';
import { isSameSpelling } from './user-id.ts';

/** What can be done to a person. One permission per effect, not per route (security A7). */
export const effects = ['viewPerson', 'viewDevices', 'resetOath', 'resetPush'] as const;
export type Effect = (typeof effects)[number];

/** The person that an effect is about, as named by the caller or by AM. */
export interface Target {
  readonly realm: Realm;
  readonly id: string;
}

/** Allowed, or why not. The reason is for the caller and tells nothing about the target. */
export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: 'UNAUTHENTICATED' | 'FORBIDDEN' };

type Reach = 'own' | 'any';

/** The whole policy: how far each role reaches for each effect. What is not listed is denied. */
const policy: Readonly<Record<Effect, Readonly<Partial<Record<Role, Reach>>>>> = {
  viewPerson: { SELF: 'own', SUPER_USER: 'any' },
  viewDevices: { SELF: 'own', SUPER_USER: 'any' },
  resetOath: { SELF: 'own', SUPER_USER: 'any' },
  resetPush: { SELF: 'own', SUPER_USER: 'any' },
};

/** The words for a role in descriptions and messages. */
export const roleNames: Readonly<Record<Role, string>> = {
  SELF: 'self',
  SUPER_USER: 'super user',
};

/** The roles that an effect needs, as a sentence for the schema: `self or super user`. */
export function requirementOf(effect: Effect): string {
  const roles: Role[] = ['SELF', 'SUPER_USER'];
  return roles
    .filter((role) => policy[effect][role] !== undefined)
    .map((role) => roleNames[role])
    .join(' or ');
}

/** The one place that decides. Pure: what is passed in is all that counts. */
export function decide(caller: Caller, effect: Effect, target: Target): Verdict {
  if (caller.kind === 'anonymous') return { allowed: false, reason: 'UNAUTHENTICATED' };
  const allowed = caller.roles.some((role) => reaches(policy[effect][role], caller, target));
  return allowed ? { allowed } : { allowed: false, reason: 'FORBIDDEN' };
}

function reaches(reach: Reach | undefined, caller: SignedInCaller, target: Target): boolean {
  if (reach === undefined) return false;
  return reach === 'any' || isOwn(caller, target);
}

/** Whether the target is the caller's own person: same realm, and a name that AM reads as theirs. */
export function isOwn(caller: SignedInCaller, target: Target): boolean {
  return caller.realm?.name === target.realm.name && isSameSpelling(caller.username, target.id);
}
