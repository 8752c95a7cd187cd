/** The linter enforces the borders between rooms; this file proves it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, glob, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';

/** A module that breaks a rule, or does not. */
interface Sample {
  readonly promise: string;
  readonly file: string;
  readonly text: string;
  readonly rule: string;
  readonly refused: boolean;
}

const samples: readonly Sample[] = [
  ...[
    // room: forbidden imports
    ...[
      'src/access',
      'src/changes',
      'src/graph',
      'src/server',
      'src/pages',
      'src/commands',
      'src/process',
    ].map((room) => `${room}: ../am/am.ts, ../am/http/errors.ts`),
    'src/domain: ../am/am.ts, undici, ../documents/documents.ts, ../../packages/client/index.ts',
    'src/domain/people: ../../am/am.ts, undici, ../../documents/documents.ts',
    'src/am: ../graph/access.ts, graphql, ../documents/documents.ts, ../changes/run-change.ts, ../../packages/client/index.ts',
    'src/graph: ../server/reply.ts, undici, ../documents/documents.ts',
    'src/graph/user: ../../server/reply.ts, ../../documents/engine.ts, ../../../packages/client/index.ts',
    'src/access: ../graph/access.ts, ../changes/run-change.ts, ../ledger/open-ledger.ts, graphql',
    'src/changes: ../config/options.ts, ../graph/access.ts, ../store/store.ts, ../telemetry/log.ts, ../server/reply.ts, graphql',
    'src/documents: ../am/am.ts, ../server/http-error.ts, ../config/options.ts, ../../packages/client/index.ts',
    'src/ledger: ../am/am.ts, ../graph/access.ts, ../config/options.ts, ../telemetry/log.ts, ../server/reply.ts, ../../packages/client/index.ts',
    'src/store: ../ledger/open-ledger.ts, ../am/am.ts, ../config/options.ts, ../changes/run-change.ts, ../graph/access.ts',
    'src/notices: ../store/store.ts, ../am/am.ts, ../config/options.ts, ../telemetry/log.ts, ../server/reply.ts',
    'src/shared-signals: ../store/store.ts, ../am/index.ts, ../config/options.ts, ../telemetry/log.ts, ../pages/pages.ts',
    'src/graph: ../notices/courier.ts, ../shared-signals/routes.ts',
    'src/ledger/upkeep: ../../am/am.ts, ../../config/options.ts, ../../process/start.ts',
    'src/telemetry: ../server/reply.ts, ../notices/courier.ts, ../../packages/client/index.ts',
    'src/server: ../pages/pages.ts, ../sandbox/index.ts, ../../packages/client/index.ts, ../main.ts, ../process/start.ts, ../commands/check.ts',
    'src/pages: ../graph/access.ts, ../store/store.ts, ../config/options.ts, ../sandbox/index.ts, ../../packages/client/index.ts',
    'src/commands: ../process/start.ts, ../server/reply.ts, ../main.ts',
    'src/process: ../main.ts, ../../packages/client/index.ts',
    'src/config: ../am/am.ts, ../pages/pages.ts, ../../packages/client/index.ts',
    'src/sandbox: ../am/foundation/paths.ts, ../domain/device.ts, ../../packages/client/index.ts',
    'packages/client: ../../src/domain/failure.ts, graphql, node:crypto',
    'web/src/data: ../../../packages/client/index.ts, ../../../src/domain/failure.ts, node:crypto, graphql',
  ].flatMap(imports),
  {
    promise: 'packages/client may import a type of a package',
    file: 'packages/client/type.ts',
    text: "import type { DocumentNode } from 'graphql';\n\nexport type Used = DocumentNode;\n",
    rule: 'no-restricted-imports',
    refused: false,
  },
  ...['src/server/environment.ts', 'src/process/start.ts', 'src/main.ts'].map((file) => ({
    promise: `${file} reads the environment`,
    file,
    text: "export const level = process.env['LOG_LEVEL'];\n",
    rule: 'no-process-env',
    refused: file !== 'src/main.ts',
  })),
  ...(
    [
      ['any', 'export const value: any = 1;', 'no-explicit-any'],
      ['a cast', 'export const value = (1 as unknown) as string;', 'consistent-type-assertions'],
      ['a non-null assertion', 'export const value = [1][0]!;', 'no-non-null-assertion'],
      [
        'a floating promise',
        'export function f(): void {\n  Promise.resolve();\n}',
        'no-floating-promises',
      ],
    ] as const
  ).map(([what, text, rule]) => ({
    promise: `src/am has ${what}`,
    file: `src/am/${rule}.ts`,
    text: `${text}\n`,
    rule,
    refused: true,
  })),
  ...[230, 231].map((lines) => ({
    promise: `src has a file of ${lines} lines`,
    file: `src/am/lines-${lines}.ts`,
    text: '// One more.\n'.repeat(lines),
    rule: 'max-lines',
    refused: lines > 230,
  })),
];

let findings: readonly string[];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rooms-'));
  await cp('.oxlintrc.json', join(folder, '.oxlintrc.json'));
  await cp('tsconfig.json', join(folder, 'tsconfig.json'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  for (const { file, text } of samples) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const oxlint = resolve('node_modules/.bin/oxlint');
  const { stdout } = spawnSync(oxlint, ['--format', 'unix', 'src', 'packages', 'web'], {
    cwd: folder,
    encoding: 'utf8',
  });
  findings = stdout.split('\n');
  await rm(folder, { recursive: true });
});

test.each(samples)('$promise: refused $refused', ({ file, rule, refused }) => {
  const found = findings.filter((line) => line.includes(`${file}:`) && line.includes(rule));

  expect(found.length > 0).toBe(refused);
});

/** Returns a sample for each import. What is permitted is held by the lint of the modules. */
function imports(row: string): Sample[] {
  const [room = '', modules = ''] = row.split(': ');
  return modules.split(', ').map((module) => ({
    promise: `${room} imports ${module}`,
    file: `${room}/imports-${module.replaceAll(/\W+/g, '-')}.ts`,
    text: `import * as room from '${module}';\n\nexport const used = room;\n`,
    rule: 'no-restricted-imports',
    refused: true,
  }));
}

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
