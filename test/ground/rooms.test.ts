/** The borders between the rooms are enforced by the linter; this proves that it bites. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rooms-'));
  await cp('.oxlintrc.json', join(folder, '.oxlintrc.json'));
  await cp('tsconfig.json', join(folder, 'tsconfig.json'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lint(file: string, source: string): Promise<string> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, source);
  const oxlint = resolve('node_modules/.bin/oxlint');
  const output = await new Promise<string>((done) => {
    execFile(oxlint, ['--format', 'unix', file], { cwd: folder }, (_error, stdout) => done(stdout));
  });
  await rm(path);
  return output;
}

test.each([
  ['domain imports nothing', 'src/domain/a.ts', '../am/am.ts'],
  ['domain imports no package', 'src/domain/a.ts', 'undici'],
  ['am never imports graph', 'src/am/a.ts', '../graph/access.ts'],
  ['am knows no GraphQL', 'src/am/a.ts', 'graphql'],
  ['graph never imports server', 'src/graph/a.ts', '../server/reply.ts'],
  ['graph never imports server from a folder', 'src/graph/user/a.ts', '../../server/reply.ts'],
  ['graph knows no URLs', 'src/graph/a.ts', 'undici'],
  ['documents never import am', 'src/documents/a.ts', '../am/am.ts'],
  ['documents never import server', 'src/documents/a.ts', '../server/http-error.ts'],
  ['documents never import execution', 'src/documents/a.ts', '../execution/engine.ts'],
  ['documents never import config', 'src/documents/a.ts', '../config/options.ts'],
  ['documents never import the client', 'src/documents/a.ts', '../client/index.ts'],
  ['execution never imports am', 'src/execution/a.ts', '../am/am.ts'],
  ['execution never imports server', 'src/execution/a.ts', '../server/http-error.ts'],
  ['execution never imports config', 'src/execution/a.ts', '../config/options.ts'],
  ['execution never imports the client', 'src/execution/a.ts', '../client/index.ts'],
  ['graph never imports documents', 'src/graph/a.ts', '../documents/documents.ts'],
  [
    'graph never imports execution from a folder',
    'src/graph/user/a.ts',
    '../../execution/engine.ts',
  ],
  ['domain never imports documents', 'src/domain/a.ts', '../documents/documents.ts'],
  ['am never imports documents', 'src/am/a.ts', '../documents/documents.ts'],
  ['telemetry never imports server', 'src/telemetry/a.ts', '../server/reply.ts'],
  ['server never imports the sandbox', 'src/server/a.ts', '../sandbox/index.ts'],
  ['config never imports am', 'src/config/a.ts', '../am/am.ts'],
  ['the sandbox imports nothing of am', 'src/sandbox/a.ts', '../am/paths.ts'],
  ['the sandbox imports nothing of domain', 'src/sandbox/a.ts', '../domain/device.ts'],
  ['the client imports nothing of domain', 'src/client/a.ts', '../domain/failure.ts'],
  ['the client imports no package at run time', 'src/client/a.ts', 'graphql'],
  ['the client imports nothing of Node', 'src/client/a.ts', 'node:crypto'],
  ['domain never imports the client', 'src/domain/a.ts', '../client/index.ts'],
  ['config never imports the client', 'src/config/a.ts', '../client/index.ts'],
  ['am never imports the client', 'src/am/a.ts', '../client/index.ts'],
  ['graph never imports the client from a folder', 'src/graph/user/a.ts', '../../client/index.ts'],
  ['telemetry never imports the client', 'src/telemetry/a.ts', '../client/index.ts'],
  ['server never imports the client', 'src/server/a.ts', '../client/index.ts'],
  ['the sandbox never imports the client', 'src/sandbox/a.ts', '../client/index.ts'],
  ['nobody imports main', 'src/server/a.ts', '../main.ts'],
  ['nobody imports the program', 'src/server/a.ts', '../program.ts'],
])('%s', async (_promise, file, specifier) => {
  const output = await lint(
    file,
    `import * as room from '${specifier}';\n\nexport const used = room;\n`,
  );

  expect(output).toContain('no-restricted-imports');
});

test.each([
  ['am may import domain', 'src/am/a.ts', '../domain/device.ts'],
  ['server may import graph', 'src/server/a.ts', '../graph/request/context.ts'],
  ['documents may import graph', 'src/documents/a.ts', '../graph/cost.ts'],
  ['execution may import documents', 'src/execution/a.ts', '../documents/documents.ts'],
  ['server may import execution', 'src/server/a.ts', '../execution/engine.ts'],
  ['graph may import am from a folder', 'src/graph/user/a.ts', '../../am/am.ts'],
])('%s', async (_promise, file, specifier) => {
  const output = await lint(
    file,
    `import * as room from '${specifier}';\n\nexport const used = room;\n`,
  );

  expect(output).not.toContain('no-restricted-imports');
});

test('the client may import a type of a package', async () => {
  const output = await lint(
    'src/client/a.ts',
    "import type { DocumentNode } from 'graphql';\n\nexport type Used = DocumentNode;\n",
  );

  expect(output).not.toContain('no-restricted-imports');
});

test('only main reads the environment', async () => {
  const source = "export const level = process.env['LOG_LEVEL'];\n";

  expect(await lint('src/server/a.ts', source)).toContain('no-process-env');
  expect(await lint('src/program.ts', source)).toContain('no-process-env');
  expect(await lint('src/main.ts', source)).not.toContain('no-process-env');
});

test.each([
  ['any', 'export const value: any = 1;\n', 'no-explicit-any'],
  ['a cast', 'export const value = (1 as unknown) as string;\n', 'consistent-type-assertions'],
  ['a non-null assertion', 'export const value = [1][0]!;\n', 'no-non-null-assertion'],
  [
    'a floating promise',
    'export function f(): void {\n  Promise.resolve();\n}\n',
    'no-floating-promises',
  ],
])('the linter refuses %s', async (_what, source, rule) => {
  expect(await lint('src/am/a.ts', source)).toContain(rule);
});
