import { fields, WireError } from './wire.ts';

/** Reads the members of a group: the names of their directory entries, each in one spelling (U32). */
export function readMembers(json: unknown): ReadonlySet<string> {
  const value = fields(json, 'group')['uniqueMember'];
  if (value === undefined || value === null) return new Set();
  if (!Array.isArray(value)) throw new WireError('uniqueMember: not a list');
  return new Set(
    value.map((entry: unknown) => {
      if (typeof entry !== 'string') throw new WireError('uniqueMember: not a list of texts');
      return foldEntryName(entry);
    }),
  );
}

/** One spelling of an entry's name. Case, and blanks around its parts, do not count (RFC 4514). */
export function foldEntryName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\s*([,=])\s*/g, '$1')
    .trim();
}
