import type { Realm } from './realm.ts';
import type { UserId } from './user-id.ts';

/** Whether the account may sign in, as AM holds it (`inetUserStatus`). */
export const UserStatus = { ACTIVE: 'ACTIVE', INACTIVE: 'INACTIVE', UNKNOWN: 'UNKNOWN' } as const;
export type UserStatus = (typeof UserStatus)[keyof typeof UserStatus];

/** The person's two-step choice for one-time passwords (contract §4.2). */
export const OathSkip = {
  NOT_SET: 'NOT_SET',
  SKIPPABLE: 'SKIPPABLE',
  REQUIRED: 'REQUIRED',
} as const;
export type OathSkip = (typeof OathSkip)[keyof typeof OathSkip];

/** A person by AM's own name for them, never by a spelling that somebody typed (U22). */
export interface PersonRef {
  readonly id: UserId;
  readonly realm: Realm;
}

/** A person of whom nothing has been asked: only the name and realm are known. */
export function unreadPerson({ id, realm }: PersonRef): Person {
  return {
    id,
    realm,
    username: id,
    displayName: null,
    givenName: null,
    familyName: null,
    email: null,
    status: 'UNKNOWN',
    oathSkip: 'NOT_SET',
    entry: null,
  };
}

/** What AM tells of a person; only what is listed here ever enters the gateway (design D4). */
export interface Person extends PersonRef {
  readonly username: string;
  readonly displayName: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly status: UserStatus;
  readonly oathSkip: OathSkip;
  /** The name of the person's directory entry, by which groups list members (U32); never shown. */
  readonly entry: string | null;
}
