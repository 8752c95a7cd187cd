import type { WholePattern } from './whole-pattern.ts';
import type { Flavor } from './flavor.ts';
import { prepared } from './prepared.ts';

declare const brand: unique symbol;

/** A text that can be a user id in one path segment of AM; whether the person exists is not known. */
export type UserId = string & { readonly [brand]: 'UserId' };

/** Decides which texts can be user ids. */
export interface UserIdRule {
  readonly accepts: (text: string) => text is UserId;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The directories that AM ships with limit the name attribute to 255 characters. */
const maxLength = 255;

/**
 * Characters that no user name may contain, whatever the deployment allows (contract §3.2, U14, U22, U24):
 * `*` is a search pattern, `=` and `,` form a universal id that leaves the realm, `/ \ % ; ? # &` could
 * change the shape of the URL on the way, the rest are LDAP filter characters, invisible characters
 * (controls, format marks, line and paragraph separators, private use) and lone surrogates.
 */
const forbidden = /[*=,/\\%;?#&()<>"|`{}[\]^]|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Matches nearly all user names: ASCII names that need none of the checks below. */
const ordinary = /^[A-Za-z0-9][A-Za-z0-9._@'+-]{0,254}$/;

/** White space that LDAP folds: at either end, repeated, or any but U+0020 (RFC 4518 §2.6). */
const foldingSpace = /^\s|\s$|\s\s|[^\S ]/u;

/**
 * Creates the rule for one flavour: AIC identifies people by a lower-case UUID only; elsewhere an id is a user
 * name that cannot change the meaning of a path, restricted further by the deployment's own pattern.
 */
export function createUserIdRule(flavor: Flavor, pattern?: WholePattern): UserIdRule {
  function accepts(text: string): text is UserId {
    if (flavor === 'aic') return uuid.test(text);
    if (ordinary.test(text)) return pattern === undefined || pattern.test(text);
    if (text.length === 0 || text.length > maxLength || !text.isWellFormed()) return false;
    // AM, LDAP or a proxy may fold compatibility forms, which turns a full-width `＝` into `=`.
    if (![text, text.normalize('NFKC'), prepared(text)].every(isPlain)) return false;
    return pattern === undefined || pattern.test(text);
  }
  return { accepts };
}

function isPlain(text: string): boolean {
  return !['', '.', '..'].includes(text) && !forbidden.test(text) && !foldingSpace.test(text);
}

/**
 * Whether AM certainly takes two spellings for the same person: it folds case and compatibility forms (U22). Decides
 * only until AM's own records of both are read.
 */
export function isSameSpelling(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

/** Whether a directory may take two spellings for the same person (RFC 4518); spellings that it tells apart never are. */
export function isPerhapsSameSpelling(one: string, other: string): boolean {
  return prepared(one) === prepared(other);
}

/** Whether a name is in the form that directories fold to, and so very likely AM's own spelling. */
export function isFolded(text: string): boolean {
  return prepared(text) === text;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
