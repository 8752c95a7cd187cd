/** The linter knows the border of every room; packages are declared, and each one is used. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, glob, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';

/** A module that a room must not import, for each room. */
const forbidden = [
  'src/access ../graph/access.ts',
  'src/am graphql',
  'src/changes ../store/store.ts',
  'src/commands ../process/start.ts',
  'src/config ../am/am.ts',
  'src/documents ../am/am.ts',
  'src/domain undici',
  'src/domain/people ../../am/am.ts',
  'src/graph ../am/am.ts',
  'src/graph/user ../../../packages/client/index.ts',
  'src/ledger ../am/am.ts',
  'src/ledger/upkeep ../../process/start.ts',
  'src/notices ../store/store.ts',
  'src/pages ../store/store.ts',
  'src/process ../main.ts',
  'src/sandbox ../domain/device.ts',
  'src/server ../pages/pages.ts',
  'src/shared-signals ../store/store.ts',
  'src/store ../ledger/open-ledger.ts',
  'src/telemetry ../server/reply.ts',
  'packages/client graphql',
  'web/src/data node:crypto',
].map((row) => {
  const [room = '', module = ''] = row.split(' ');
  return { room, module, file: `${room}/imports-${module.replaceAll(/\W+/g, '-')}.ts` };
});

let findings: readonly string[];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rooms-'));
  await cp('.oxlintrc.json', join(folder, '.oxlintrc.json'));
  await cp('tsconfig.json', join(folder, 'tsconfig.json'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  for (const { room, module, file } of forbidden) {
    await mkdir(join(folder, room), { recursive: true });
    await writeFile(
      join(folder, file),
      `import * as room from '${module}';\n\nexport const used = room;\n`,
    );
  }
  const oxlint = resolve('node_modules/.bin/oxlint');
  const { stdout } = spawnSync(oxlint, ['--format', 'unix', 'src', 'packages', 'web'], {
    cwd: folder,
    encoding: 'utf8',
  });
  findings = stdout.split('\n');
  await rm(folder, { recursive: true });
});

test.each(forbidden)('$room does not import $module', ({ file }) => {
  expect(
    findings.filter((line) => line.includes(`${file}:`) && line.includes('no-restricted-imports')),
  ).not.toEqual([]);
});

interface Manifest {
  readonly name: string;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Packages that the program imports only if they are installed. */
const optional = new Map([
  ['@graphql-yoga/render-graphiql', 'the explorer; without it there is a page that says so'],
]);

/** Tools without an import or a command. */
const unnamed = new Map([['oxlint-tsgolint', 'the type-aware rules of oxlint']]);

function textOf(file: string): string {
  return readFileSync(file, 'utf8');
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(textOf(join(folder, 'package.json')));
}

const manifest = manifestOf('.');
const dependencies = Object.keys(manifest.dependencies);
const devDependencies = Object.keys(manifest.devDependencies);

/** All code except the program. */
const tools = '{test,bench,tools,examples}/**/*.{ts,tsx,js}';

/** Folders that are packages. */
const packages = ['bench/rivals', 'examples/agents', 'examples/portal', 'examples/routers/hive'];

/** Dependencies of folders with their own tools. */
const besides = ['tools/codegen', 'test/trials'].flatMap((folder) =>
  Object.keys(manifestOf(folder).dependencies),
);

/** Packages of these folders that are commands, or peers of other packages. */
const commands = [
  '@graphql-codegen/cli',
  '@graphql-codegen/typescript-operations',
  '@types/relay-runtime',
  'graphql',
  'relay-compiler',
  'rxjs',
  '@urql/core',
];

async function importedBy(pattern: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const file of glob(pattern, { exclude: ['**/node_modules/**'] })) {
    if (packages.some((folder) => file.startsWith(`${folder}/`))) continue;
    for (const name of packagesIn(await readFile(file, 'utf8'))) found.add(name);
  }
  return found;
}

function packagesIn(source: string): readonly string[] {
  const statements = source.matchAll(/^(?:import|export) (?:[\w*{},\s]+ from )?'([^'.]+[^']*)'/gm);
  const calls = source.matchAll(/\bimport\('([^'.]+[^']*)'\)/g);
  return [...statements, ...calls]
    .map(([, specifier = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '')
    .filter((name) => !name.startsWith('node:') && name !== manifest.name);
}

/** The words of scripts and configuration. */
const words = new Set(
  [JSON.stringify(manifest.scripts), textOf('test/jest.config.js')].join('\n').split(/[^\w@/-]+/),
);

/** Whether a script names a tool or its command, or the tool types a declared package. */
function isNamed(tool: string): boolean {
  const { bin = {} } = manifestOf(join('node_modules', tool));
  if ([tool, ...Object.keys(bin)].some((name) => words.has(name))) return true;
  const typed = tool.replace('@types/', '');
  return typed !== tool && ['node', ...dependencies, ...devDependencies].includes(typed);
}

test('the program imports exactly its dependencies', async () => {
  const imported = await importedBy('src/**/*.ts');

  expect([...imported].sort()).toEqual([...dependencies, ...optional.keys()].sort());
});

test("the client's package depends on no other", () => {
  expect(manifestOf('packages/client')).not.toHaveProperty('dependencies');
});

test('tests, bench, examples and tools import declared packages only', async () => {
  const imported = await importedBy(tools);

  const declared = [...dependencies, ...devDependencies, manifestOf('packages/client').name];
  expect([...imported].filter((name) => ![...declared, ...besides].includes(name))).toEqual([]);
  expect([...imported, ...commands]).toEqual(expect.arrayContaining(besides));
});

test('every tool is imported, named, or listed with a reason', async () => {
  const imported = await importedBy(tools);

  const others = devDependencies.filter((tool) => !imported.has(tool) && !isNamed(tool));
  expect(others).toEqual([...optional.keys(), ...unnamed.keys()].sort());
});
