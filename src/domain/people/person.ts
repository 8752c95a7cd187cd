import { readEntryName } from '../values/entry-name.ts';
import type { Realm } from './realm.ts';
import type { UserId } from './user-id.ts';

/** Whether the person can sign in, by AM's `inetUserStatus`. */
export const UserStatus = { ACTIVE: 'ACTIVE', INACTIVE: 'INACTIVE' } as const;
export type UserStatus = (typeof UserStatus)[keyof typeof UserStatus];

/** The person's setting for skipping the one-time password step (contract §4.2). */
export const OathSkip = {
  NOT_SET: 'NOT_SET',
  SKIPPABLE: 'SKIPPABLE',
  REQUIRED: 'REQUIRED',
} as const;
export type OathSkip = (typeof OathSkip)[keyof typeof OathSkip];

/** Identifies a person to AM; after a read `id` is AM's own spelling, not the client's (U22). */
export interface PersonRef {
  readonly id: UserId;
  readonly realm: Realm;
}

/** Creates a person that has not been read from AM; only the id and realm are known. */
export function unreadPerson({ id, realm }: PersonRef): Person {
  return {
    id,
    realm,
    username: id,
    displayName: null,
    givenName: null,
    familyName: null,
    email: null,
    status: null,
    oathSkip: 'NOT_SET',
    entry: null,
    areasByAttribute: null,
  };
}

/** The attributes of a person; no other attribute enters the gateway (design D4). */
export interface Person extends PersonRef {
  readonly username: string;
  readonly displayName: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly status: UserStatus | null;
  readonly oathSkip: OathSkip;
  /** The name of the directory entry, as groups list members (U32); never sent to clients. */
  readonly entry: string | null;
  /**
   * The areas in which an attribute of the entry puts the person; the values do not enter the
   * gateway. Null if the attributes were not read.
   */
  readonly areasByAttribute: readonly string[] | null;
}

/**
 * The name of a person's directory entry, in one spelling; undefined if AM reports none. It is the
 * same in all realms that share a directory, so equal names are one person, whatever the realm.
 */
export function entryOf({ entry }: Pick<Person, 'entry'>): string | undefined {
  return entry === null ? undefined : readEntryName(entry)?.text;
}

/** Identifies a person: by the directory entry, or without one by realm and AM's id. */
export function personKey(person: PersonRef & Pick<Person, 'entry'>): string {
  return entryOf(person) ?? JSON.stringify([person.realm.name, person.id]);
}
