import type { Personality } from '../personality.ts';

/** The identity key AM compares owners by: `id=<name>,ou=user[,o=<realm>,ou=services],<suffix>` (contract §6.2). */
export function universalIdOf(
  personality: Personality,
  realm: string,
  id: string,
  type: 'user' | 'group' = 'user',
): string {
  const place = realm === '/' ? '' : `,o=${realm.slice(1)},ou=services`;
  return `id=${id},ou=${type}${place},${personality.suffix}`;
}

/** Where a person's entry lies in the directory (contract §5.1). */
export function entryDnOf(personality: Personality, realm: string, id: string): string {
  if (personality.hasUuidIds) {
    return `fr-idm-uuid=${id},ou=user,o=${realm.slice(1)},o=root,ou=identities`;
  }
  return `uid=${id},ou=people,${containerDnOf(personality, realm)}`;
}

/** Where a group's entry lies in the directory (recorded group reads). */
export function groupDnOf(personality: Personality, realm: string, name: string): string {
  return `cn=${name},ou=groups,${containerDnOf(personality, realm)}`;
}

/** Only `beta` has a container of its own; `alpha` shares the root's (seen on OpenAM 16.0.5 so set up). */
function containerDnOf(personality: Personality, realm: string): string {
  const isShared = realm === '/' || realm === '/alpha';
  if (personality.isOpenSource) {
    return isShared ? personality.suffix : `ou=${realm.slice(1)},${personality.suffix}`;
  }
  return isShared ? 'ou=identities' : `o=${realm.slice(1)},ou=identities`;
}

/** A value that begins with `id=` is taken as a complete universal id (contract §3.2, U14). */
export function parseUniversalId(
  value: string,
): { readonly id: string; readonly realm?: string } | undefined {
  const match = /^id=([^,]+),ou=user(?:,o=([^,]+))?/i.exec(value);
  if (match?.[1] === undefined) return undefined;
  return match[2] === undefined ? { id: match[1] } : { id: match[1], realm: `/${match[2]}` };
}

/** OpenAM escapes the asked name twice when it echoes it in `universalid` (recorded alias reads). */
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
