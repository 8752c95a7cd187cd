/** Rooms import what CONTRIBUTING permits, and the program imports what the bundle holds. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { importsOfRooms } from './rows-of.ts';

const read = (file: string): string => readFileSync(file, 'utf8');

test('each room imports only what the table of rooms permits', async () => {
  const permitted = await importsOfRooms();
  const wrong: string[] = [];
  const files = globSync('src/*/**/*.ts');
  for (const file of files) {
    const [, own = ''] = file.split('/');
    for (const [, path = ''] of read(file).matchAll(/(?:from|import)[ (]'(\.[^']+)'/g)) {
      const [top, room = ''] = join(dirname(file), path).split('/');
      const rooms = top === 'src' ? (permitted.get(own)?.split(', ') ?? []) : [];
      if (top === 'src' && (room === 'package-files' || (room === 'domain' && own !== 'sandbox')))
        continue;
      if (room !== own && !rooms.includes('every room') && !rooms.includes(room))
        wrong.push(`${file}: ${path}`);
    }
  }

  expect(files.length).toBeGreaterThan(400);
  expect([...permitted.keys()].toSorted()).toEqual(
    readdirSync('src').filter((name) => !name.includes('.')),
  );
  expect(wrong).toEqual([]);
});

function packagesIn(source: string): readonly string[] {
  const statements = source.matchAll(/^(?:import|export) (?:[\w*{},\s]+ from )?'([^'.]+[^']*)'/gm);
  const calls = source.matchAll(/\bimport\('([^'.]+[^']*)'\)/g);
  return [...statements, ...calls]
    .map(([, specifier = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '')
    .filter((name) => !name.startsWith('node:'));
}

test('the bundle holds each package that the program imports, or leaves it out on purpose', () => {
  const imported = new Set(globSync('src/**/*.ts').flatMap((file) => packagesIn(read(file))));

  const { name, dependencies, devDependencies } = JSON.parse(read('package.json'));
  imported.delete(name);
  expect(dependencies).toBeUndefined();
  expect(imported.size).toBeGreaterThan(20);
  expect([...imported].filter((one) => devDependencies[one] === undefined)).toEqual([]);
});
