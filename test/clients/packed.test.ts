/** What `npm pack` makes is what a front end needs, and nothing else; it is installed, compiled and run. */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onStage } from '../support/stage.ts';
import { start } from '../support/started-gateway.ts';
import type { StartedGateway } from '../support/started-gateway.ts';
import { openProject } from './packed-package.ts';
import type { Project } from './packed-package.ts';

let project: Project;

beforeAll(async () => {
  project = await openProject();
}, 60_000);
afterAll(() => project?.remove());

/** A page of a front end, as strict as a project can be. */
const source = `import {
  createClient,
  errorCodes,
  MyDevicesDocument,
  ResetOathDevicesDocument,
  switchError,
} from 'identity-gateway/client';
import type { DeviceFactsFragment, DeviceKind } from 'identity-gateway/client';

declare const process: { readonly argv: readonly string[] };
const [url = '', name = '', value = ''] = process.argv.slice(2);
const client = createClient({ url, headers: { [name]: value } });

const { data, errors } = await client.request(MyDevicesDocument);
const devices: readonly DeviceFactsFragment[] = data?.me?.oathDevices ?? [];
const kinds: readonly DeviceKind[] = devices.map(({ kind }) => kind);
const forbidden: boolean = errors.some(({ code }) => code === errorCodes.FORBIDDEN);

const reset = await client.request(ResetOathDevicesDocument, { input: { dryRun: false } });
const payload = reset.data?.resetOathDevices;
const refusals: readonly string[] = (payload?.errors ?? []).map((error) =>
  switchError(error, {
    StepUpRequired: ({ acceptedKinds }) => acceptedKinds.join(),
    UserNotFound: ({ message }) => message,
    NotSupportedUpstream: ({ message }) => message,
    ChangeRefused: ({ message }) => message,
    DevicesChanged: ({ message }) => message,
    ChangeNotDone: ({ message }) => message,
    ChangeOutcomeUnknown: ({ message }) => message,
    default: ({ __typename }) => __typename,
  }),
);
console.log(JSON.stringify({ kinds, forbidden, outcome: payload?.outcome, refusals }));
`;

const browser = ['--lib', 'es2022,dom', '--types', ''];
const typeRoots = resolve('node_modules/@types');
const node = ['--lib', 'es2022', '--types', 'node', '--typeRoots', typeRoots];
const nodenext = ['--module', 'nodenext'];

test.each([
  ['for a bundler', [...browser, '--module', 'esnext', '--moduleResolution', 'bundler'], source],
  [
    'for modules in a browser, with exact optional members',
    [...browser, ...nodenext, '--exactOptionalPropertyTypes'],
    source,
  ],
  ['for Node', [...node, ...nodenext], source.replace(/declare const process.*\n/, '')],
])('it compiles strictly %s', async (_where, options, text) => {
  expect(await project.compile(text, options)).toEqual([]);
});

test('what the gateway would refuse does not compile', async () => {
  const wrong = `import { createClient, MyDevicesDocument, PersonDevicesDocument, ResetOathDevicesDocument, switchError } from 'identity-gateway/client';
const client = createClient({ url: '/graphql' });
void client.request(PersonDevicesDocument);
void client.request(PersonDevicesDocument, { id: 'bob', relm: 'alpha' });
void client.request(PersonDevicesDocument, { id: true });
void client.request(MyDevicesDocument, { id: 'bob' });
void client.request(ResetOathDevicesDocument, { input: { dryRun: 'yes' } });
const { data } = await client.request(MyDevicesDocument);
void data.me;
void data?.me?.secret;
void data?.me?.pushDevices?.[0]?.name.length;
const reset = await client.request(ResetOathDevicesDocument, { input: {} });
const first = reset.data?.resetOathDevices?.errors[0];
if (first) switchError(first, { UserNotFound: () => 'nobody', default: () => 'other' });
`;

  expect(await project.compile(wrong, [...browser, ...nodenext])).toEqual([
    '3 TS2554', // variables are missing
    '4 TS2561', // no such variable
    '5 TS2322',
    '6 TS2322', // takes none
    '7 TS2322',
    '9 TS18047', // data may be null
    '10 TS2339', // not selected
    '11 TS2531', // a name may be null
    '14 TS2345', // kinds without a case
  ]);
});

