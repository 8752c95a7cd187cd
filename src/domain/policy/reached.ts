import { roleTraits, type Role, type SignedInCaller } from '../people/caller.ts';
import type { Realm } from '../people/realm.ts';
import { isPerhapsSameSpelling, isSameSpelling } from '../people/user-id.ts';

/** Lets the staff of one realm act in another. */
export interface StaffRealm {
  readonly staffOf: string;
  readonly actIn: string;
}

interface RealmSettings {
  /** The realms, besides their own, in which staff and auditors may act. */
  readonly staffRealms: readonly StaffRealm[];
}

/** Whose an account is. */
interface Owned {
  readonly realm: Realm;
  /** Null for an effect on no single person. */
  readonly id: string | null;
  /** Whether the person is the caller, by AM's records; undefined until they have been read. */
  readonly own?: boolean;
}

/** Whether a role holds in a realm; for callers themselves and the super user in each of them. */
export function holdsIn(
  role: Role,
  caller: SignedInCaller,
  { realm: { name }, settings }: { readonly realm: Realm; readonly settings: RealmSettings },
): boolean {
  if (roleTraits[role].holdsEverywhere || caller.realm?.name === name) return true;
  return settings.staffRealms.some(
    ({ staffOf, actIn }) => staffOf === caller.realm?.name && actIn === name,
  );
}

/** Whether a person is in the caller's realm, under what can be a spelling of the caller's name. */
export function hasOwnName(
  caller: SignedInCaller,
  { id, realm }: { readonly id: string; readonly realm: string },
): boolean {
  return caller.realm?.name === realm && isPerhapsSameSpelling(caller.username, id);
}

/**
 * Whether the target is the caller, by AM's records, through any realm (security A24). Before they
 * are read: whether it is in the caller's realm, and its id can be a spelling of the caller's name.
 */
export function isOwn(caller: SignedInCaller, { id, realm, own }: Owned): boolean {
  if (id === null) return false;
  return own ?? (caller.realm?.name === realm.name && isSameSpelling(caller.username, id));
}
