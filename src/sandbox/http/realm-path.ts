import type { Am } from '../am.ts';
import { refuse } from './answer.ts';
import type { Answer } from './answer.ts';

/** The realm of a path and what is left of it. */
export type Place =
  { readonly realm: string; readonly rest: readonly string[] } | { readonly refusal: Answer };

/**
 * `realms/root[/realms/x]`, where OpenAM does without the root, and the legacy `x/…`;
 * `?realm=` moves a path that names no realm (contract §1.1; seen on OpenAM 16.0.5). Any case will do.
 */
export function findRealm(
  am: Am,
  segments: readonly string[],
  moved: string | undefined,
  isResource: (name: string) => boolean,
): Place {
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

function realmNotFound(realm: string): Place {
  return { refusal: { ...refuse(404, `Realm "${realm}" not found`), beforeCache: true } };
}

/** OAuth 2 knows the root by nothing or by `realms/root`, a realm by its whole path (contract §11). */
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

/** The names of `realms/x` pairs at the start of a path, and what follows them. */
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