test('it reads and resets through a gateway', async () => {
  await onStage('pingam', {}, async ({ peer, gateway }) => {
    await project.compile(source, browser);
    const [header = []] = Object.entries(await peer.signIn('alice'));

    const printed = await project.run('node', ['source.ts', `${gateway.url}/graphql`, ...header]);

    expect(JSON.parse(printed)).toEqual({
      kinds: ['OATH'],
      forbidden: false,
      outcome: 'DONE',
      refusals: [],
    });
    expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);
  });
});

test('the schema is a module and files', async () => {
  const script = `import { readFileSync } from 'node:fs';
    import { schema, subgraphSchema } from 'identity-gateway/schema';
    const read = (name) =>
      readFileSync(new URL(import.meta.resolve('identity-gateway/schema/' + name)), 'utf8');
    console.log(JSON.stringify([
      schema === read('schema.graphql'),
      subgraphSchema === read('subgraph.graphql'),
      read('operations/who-am-i.graphql').includes('query WhoAmI'),
      JSON.parse(read('trusted-documents.json')).format,
    ]));`;

  const printed = await project.run('node', ['--input-type=module', '--eval', script]);

  expect(JSON.parse(printed)).toEqual([true, true, true, 'apollo-persisted-query-manifest']);
});

describe('the tarball', () => {
  test('holds what runs and what is read, nothing else', () => {
    const kept = [
      /^dist\/.+\.js$/,
      /^dist\/client\/.+\.(d\.ts|js\.map)$/,
      /^dist\/published-schema\.d\.ts$/,
      /^schema\/(operations\/[\w-]+|schema|subgraph)\.graphql$/,
      /^schema\/trusted-documents\.json$/,
      /^docs\/[\w-]+\.md$/,
      /^(README\.md|LICENSE|package\.json)$/,
    ];

    const wanted = `LICENSE README.md docs/errors.md docs/front-end.md
      dist/client/index.d.ts dist/client/index.js dist/main.js dist/sandbox/sign-in.main.js
      schema/schema.graphql schema/trusted-documents.json`;
    const unwanted = /tsbuildinfo|test|dev\.main|generate/;
    const isStray = (path: string): boolean =>
      unwanted.test(path) || !kept.some((one) => one.test(path));
    expect(project.files.filter(isStray)).toEqual([]);
    expect(project.files).toEqual(expect.arrayContaining(wanted.split(/\s+/)));
  });

  test('is built before it is packed', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));

    expect(scripts.prepack).toBe('npm run -s build');
  });

  test('has a client that imports nothing but itself', async () => {
    const folder = join(project.folder, 'node_modules/identity-gateway/dist/client');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.js'));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    const imported = texts.flatMap((text) =>
      [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, from = '']) => from),
    );

    expect(imported.length).toBeGreaterThan(4);
    expect(imported.filter((from) => !from.startsWith('./'))).toEqual([]);
  });
});

describe('npx identity-gateway', () => {
  let gateway: StartedGateway;

  beforeAll(async () => {
    const command = 'npx';
    gateway = await start({ command, args: ['identity-gateway'], cwd: project.folder });
  }, 30_000);
  afterAll(() => gateway?.stop());

  test('starts the gateway and the sandbox, and somebody signs in and asks', async () => {
    const header = await project.run('npx', ['identity-gateway-sign-in', 'alice'], {
      SANDBOX_PORT: `${gateway.sandboxPort}`,
    });
    const [name = '', value = ''] = header.trim().split(': ');

    const answer = await fetch(`http://127.0.0.1:${gateway.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [name]: value },
      body: '{"query":"{ me { displayName } }"}',
    });

    expect(await answer.json()).toMatchObject({ data: { me: { displayName: 'Alice Example' } } });
  });

  test('names the command that is installed for signing in, and tells how to get the explorer', async () => {
    const headers = { accept: 'text/html' };

    const page = await fetch(`http://127.0.0.1:${gateway.port}/graphql`, { headers });

    expect(gateway.output()).toContain('Sign in   npx identity-gateway-sign-in alice   (');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('npm install @graphql-yoga/render-graphiql');
  });
});
