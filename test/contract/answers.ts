/** AM's refusals by name. */
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

/**
 * Matches an error body with a status and a message. Other members, such as `detail`, are allowed.
 */
export function refusal(code: number, message: unknown): Record<string, unknown> {
  return { status: code, body: expect.objectContaining({ code, reason: REASONS[code], message }) };
}

/** The refusal of a device call by a caller who is neither the owner nor the super user. */
export function notAuthorized(name: string, realm = 'alpha'): Record<string, unknown> {
  const id = `id=${name},ou=user,o=${realm},ou=services,dc=openam,dc=example,dc=org`;
  return refusal(403, `User, ${id}, not authorized.`);
}

/** The refusal of a read of a user, a group or a query. */
export function readDenied(name: string, realm = 'alpha'): Record<string, unknown> {
  const id = `id=${name},ou=user,o=${realm},ou=services,dc=openam,dc=example,dc=org`;
  return refusal(403, `Permission to perform the read operation denied to ${id}`);
}

/** The answer to a missing, unknown or ended session. */
export const ACCESS_DENIED = refusal(401, 'Access Denied');

/** Matches a list with these items, which may have further members. */
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

/** Returns the `uuid` of each item, in order. */
export function uuidsOf(body: unknown): readonly string[] {
  return textsOf(body, 'uuid');
}

/** Returns the `name` of each item that is a text, in order. */
export function textsOf(body: unknown, name: string): readonly string[] {
  return listAt(body, 'result')
    .map((item) => fieldAt(item, name))
    .filter((value) => typeof value === 'string');
}
