import { readEntryName, type EntryName } from '../../domain/values/entry-name.ts';
import { fields, firstText, isFields, WireError, type Fields } from './wire.ts';

/** A group and its members (contract §18, U32). */
export interface GroupFacts {
  readonly members: ReadonlySet<string>;
  /**
   * Names of the members whose entries lie beside the group itself, and so may be groups. If AM
   * does not report where the group lies, the members that are named as groups are.
   */
  readonly perhapsGroups: readonly string[];
  /** Whether a member's name cannot be read, so that it cannot be matched. */
  readonly hasUnreadable: boolean;
}

/** A member as a group lists it. */
export interface GroupMember {
  /** The name of the entry, as AM sends it. */
  readonly listed: string;
  /** Null if the name cannot be read. */
  readonly entry: EntryName | null;
}

/** Reads every member of a group, in AM's order. */
export function readMembers(json: unknown): readonly GroupMember[] {
  return membersIn(fields(json, 'group'));
}

/** Reads a group's members by the names of their directory entries. */
export function readGroup(json: unknown): GroupFacts {
  const group = fields(json, 'group');
  const own = readEntryName(firstText(group, 'dn') ?? '');
  const names = membersIn(group).map(({ entry }) => entry);
  const read = names.filter((name) => name !== null);
  return {
    members: new Set(read.map(({ text }) => text)),
    perhapsGroups: read
      .filter(({ parent, text }) =>
        own === null ? text.startsWith('cn=') : parent === own.parent && text !== own.text,
      )
      .map(({ perhapsGroup }) => perhapsGroup),
    hasUnreadable: read.length < names.length,
  };
}

function membersIn(group: Fields): GroupMember[] {
  // Resource version 4 lists members here by name only, which cannot be matched to entries
  // (contract U32).
  if (isFields(group['members'])) throw new WireError('members: of another resource version');
  const listed = group['uniqueMember'] ?? [];
  if (!Array.isArray(listed)) throw new WireError('uniqueMember: not a list');
  return listed.map((entry: unknown) => {
    if (typeof entry !== 'string') throw new WireError('uniqueMember: not a list of texts');
    return { listed: entry, entry: readEntryName(entry) };
  });
}
