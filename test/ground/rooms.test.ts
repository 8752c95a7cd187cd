/** The linter knows the border of every room, and the program imports its dependencies. */
import { spawnSync } from 'node:child_process';
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

/** Packages that the program imports only if they are installed. */
const optional = new Map([
  ['@graphql-yoga/render-graphiql', 'the explorer; without it there is a page that says so'],
]);

function packagesIn(source: string): readonly string[] {
  const statements = source.matchAll(/^(?:import|export) (?:[\w*{},\s]+ from )?'([^'.]+[^']*)'/gm);
  const calls = source.matchAll(/\bimport\('([^'.]+[^']*)'\)/g);
  return [...statements, ...calls]
    .map(([, specifier = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '')
    .filter((name) => !name.startsWith('node:'));
}

test('the program imports exactly its dependencies', async () => {
  const imported = new Set<string>();
  for await (const file of glob('src/**/*.ts'))
    for (const name of packagesIn(await readFile(file, 'utf8'))) imported.add(name);

  const { name, dependencies } = JSON.parse(await readFile('package.json', 'utf8'));
  imported.delete(name);
  expect([...imported].toSorted()).toEqual(
    [...Object.keys(dependencies), ...optional.keys()].toSorted(),
  );
});
