import type { Flavor } from './flavor.ts';

declare const brand: unique symbol;

/** A text that may stand for a person in one path segment of AM; not yet known to exist. */
export type UserId = string & { readonly [brand]: 'UserId' };

/** Decides which texts may name a person. */
export interface UserIdRule {
  readonly accepts: (text: string) => text is UserId;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** LDAP attribute values of a name are at most 255 characters in the stores that AM ships with. */
const maxLength = 255;

/**
 * What no user name may hold, whatever the deployment allows (contract §3.2, U14, U22, U24):
 * `*` is a search pattern, `=` and `,` make a universal id that escapes the realm, `/ \ % ; ? # &` could
 * change the shape of the URL on the way, the rest are LDAP filter characters, invisible characters
 * (controls, format marks, line and paragraph separators, private use) and lone surrogates.
 */
const forbidden = /[*=,/\\%;?#&()<>"|`{}[\]^]|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Names that hold nothing of that in any reading, as nearly all are. */
const ordinary = /^[A-Za-z0-9][A-Za-z0-9._@'+-]{0,254}$/;

/** White space at an end, and any white space but a single U+0020, folds away in LDAP (RFC 4518 §2.6). */
const foldingSpace = /^\s|\s$|\s\s|[^\S ]/u;

/**
 * The rule for one flavour: AIC knows people by a lower-case UUID only; elsewhere a user name that
 * cannot change the meaning of a path, narrowed further by the deployment's own pattern.
 */
export function createUserIdRule(flavor: Flavor, pattern?: RegExp): UserIdRule {
  function accepts(text: string): text is UserId {
    if (flavor === 'aic') return uuid.test(text);
    if (ordinary.test(text)) return pattern === undefined || pattern.test(text);
    if (text.length === 0 || text.length > maxLength || !text.isWellFormed()) return false;
    // AM, LDAP or a proxy may fold compatibility forms, and a full-width `＝` is then an `=`.
    if (!isPlain(text) || !isPlain(text.normalize('NFKC'))) return false;
    return pattern === undefined || pattern.test(text);
  }
  return { accepts };
}

function isPlain(text: string): boolean {
  return text !== '.' && text !== '..' && !forbidden.test(text) && !foldingSpace.test(text);
}

/**
 * Whether two spellings are surely the same person for AM (U22: it folds case and compatibility
 * forms). Used only to recognise a caller's own name; every other comparison uses the name AM holds.
 */
export function isSameSpelling(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

/** What directories map to nothing beside what no id may hold (RFC 4518 §2.2): joiners, variation selectors. */
const ignorable = /\p{Default_Ignorable_Code_Point}/u;

/** Whether a name is spelt as directories fold it: nearly surely the spelling that AM holds, too. */
export function isFolded(text: string): boolean {
  return fold(text) === text && !ignorable.test(text);
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
