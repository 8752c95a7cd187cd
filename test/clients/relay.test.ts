/** Relay: its compiler takes the schema with `@refetchable` and `@connection`; its store keeps people apart and follows a change. */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  commitMutation,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  Network,
  RecordSource,
  Store,
} from 'relay-runtime';
import type { ConcreteRequest, RequestParameters, Variables } from 'relay-runtime';
import { createClient } from '../../packages/client/index.ts';
import { populate } from '../access/crowd.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { useStage } from '../support/stage.ts';
import { createTwin } from './twin.ts';

const run = promisify(execFile);
const stage = useStage('pingam', { env: { AM_REALMS: 'alpha,beta' } });
let folder: string;

/** The artifacts that the compiler writes, from the schema of the package. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relay-'));
  await copyFile('test/clients/relay/screen.js', join(folder, 'screen.js'));
  const config = {
    src: '.',
    schema: resolve('schema/schema.graphql'),
    language: 'javascript',
    eagerEsModules: true,
    customScalarTypes: { DateTime: 'string' },
  };
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'relay.config.json'), JSON.stringify(config));
  await run(resolve('node_modules/.bin/relay-compiler'), ['relay.config.json'], { cwd: folder });
}, 90_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A query as the compiler has written it. */
async function compiled(name: string): Promise<ConcreteRequest> {
  const module: { readonly default: ConcreteRequest } = await import(
    join(folder, '__generated__', `${name}.graphql.js`)
  );
  return module.default;
}

/** Relay on the gateway, for the super user or somebody else. */
async function openEnvironment(name = 'amadmin'): Promise<Environment> {
  const headers = await stage.peer.signIn(name);
  const client = createClient({ url: `${stage.gateway.url}/graphql`, headers });
  const fetchFunction = async ({ text }: RequestParameters, variables: Variables) => {
    const { data, errors } = await client.request<object, Variables>(text ?? '', variables);
    const told = errors.map(({ message, path }) => ({ message, path: [...path] }));
    return { data: data ?? undefined, errors: told };
  };
  return new Environment({
    network: Network.create(fetchFunction),
    store: new Store(new RecordSource()),
  });
}

/** Sends a mutation; rejects for any error. */
function change(relay: Environment, mutation: ConcreteRequest, variables: Variables) {
  return new Promise<unknown>((done, fail) => {
    commitMutation(relay, {
      mutation,
      variables,
      onCompleted: (data, errors) =>
        errors?.length ? fail(new Error(errors[0]?.message)) : done(data),
      onError: fail,
    });
  });
}

/** What the store holds of a record. */
function recordOf(relay: Environment, id: string): unknown {
  return relay.getStore().getSource().get(id);
}

test('a person is asked for again by the global id', async () => {
  const relay = await openEnvironment();

  await fetchQuery(relay, await compiled('screenPersonQuery'), {
    id: idOfPerson('bob'),
  }).toPromise();

  expect(recordOf(relay, idOfPerson('bob'))).toMatchObject({
    amId: 'bob',
    email: 'bob@example.com',
  });
});

test('people come page by page into one connection', async () => {
  await populate(stage, 3);
  const relay = await openEnvironment();
  const query = await compiled('screenPeopleQuery');
  const connection = 'client:root:__screen_users_connection(search:"zed")';

  await fetchQuery(relay, query, { first: 1 }).toPromise();
  const page = fieldAt(recordOf(relay, `${connection}:pageInfo`), 'endCursor');
  await fetchQuery(relay, query, { first: 1, after: page }).toPromise();

  const edges = fieldAt(recordOf(relay, connection), 'edges');
  expect(listAt(edges, '__refs')).toHaveLength(2);
});

test('two people with one id at AM, in two realms, stay two in the store', async () => {
  await createTwin(stage);
  const relay = await openEnvironment();
  const query = await compiled('screenQuery');

  for (const realm of ['alpha', 'beta']) {
    await fetchQuery(relay, query, { id: 'bob', realm }).toPromise();
  }

  const emails = ['alpha', 'beta'].map((realm) =>
    fieldAt(recordOf(relay, idOfPerson('bob', realm)), 'email'),
  );
  expect(emails).toEqual(['bob@example.com', 'bob@beta.example.com']);
});

test('the list on the screen shows a reset', async () => {
  const relay = await openEnvironment('alice');
  const query = await compiled('screenMyDevicesQuery');
  await fetchQuery(relay, query, {}).toPromise();
  const screen = relay.lookup(createOperationDescriptor(query, {}).fragment);
  const shown: unknown[] = [screen.data];
  const { dispose } = relay.subscribe(screen, ({ data }) => shown.push(data));

  const answer = await change(relay, await compiled('screenResetMutation'), {
    input: { target: { self: true } },
  });

  expect(answer).toMatchObject({ resetOathDevices: { outcome: 'DONE' } });
  expect(shown).toEqual([
    { me: { oathDevices: [{ name: "Alice's phone" }] } },
    { me: { oathDevices: [] } },
  ]);
  dispose();
});
