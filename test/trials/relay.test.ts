/**
 * Relay: its compiler accepts the schema with `@refetchable` and `@connection`; its store separates
 * users; it sends the ids of persisted documents.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { type Environment, fetchQuery } from 'relay-runtime';
import type { ConcreteRequest } from 'relay-runtime';
import { populate } from '../access/crowd.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { onStage, type Stage, useStage } from '../support/stage.ts';
import { compileForRelay, openEnvironment as openRelay } from './relay-client.ts';

const stage = useStage('pingam', { env: { AM_REALMS: 'alpha,beta' } });
const names = ['screenPersonQuery', 'screenPeopleQuery', 'screenQuery', 'screenMyDevicesQuery'];
const artifacts = new Map<string, ConcreteRequest>();
let modules: Readonly<Record<string, string>>;

beforeAll(async () => {
  modules = { 'screen.js': await readFile('test/trials/relay/screen.js', 'utf8') };
  await compileForRelay(modules, async (read) => {
    for (const name of names) artifacts.set(name, await read(name));
  });
}, 300_000);

/** Returns a query as the compiler has written it. */
function compiled(name: string): ConcreteRequest {
  const found = artifacts.get(name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

/** Returns Relay for the gateway and a caller. */
async function openEnvironment(
  name = 'amadmin',
  { gateway, peer }: Pick<Stage, 'gateway' | 'peer'> = stage,
): Promise<Environment> {
  return openRelay({ url: `${gateway.url}/graphql`, headers: await peer.signIn(name) });
}

/** Returns a record of the store. */
function recordOf(relay: Environment, id: string): unknown {
  return relay.getStore().getSource().get(id);
}

test('a user is refetched by the global id', async () => {
  const relay = await openEnvironment();

  await fetchQuery(relay, compiled('screenPersonQuery'), {
    id: idOfPerson('bob'),
  }).toPromise();

  expect(recordOf(relay, idOfPerson('bob'))).toMatchObject({
    amId: 'bob',
    email: 'bob@example.com',
  });
});

test('users are added page by page to one connection', async () => {
  await populate(stage, 3);
  const relay = await openEnvironment();
  const query = compiled('screenPeopleQuery');
  const connection = 'client:root:__screen_users_connection(search:"zed")';

  await fetchQuery(relay, query, { first: 1 }).toPromise();
  const page = fieldAt(recordOf(relay, `${connection}:pageInfo`), 'endCursor');
  await fetchQuery(relay, query, { first: 1, after: page }).toPromise();

  const edges = fieldAt(recordOf(relay, connection), 'edges');
  expect(listAt(edges, '__refs')).toHaveLength(2);
});

/** Creates a second bob, in beta. */
async function createTwin(): Promise<void> {
  const { status } = await stage.peer.rest.call(
    '/json/realms/root/realms/beta/users?_action=create',
    {
      method: 'POST',
      resource: '4.0',
      headers: await stage.peer.signIn('amadmin'),
      json: { username: 'bob', userpassword: 'sandbox-password', mail: 'bob@beta.example.com' },
    },
  );
  expect(status).toBe(201);
}

test('two users with the same AM id in two realms stay two in the store', async () => {
  await createTwin();
  const relay = await openEnvironment();
  const query = compiled('screenQuery');

  for (const realm of ['alpha', 'beta']) {
    await fetchQuery(relay, query, { id: 'bob', realm }).toPromise();
  }

  const emails = ['alpha', 'beta'].map((realm) =>
    fieldAt(recordOf(relay, idOfPerson('bob', realm)), 'email'),
  );
  expect(emails).toEqual(['bob@example.com', 'bob@beta.example.com']);
});

test('persisted documents are sent by id, and an error keeps its extensions', async () => {
  await compileForRelay(
    modules,
    async (read, folder) => {
      const env = {
        TRUSTED_DOCUMENTS: 'only',
        TRUSTED_DOCUMENTS_MANIFESTS: join(folder, 'persisted.json'),
      };
      const query = await read('screenMyDevicesQuery');
      await onStage('pingam', { env }, async ({ gateway, peer }) => {
        const relay = await openEnvironment('alice', { gateway, peer });
        const data = await fetchQuery(relay, query, {}).toPromise();
        // This gateway does not have the manifest.
        const elsewhere = await openEnvironment('alice');
        const refusal: unknown = await fetchQuery(elsewhere, query, {})
          .toPromise()
          .catch((error: unknown) => error);

        expect(query.params).toMatchObject({ id: expect.any(String), text: null });
        expect(data).toEqual({ me: { oathDevices: [{ name: "Alice's phone" }] } });
        const [error] = listAt(refusal, 'source', 'errors');
        expect(fieldAt(error, 'extensions', 'code')).toBe('PERSISTED_QUERY_NOT_FOUND');
      });
    },
    { isPersisted: true },
  );
});
