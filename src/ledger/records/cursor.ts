import { badInput, type Failure } from '../../domain/values/failure.ts';
import type { RecordRow } from '../../store/tables/tables.ts';

/** The position of a record in a list; `realm` only in a list of several realms. */
export type ListPosition = Pick<RecordRow, 'at' | 'number'> & Partial<Pick<RecordRow, 'realm'>>;

/** Returns the cursor of a position. */
export function cursorOf({ at, number, realm }: ListPosition = { at: 0, number: 0 }): string {
  const ofRealm = realm === undefined ? '' : `:${realm}`;
  return Buffer.from(`record:${at}:${number}${ofRealm}`).toString('base64url');
}

/** Reads a cursor. @throws Failure BAD_USER_INPUT */
export function readCursor(cursor: string): ListPosition {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, at, number, realm] =
    /^record:(\d{1,15}):(\d{1,15})(?::([\w-]{1,256}))?$/.exec(text) ?? [];
  if (at === undefined) throw invalidCursor();
  return { at: Number(at), number: Number(number), ...(realm !== undefined && { realm }) };
}

/** The failure of a cursor that is not of a list. */
export function invalidCursor(): Failure {
  return badInput('after', 'This is not a cursor of this list.');
}
