import { readEntryName } from '../../domain/entry-name.ts';
import { fields, firstText, isFields, WireError } from './wire.ts';

/** A group and its members (contract §18, U32). */
export interface GroupFacts {
  /** The names of the members' entries, each in one spelling. */
  readonly members: ReadonlySet<string>;
  /**
   * Members that lie beside the group itself, and so may be groups: what each is called there. Where AM does not say
   * where the group lies, those that are named as groups are.
   */
  readonly perhapsGroups: readonly string[];
  /** Whether a member's name cannot be read, so that nobody can say who is meant. */
  readonly hasUnreadable: boolean;
}

/** Reads a group's members by the names of their directory entries. */
export function readGroup(json: unknown): GroupFacts {
  const group = fields(json, 'group');
  // Resource version 4 has them here by their names, of which nobody can tell whose they are (contract U32).
  if (isFields(group['members'])) throw new WireError('members: of another resource version');
  const listed = group['uniqueMember'] ?? [];
  if (!Array.isArray(listed)) throw new WireError('uniqueMember: not a list');
  const own = readEntryName(firstText(group, 'dn') ?? '');
  const names = listed.map((entry: unknown) => {
    if (typeof entry !== 'string') throw new WireError('uniqueMember: not a list of texts');
    return readEntryName(entry);
  });
  const read = names.filter((name) => name !== null);
  return {
    members: new Set(read.map(({ text }) => text)),
    perhapsGroups: read
      .filter(({ parent, text }) =>
        own === null ? text.startsWith('cn=') : parent === own.parent && text !== own.text,
      )
      .map(({ value }) => value),
    hasUnreadable: read.length < names.length,
  };
}
