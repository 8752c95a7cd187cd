/** package.json and the imports are equal, both ways; what production needs is apart from the tools. */
import { readFileSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

interface Manifest {
  readonly name: string;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Packages that the program imports only where they are installed. */
const optional = new Map([
  ['@graphql-yoga/render-graphiql', 'the explorer; without it there is a page that says so'],
]);

/** Tools that nothing imports or names. */
const unnamed = new Map([
  ['@swc/core', 'peer of @swc/jest'],
  ['@urql/core', 'peer of urql'],
  ['oxlint-tsgolint', 'the type-aware rules of oxlint'],
]);

function textOf(file: string): string {
  return readFileSync(file, 'utf8');
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(textOf(join(folder, 'package.json')));
}

const manifest = manifestOf('.');
const dependencies = Object.keys(manifest.dependencies);
const devDependencies = Object.keys(manifest.devDependencies);

/** Everything beside the program. */
const tools = '{test,bench,codegen,examples}/**/*.{ts,tsx,js}';

/** Folders with a package.json of their own, which are other packages. */
const packages = ['bench/rivals', 'examples/portal', 'examples/routers/hive'];

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

/** The words of the scripts and of what configures the tools. */
const words = new Set(
  [JSON.stringify(manifest.scripts), textOf('codegen.yml'), textOf('jest.config.js')]
    .join('\n')
    .split(/[^\w@/-]+/),
);

/** Whether a tool is named, or one of its commands, or it types a package that is declared. */
function isNamed(tool: string): boolean {
  const { bin = {} } = manifestOf(join('node_modules', tool));
  const plugin = tool.replace('@graphql-codegen/', '');
  if ([tool, plugin, ...Object.keys(bin)].some((name) => words.has(name))) return true;
  const typed = tool.replace('@types/', '');
  return typed !== tool && ['node', ...dependencies, ...devDependencies].includes(typed);
}

test('the program imports its dependencies, all of them and nothing else', async () => {
  const imported = await importedBy('{src,packages}/**/*.ts');

  expect([...imported].sort()).toEqual([...dependencies, ...optional.keys()].sort());
});

test('tests, bench, examples and tools import what is declared', async () => {
  const imported = await importedBy(tools);

  const declared = [...dependencies, ...devDependencies];
  expect([...imported].filter((name) => !declared.includes(name))).toEqual([]);
});

test('every tool is imported, or named, or has a reason', async () => {
  const imported = await importedBy(tools);

  const others = devDependencies.filter((tool) => !imported.has(tool) && !isNamed(tool));
  expect(others).toEqual([...optional.keys(), ...unnamed.keys()].sort());
});
