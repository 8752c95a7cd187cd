import type { Personality } from '../personality.ts';

/**
 * Returns the key by which AM compares owners: `id=<name>,ou=user[,o=<realm>,ou=services],<suffix>`
 * (contract §6.2).
 */
export function universalIdOf(
  personality: Personality,
  realm: string,
  id: string,
  type: 'user' | 'group' = 'user',
): string {
  const place = realm === '/' ? '' : `,o=${realm.slice(1)},ou=services`;
  return `id=${id},ou=${type}${place},${personality.suffix}`;
}

/** Returns the DN of a user's entry (contract §5.1). */
export function entryDnOf(personality: Personality, realm: string, id: string): string {
  if (personality.hasUuidIds) {
    return `fr-idm-uuid=${id},ou=user,o=${realm.slice(1)},o=root,ou=identities`;
  }
  return `uid=${id},ou=people,${containerDnOf(personality, realm)}`;
}

/** Returns the DN of a group's entry (recorded group reads). */
export function groupDnOf(personality: Personality, realm: string, name: string): string {
  return `cn=${name},ou=groups,${containerDnOf(personality, realm)}`;
}

/**
 * Only `beta` has its own container; `alpha` shares the root's (seen on OpenAM 16.0.5 with this
 * setup).
 */
function containerDnOf(personality: Personality, realm: string): string {
  const isShared = realm === '/' || realm === '/alpha';
  if (personality.isOpenSource) {
    return isShared ? personality.suffix : `ou=${realm.slice(1)},${personality.suffix}`;
  }
  return isShared ? 'ou=identities' : `o=${realm.slice(1)},ou=identities`;
}

/** Parses a complete universal id, which starts with `id=` (contract §3.2, U14). */
export function parseUniversalId(
  value: string,
): { readonly id: string; readonly realm?: string } | undefined {
  const match = /^id=([^,]+),ou=user(?:,o=([^,]+))?/i.exec(value);
  if (match?.[1] === undefined) return undefined;
  return match[2] === undefined ? { id: match[1] } : { id: match[1], realm: `/${match[2]}` };
}

/** Escapes a name twice, as OpenAM does in `universalid` (recorded alias reads). */
export function escapeTwice(value: string): string {
  return escapeRdn(escapeRdn(value));
}

function escapeRdn(value: string): string {
  const inner = value.replaceAll(/[,+"\\<>;=]/g, String.raw`\$&`);
  const ends = inner.replace(/^[ #]/, String.raw`\$&`).replace(/ $/, String.raw`\ `);
  return Array.from(ends, escapeControl).join('');
}

function escapeControl(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x20 ? `\\${code.toString(16).padStart(2, '0')}` : character;
}
