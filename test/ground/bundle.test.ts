/** The bundle of the program: what it holds, once, and what its files say about that. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import type { OutputChunk } from 'rolldown';
import { buildProgram, optionalPackages } from '../../tools/build/program.ts';
import { useFolder } from '../support/folder.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';

const folder = useFolder();

let chunks: readonly OutputChunk[];
let modules: readonly string[];

beforeAll(async () => {
  chunks = await buildProgram(folder.path);
  modules = chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => !id.includes('\0'));
});

const read = (name: string): string => readFileSync(`${folder.path}/${name}`, 'utf8');

/** The packages of the modules, by the names and versions of their own manifests. */
function installedPackages(): readonly string[] {
  const folders = modules.flatMap(
    (id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? [],
  );
  return [...new Set(folders)].map((path) => {
    const manifest: unknown = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
    return `${textAt(manifest, 'name')}@${textAt(manifest, 'version')}`;
  });
}

test('is the only JavaScript, with a source map beside each file', () => {
  const files = globSync('**/*.*js', { cwd: folder.path });

  expect(files.toSorted()).toEqual(chunks.map(({ fileName }) => fileName).toSorted());
  const withCode = chunks.filter(({ moduleIds }) => moduleIds.some((id) => !id.includes('\0')));
  expect(globSync('**/*.map', { cwd: folder.path }).toSorted()).toEqual(
    withCode.map(({ fileName }) => `${fileName}.map`).toSorted(),
  );
});

test('holds each module once', () => {
  expect(modules.length).toBeGreaterThan(1_000);
  expect(modules.filter((id, index) => modules.indexOf(id) !== index)).toEqual([]);
});

test.each(['graphql', 'type-graphql', 'reflect-metadata', 'graphql-scalars', 'kysely'])(
  'holds one %s, of one kind of modules',
  (name) => {
    const own = modules.filter((id) => id.includes(`/node_modules/${name}/`));
    const files = own.map((id) => id.replace(/\.[cm]?js$/, ''));

    expect(files.length).toBeGreaterThan(0);
    expect(new Set(own.map((id) => id.split(`/node_modules/${name}/`)[0])).size).toBe(1);
    expect(new Set(files).size).toBe(files.length);
  },
);

test('leaves out only packages that may be missing, and the modules of Node', () => {
  const known = new Set(chunks.map(({ fileName }) => fileName));
  const imports = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]);
  const foreign = imports.filter((name) => !known.has(name) && !name.startsWith('node:'));
  const { builtinModules } = process.getBuiltinModule('node:module');

  expect(
    foreign.filter((name) => ![...optionalPackages, ...builtinModules].includes(name)),
  ).toEqual([]);
});

test('starts without the sandbox, which the image leaves out', () => {
  const loaded = new Set(['main.js']);
  for (const name of loaded) {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    const all = [...(chunk?.imports ?? []), ...(chunk?.dynamicImports ?? [])];
    for (const other of all) if (!/^chunks\/sandbox\d*\.js$/.test(other)) loaded.add(other);
  }
  const own = chunks
    .filter(({ fileName }) => loaded.has(fileName))
    .flatMap(({ moduleIds }) => moduleIds);

  expect(own.length).toBeGreaterThan(1_000);
  expect(own.filter((id) => id.includes('/src/sandbox/'))).toEqual([]);
});

test('has an SBOM with every package in the bundle and no other, as the lock file has them', () => {
  const sbom: unknown = JSON.parse(read('sbom.cdx.json'));
  const listed = listAt(sbom, 'components');
  const named = listed.map((one) => `${textAt(one, 'name')}@${textAt(one, 'version')}`);

  expect(fieldAt(sbom, 'metadata', 'component', 'name')).toBe('@identity-gateway/server');
  expect(named).toContain('graphql@16.15.0');
  expect(named.toSorted()).toEqual(installedPackages().toSorted());
  for (const one of listed) expect(textAt(one, 'purl')).toMatch(/^pkg:npm\/\S+@\S+$/);
});

test('has the licence of every package in the bundle', () => {
  const text = read('third-party-licenses.txt');

  for (const one of installedPackages())
    expect(text).toContain(`\n${one.replace(/@(?=[^@]+$)/, ' ')} (`);
});

test('has the files that the package exports and runs', () => {
  const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
  const named = JSON.stringify([
    fieldAt(manifest, 'bin'),
    fieldAt(manifest, 'exports', './schema'),
  ]);
  const files = named.match(/(?<=":")[^"]+/g) ?? [];

  expect(files.length).toBe(4);
  for (const file of files)
    expect([file, existsSync(`${folder.path}/${file.replace(/^(\.\/)?dist\//, '')}`)]).toEqual([
      file,
      true,
    ]);
});
