/** References to users as routers create them, and helpers for their results. */
import type { ReceivedRequest, Sandbox } from '../../src/sandbox/index.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { idOfPerson } from '../support/global-ids.ts';

/** Returns a query for entities with a selection. */
export function entitiesQuery(selection = 'id: amId'): string {
  return `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { ${selection} } } }`;
}

/** Returns a reference by AM's id to a user in alpha, or in the caller's realm. */
export function toUser(id: string, key: { readonly realm?: string } = { realm: 'alpha' }): object {
  return { __typename: 'User', amId: id, ...key };
}

/** Returns a reference by global id to a user in alpha. */
export function byId(id: string): object {
  return { __typename: 'User', id: idOfPerson(id) };
}

/** Returns the path and the code of each error, in order. */
export function refusalsOf({
  errors,
}: Pick<ClientAnswer<unknown>, 'errors'>): readonly (readonly [string, string])[] {
  return errors.map(({ path = [], extensions }) => [path.join('.'), extensions.code]);
}

/** Returns the ids of the users that AM was asked for. */
export function personReads(sandbox: Sandbox): readonly string[] {
  return sandbox.received().flatMap(({ method, path }) => {
    const [, id] = /\/users\/([^/?]+)\?/.exec(path) ?? [];
    return method === 'GET' && id !== undefined ? [decodeURIComponent(id)] : [];
  });
}

/** Returns all calls except those that identify the caller. */
export function callsBeyondSession(sandbox: Sandbox): readonly ReceivedRequest[] {
  return sandbox.received().filter(({ path }) => !path.includes('/sessions?'));
}
