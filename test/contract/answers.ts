/** What AM's refusals look like, so that a test names the refusal and not its JSON. */
import { expect } from '@jest/globals';

import { fieldAt, listAt } from '../support/json.ts';

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  500: 'Internal Server Error',
  501: 'Not Implemented',
};

/** The error body with this status and message; other members (`detail`) may be there. */
export function refusal(code: number, message: unknown): Record<string, unknown> {
  return { status: code, body: expect.objectContaining({ code, reason: REASONS[code], message }) };
}

/** The refusal of a device call by somebody who is neither owner nor super user. */
export function notAuthorized(name: string, realm = 'alpha'): Record<string, unknown> {
  const id = `id=${name},ou=user,o=${realm},ou=services,dc=openam,dc=example,dc=org`;
  return refusal(403, `User, ${id}, not authorized.`);
}

/** The refusal of a user, group or query read. */
export function readDenied(name: string, realm = 'alpha'): Record<string, unknown> {
  const id = `id=${name},ou=user,o=${realm},ou=services,dc=openam,dc=example,dc=org`;
  return refusal(403, `Permission to perform the read operation denied to ${id}`);
}

/** The answer of a missing, unknown or ended session. */
export const ACCESS_DENIED = refusal(401, 'Access Denied');

/** The list envelope around these items, which may have more members than named. */
export function envelope(items: readonly unknown[]): Record<string, unknown> {
  return {
    status: 200,
    body: {
      result: items,
      resultCount: items.length,
      pagedResultsCookie: null,
      totalPagedResultsPolicy: 'NONE',
      totalPagedResults: -1,
      remainingPagedResults: -1,
    },
  };
}

/** Every item's `uuid`, in the order of the list. */
export function uuidsOf(body: unknown): readonly string[] {
  return textsOf(body, 'uuid');
}

/** Every item's `name` that is a text, in the order of the list. */
export function textsOf(body: unknown, name: string): readonly string[] {
  return listAt(body, 'result')
    .map((item) => fieldAt(item, name))
    .filter((value) => typeof value === 'string');
}
