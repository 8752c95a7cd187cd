/** Rooms import what CONTRIBUTING permits, and the program imports its dependencies. */
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
      if (top === 'src' && [own, 'domain'].includes(room) && own !== 'sandbox') continue;
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

test('the program imports exactly its dependencies', () => {
  const imported = new Set(globSync('src/**/*.ts').flatMap((file) => packagesIn(read(file))));

  const { name, dependencies } = JSON.parse(read('package.json'));
  imported.delete(name);
  expect([...imported].toSorted()).toEqual(
    [...Object.keys(dependencies), ...optional.keys()].toSorted(),
  );
});
