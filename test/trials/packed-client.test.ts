/** The packed client: one package, typed for every kind of project, small in a page. */
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publint } from 'publint';
import { onStage } from '../support/stage.ts';
import { openProject, type Project } from './packed-package.ts';

const folder = 'packages/client';
const tool = promisify(execFile);

let project: Project;

beforeAll(async () => {
  project = await openProject(folder);
}, 300_000);
afterAll(() => project?.remove());

/** A page of a front end for the strictest compiler options. */
const source = `import {
  createClient,
  errorCodes,
  MyDevicesDocument,
  ResetOathDevicesDocument,
  switchError,
} from '@identity-gateway/client';
import type { DeviceFactsFragment, RegisteredDeviceKind } from '@identity-gateway/client';

declare const process: { readonly argv: readonly string[] };
const [url = '', name = '', value = ''] = process.argv.slice(2);
const client = createClient({ url, headers: { [name]: value } });

const { data, errors } = await client.request(MyDevicesDocument);
const devices: readonly DeviceFactsFragment[] =
  data?.me?.devicesByKind?.flatMap((list) => list.devices ?? []) ?? [];
const kinds: readonly RegisteredDeviceKind[] = devices.map(({ kind }) => kind);
const forbidden: boolean = errors.some(({ code }) => code === errorCodes.FORBIDDEN);

const reset = await client.request(ResetOathDevicesDocument, { input: { target: { me: true }, dryRun: false } });
const payload = reset.data?.resetOathDevices;
const refusals: readonly string[] = (payload?.errors ?? []).map((error) =>
  switchError(error, {
    STEP_UP_REQUIRED: ({ stepUp }) => stepUp?.acceptedKinds.join() ?? '',
    USER_NOT_FOUND: ({ message }) => message,
    NOT_SUPPORTED: ({ message }) => message,
    REFUSED_BY_AM: ({ message }) => message,
    DEVICES_CHANGED: ({ message }) => message,
    IDEMPOTENCY_KEY_REUSED: ({ message }) => message,
    NOT_DONE: ({ message }) => message,
    OUTCOME_UNKNOWN: ({ message }) => message,
    default: ({ code }) => code,
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

test('invalid input does not compile', async () => {
  const wrong = `import { createClient, MyDevicesDocument, PersonDevicesDocument, ResetOathDevicesDocument, switchError } from '@identity-gateway/client';
const client = createClient({ url: '/graphql' });
void client.request(PersonDevicesDocument);
void client.request(PersonDevicesDocument, { id: 'bob', relm: 'alpha' });
void client.request(PersonDevicesDocument, { id: true });
void client.request(MyDevicesDocument, { id: 'bob' });
void client.request(ResetOathDevicesDocument, { input: { target: { me: true }, dryRun: 'yes' } });
const { data } = await client.request(MyDevicesDocument);
void data.me;
void data?.me?.secret;
void data?.me?.devicesByKind?.[0]?.devices?.[0]?.name.length;
const reset = await client.request(ResetOathDevicesDocument, { input: { target: { me: true } } });
const first = reset.data?.resetOathDevices?.errors[0];
if (first) switchError(first, { USER_NOT_FOUND: () => 'nobody', default: () => 'other' });
void client.request(ResetOathDevicesDocument, { input: {} });
declare const selected: { readonly id: string } | undefined;
void client.request(ResetOathDevicesDocument, { input: { target: { user: { id: selected?.id } } } });
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
    '14 TS2769', // kinds without a case
    '15 TS2741', // a change has no target
    '17 TS2322', // no user is selected
  ]);
});

test('it reads and resets through a gateway', async () => {
  await onStage('pingam', {}, async ({ peer, gateway }) => {
    await project.compile(source, browser);
    const [header = []] = Object.entries(await peer.signIn('alice'));

    const printed = await project.run('node', ['source.ts', `${gateway.url}/graphql`, ...header]);

    expect(JSON.parse(printed)).toEqual({
      kinds: ['OATH', 'PUSH'],
      forbidden: false,
      outcome: 'DONE',
      refusals: [],
    });
    expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);
  });
});

test('it installs without dependencies', async () => {
  const installed = await readdir(join(project.folder, 'node_modules'));

  expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['@identity-gateway']);
  expect(await readdir(join(project.folder, 'node_modules/@identity-gateway'))).toEqual(['client']);
});

