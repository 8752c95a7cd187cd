/** The commands of the checkout are few and documented, and every documented one exists. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const read = (file: string): string => readFileSync(file, 'utf8');
const scriptsOf = (file: string): string[] => Object.keys(JSON.parse(read(file)).scripts ?? {});
const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');

const scripts = scriptsOf('package.json');
/** Those of packages that a page enters first. */
const others = globSync('examples/{portal,routers/hive}/package.json').flatMap(scriptsOf);

/** What may name a command: pages, comments, tests, and the scripts themselves. */
const texts = tracked.filter(
  (file) => /\.(md|ts|tsx|js|sh|yml|json)$|^\.ci\/run$/.test(file) && !/package-lock/.test(file),
);

const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\bnpm run (?:-s |-- )?([a-z][\w:-]*)/g)].map(([, name = '']) => name);

test('there are at most twenty scripts', () => {
  expect(scripts.length).toBeLessThanOrEqual(20);
});

test('the table of CONTRIBUTING names every script', () => {
  const [, table = ''] = read('CONTRIBUTING.md').split('# Contributing');
  const [named = ''] = table.split('## The rooms');
  const isNamed = (name: string): boolean => new RegExp(`(npm (run )?|\`)${name}\\b`).test(named);

  expect(scripts.filter((name) => !isNamed(name))).toEqual([]);
});

test('every command that a text names is a script', () => {
  const released = /^(CHANGELOG\.md|docs\/adr\/.*|docs\/releasing\.md)$/;
  const dead = texts
    .filter((file) => !released.test(file))
    .flatMap((file) => commandsIn(read(file)).map((name) => ({ file, name })))
    .filter(({ name }) => ![...scripts, ...others].includes(name));

  expect(texts.length).toBeGreaterThan(1000);
  expect(dead).toEqual([]);
});

test('test/README.md says what each run of tests needs', () => {
  const needs = [...read('test/runner/with.sh').matchAll(/^ {2}([a-z0-9]+)\)/gm)].map(
    ([, need = '']) => need,
  );

  expect(needs.length).toBeGreaterThan(5);
  expect(needs.filter((need) => !read('test/README.md').includes(`test:with -- ${need}`))).toEqual(
    [],
  );
});

test('bench/README.md has a row for each bench, and for no other', () => {
  const files = globSync('bench/*.main.ts').map((file) => file.slice(6, -'.main.ts'.length));
  const rows = [...read('bench/README.md').matchAll(/^\| `npm run bench(?: -- (\S+))?` /gm)];

  expect(rows.map(([, name = 'requests']) => name).toSorted()).toEqual(
    files.filter((name) => name !== 'bench').toSorted(),
  );
});

test('the top level has at most 28 entries', () => {
  expect(new Set(tracked.map((file) => file.split('/')[0])).size).toBeLessThanOrEqual(28);
});
