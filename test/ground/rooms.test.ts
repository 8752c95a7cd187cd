/** Rooms import what CONTRIBUTING permits, and the program imports what the bundle holds. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';

const read = (file: string): string => readFileSync(file, 'utf8');

/** What each room may import, by the table of CONTRIBUTING; null for every room. */
const permitted = new Map(
  [...read('CONTRIBUTING.md').matchAll(/^\| `src\/([\w-]+)` +\|[^|]*\| (.*?) +\|$/gm)].map(
    ([, room = '', rooms = '']) => [room, rooms === 'every room' ? null : rooms.split(', ')],
  ),
);

test('each room imports only what the table of rooms permits', () => {
  const wrong: string[] = [];
  const files = globSync('src/*/**/*.ts');
  for (const file of files) {
    const [, own = ''] = file.split('/');
    for (const [, path = ''] of read(file).matchAll(/(?:from|import)[ (]'(\.[^']+)'/g)) {
      const [top, room = ''] = join(dirname(file), path).split('/');
      const rooms = top === 'src' ? permitted.get(own) : [];
      if (top === 'src' && (room === 'package-files' || (room === 'domain' && own !== 'sandbox')))
        continue;
      if (room !== own && rooms !== null && rooms?.includes(room) !== true)
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
