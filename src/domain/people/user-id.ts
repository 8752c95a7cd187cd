import type { WholePattern } from '../values/whole-pattern.ts';
import type { Flavor } from './flavor.ts';
import { prepared } from '../values/prepared.ts';

declare const brand: unique symbol;

/** A valid user id. It fits in one path segment of a URL; the person need not exist. */
export type UserId = string & { readonly [brand]: 'UserId' };

/** Decides which texts are valid user ids. */
export interface UserIdRule {
  readonly accepts: (text: string) => text is UserId;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The directories that AM ships with limit the name attribute to 255 characters. */
const maxLength = 255;

/**
 * Characters that are invalid in every deployment (contract §3.2, U14, U22, U24): `*` is a search
 * pattern, `=` and `,` form a universal id outside the realm, `/ \ % ; ? # &` could change the
 * structure of the URL. The rest are LDAP filter characters, invisible characters (controls, format
 * marks, line and paragraph separators, private use) and lone surrogates.
 */
const forbidden = /[*=,/\\%;?#&()<>"|`{}[\]^]|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Matches nearly all user names: ASCII names that need none of the checks below. */
const ordinary = /^[A-Za-z0-9][A-Za-z0-9._@'+-]{0,254}$/;

/** White space that LDAP folds: at either end, repeated, or any but U+0020 (RFC 4518 §2.6). */
const foldingSpace = /^\s|\s$|\s\s|[^\S ]/u;

/**
 * Creates the rule for a flavor. AIC identifies people by lower-case UUIDs. Elsewhere an id is a
 * user name that cannot change the meaning of a path and matches the deployment's pattern, if any.
 */
export function createUserIdRule(flavor: Flavor, pattern?: WholePattern): UserIdRule {
  function accepts(text: string): text is UserId {
    if (flavor === 'aic') return uuid.test(text);
    if (ordinary.test(text)) return pattern === undefined || pattern.test(text);
    if (text.length === 0 || text.length > maxLength || !text.isWellFormed()) return false;
    // AM, LDAP or a proxy may fold compatibility forms: a full-width `＝` becomes `=`.
    if (![text, text.normalize('NFKC'), prepared(text)].every(isPlain)) return false;
    return pattern === undefined || pattern.test(text);
  }
  return { accepts };
}

function isPlain(text: string): boolean {
  return !['', '.', '..'].includes(text) && !forbidden.test(text) && !foldingSpace.test(text);
}

/**
 * Whether AM certainly treats two spellings as the same person: it folds case and compatibility
 * forms (U22). Used only until AM's records of both are read.
 */
export function isSameSpelling(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

/** Returns the same text for all spellings that AM certainly treats as the same person. */
export function spellingKey(text: string): string {
  return fold(text);
}

/** Whether a directory may treat two spellings as the same person (RFC 4518). */
export function isPerhapsSameSpelling(one: string, other: string): boolean {
  return prepared(one) === prepared(other);
}

/** Whether a name is in the form that directories fold to, so very likely AM's own spelling. */
export function isFolded(text: string): boolean {
  return prepared(text) === text;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
