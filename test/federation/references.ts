/** References to people as a router makes them, and what comes of them. */
import type { ReceivedRequest, Sandbox } from '../../src/sandbox/index.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { idOfPerson } from '../support/global-ids.ts';

/** Asks for entities; what is selected of them is filled in. */
export function entitiesQuery(selection = 'id: amId'): string {
  return `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { ${selection} } } }`;
}

/** A reference by AM's own id to somebody of alpha, or of the caller's realm. */
export function toUser(id: string, key: { readonly realm?: string } = { realm: 'alpha' }): object {
  return { __typename: 'User', amId: id, ...key };
}

/** A reference by the global id to somebody of alpha. */
export function byId(id: string): object {
  return { __typename: 'User', id: idOfPerson(id) };
}

/** Where each error is and its code, in order. */
export function refusalsOf({
  errors,
}: Pick<ClientAnswer<unknown>, 'errors'>): readonly (readonly [string, string])[] {
  return errors.map(({ path = [], extensions }) => [path.join('.'), extensions.code]);
}

/** Reads of people, by their id. */
export function personReads(sandbox: Sandbox): readonly string[] {
  return sandbox.received().flatMap(({ method, path }) => {
    const [, id] = /\/users\/([^/?]+)\?/.exec(path) ?? [];
    return method === 'GET' && id !== undefined ? [decodeURIComponent(id)] : [];
  });
}

/** Every call but those that find out who calls. */
export function callsBeyondSession(sandbox: Sandbox): readonly ReceivedRequest[] {
  return sandbox.received().filter(({ path }) => !path.includes('/sessions?'));
}
