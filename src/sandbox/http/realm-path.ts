import type { Am } from '../am.ts';
import { refuse } from './answer.ts';
import type { Answer } from './answer.ts';

/** The realm of a path, and the rest of the path. */
export type RealmPath =
  { readonly realm: string; readonly rest: readonly string[] } | { readonly refusal: Answer };

/**
 * Finds the realm of `realms/root[/realms/x]` (the root is optional in OpenAM) or the legacy `x/…`.
 * If the path names no realm, `?realm=` applies. Case does not matter (contract §1.1; seen on
 * OpenAM 16.0.5).
 */
export function findRealm(
  am: Am,
  segments: readonly string[],
  moved: string | undefined,
  isResource: (name: string) => boolean,
): RealmPath {
  const { names, rest: below } = splitRealms(segments);
  let rest = below;
  const isCanonical = names.length > 0;
  if (names[0] === 'root') {
    names.shift();
  } else if (isCanonical && !am.personality.isOpenSource) {
    return realmNotFound(`/${names.join('/')}`);
  }
  if (!isCanonical && rest[0] !== undefined && !isResource(rest[0])) {
    names.push(rest[0]);
    rest = rest.slice(1);
  }
  const written = `/${names.join('/')}`;
  const realm = am.directory.findRealm(written);
  if (realm === undefined) return realmNotFound(written);
  if (moved === undefined || isCanonical || names.length > 0) return { realm, rest };
  const wanted = am.directory.findRealm(moved.startsWith('/') ? moved : `/${moved}`);
  return wanted === undefined
    ? { refusal: refuse(400, `Invalid realm, ${moved}`) }
    : { realm: wanted, rest };
}

function realmNotFound(realm: string): RealmPath {
  return { refusal: { ...refuse(404, `Realm "${realm}" not found`), beforeCache: true } };
}

/**
 * Finds the realm of an OAuth 2 path: the root has an empty path or `realms/root`, other realms
 * their whole path (contract §11).
 */
export function findOAuthRealm(
  am: Am,
  segments: readonly string[],
): { readonly realm: string; readonly rest: readonly string[] } | { readonly unknown: string } {
  const { names, rest } = splitRealms(segments);
  const isRooted = names.length === 0 || names.shift() === 'root';
  const written = `/${names.join('/')}`;
  const realm = isRooted ? am.directory.findRealm(written) : undefined;
  return realm === undefined ? { unknown: written } : { realm, rest };
}

/** Splits a path into the names of its leading `realms/x` pairs and the rest. */
function splitRealms(segments: readonly string[]): {
  readonly names: string[];
  readonly rest: readonly string[];
} {
  const names: string[] = [];
  let rest = segments;
  while (rest[0] === 'realms' && rest[1] !== undefined) {
    names.push(rest[1]);
    rest = rest.slice(2);
  }
  return { names, rest };
}