test('CommonJS has the same exports as modules', async () => {
  const list =
    'console.log(Object.keys(client).filter((name) => name !== "__esModule").sort().join())';
  const asModule = `import * as client from '@identity-gateway/client'; ${list}`;
  const required = `const client = require('@identity-gateway/client'); ${list}`;

  const [one, other] = await Promise.all([
    project.run('node', ['--input-type=module', '--eval', asModule]),
    project.run('node', ['--input-type=commonjs', '--eval', required]),
  ]);

  expect(one).toContain('MyDevicesDocument,');
  expect(other).toBe(one);
});

test('it contains the schema and the trusted documents', async () => {
  const read = (name: string) =>
    readFile(join(project.folder, 'node_modules/@identity-gateway/client/dist', name), 'utf8');

  for (const name of ['schema.graphql', 'trusted-documents.json']) {
    expect(await read(name)).toBe(await readFile(`schema/${name}`, 'utf8'));
  }
});

describe('its manifest', () => {
  test('has the version of the gateway', async () => {
    const [own, gateway] = await Promise.all(
      [`${folder}/package.json`, 'package.json'].map(async (file) =>
        JSON.parse(await readFile(file, 'utf8')),
      ),
    );

    expect(own.version).toBe(gateway.version);
    expect(own.repository.directory).toBe(folder);
    expect(await readFile(`${folder}/LICENSE`, 'utf8')).toBe(await readFile('LICENSE', 'utf8'));
  });

  test('is clean for publint', async () => {
    const { messages } = await publint({ pkgDir: resolve(folder), strict: true, pack: false });

    expect(messages).toEqual([]);
  });

  test('has correct types for modules, CommonJS and bundlers', async () => {
    const analysis = await checkPackage(
      createPackageFromTarballData(await readFile(project.tarball)),
      { entrypoints: ['.', 'msw', 'samples'] },
    );

    if (analysis.types === false) throw new Error('The package has no types.');
    expect(Object.keys(analysis.entrypoints)).toEqual(['.', './msw', './samples']);
    expect(
      analysis.problems.filter(
        (problem) => !('resolutionKind' in problem) || problem.resolutionKind !== 'node10',
      ),
    ).toEqual([]);
  });
});

test('the tarball contains only code and documents', () => {
  const kept =
    /^(dist\/(cjs\/)?[\w-]+\.(js|d\.ts)|dist\/cjs\/package\.json|dist\/schema\.graphql|dist\/trusted-documents\.json|LICENSE|README\.md|package\.json)$/;

  expect(project.files.filter((path) => !kept.test(path))).toEqual([]);
  expect(project.files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'dist/index.js']));
});

test('its declarations hold types, and no data', async () => {
  const dist = join(project.folder, 'node_modules/@identity-gateway/client/dist');
  const names = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.d.ts'));
  const large: string[] = [];
  for (const name of names) {
    const { length } = await readFile(join(dist, name));
    if (length > 12_000) large.push(name);
  }

  expect(large.toSorted()).toEqual(['cjs/operations.d.ts', 'operations.d.ts']);
});

test('it imports no package, and its handlers only MSW', async () => {
  const dist = join(project.folder, 'node_modules/@identity-gateway/client/dist');
  const names = (await readdir(dist)).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(names.map((name) => readFile(join(dist, name), 'utf8')));
  const imported = texts.flatMap((text) =>
    [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, from = '']) => from),
  );

  expect(imported.length).toBeGreaterThan(4);
  expect(imported.filter((from) => !from.startsWith('./'))).toEqual(['msw']);
});

test.each([
  ['the client alone', 'createClient, switchError', 1600],
  ['with one operation', 'createClient, switchError, MyDevicesDocument', 2100],
  ['with every code', 'createClient, switchError, MyDevicesDocument, errorCodes', 2600],
])('in a page it has the size in its README: %s', async (part, names, limit) => {
  const page = `import { ${names} } from '@identity-gateway/client'; globalThis.page = [${names}];`;
  await writeFile(join(project.folder, 'page.js'), page);

  await tool(resolve('node_modules/.bin/rolldown'), ['page.js', '--minify', '--file', 'out.js'], {
    cwd: project.folder,
  });

  const bytes = gzipSync(await readFile(join(project.folder, 'out.js')), { level: 9 }).length;
  const row = `| ${part} | ${(bytes / 1000).toFixed(1)} kB |`;
  expect((await readFile(`${folder}/README.md`, 'utf8')).replaceAll(/ +/g, ' ')).toContain(row);
  expect(bytes).toBeLessThanOrEqual(limit);
});
