/** The newest section of the changelog names only what the schema or the last release has. */
import { globSync, readFileSync } from 'node:fs';
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { expect, test } from '@jest/globals';
import { options } from '../../src/config/options.ts';
import { optionsIn } from '../../src/config/values/option.ts';

const read = (file: string): string => readFileSync(file, 'utf8');
/** After a release *Unreleased* is empty. */
const newestOf = (page: string): string =>
  page.split(/^## /m).find((section, index) => index > 0 && section.includes('`')) ?? '';
const newest = newestOf(read('CHANGELOG.md'));
const lastRelease = globSync('schema/released/*/schema.graphql').toSorted().slice(-1);

interface Member {
  readonly name: string;
  readonly args?: readonly { readonly name: string }[];
}

/** Types, members as `Type.member` and alone, arguments and values of a schema. */
function namesOf(sdl: string): string[] {
  return Object.values(buildSchema(sdl).getTypeMap()).flatMap((type) => {
    const members: readonly Member[] =
      isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
        : isEnumType(type)
          ? type.getValues()
          : [];
    const names = members.flatMap(({ name, args = [] }) => [name, ...args.map((one) => one.name)]);
    return [type.name, ...names, ...names.map((name) => `${type.name}.${name}`)];
  });
}

const matches = (files: string, pattern: RegExp): string[] =>
  globSync(files).flatMap((file) => [...read(file).matchAll(pattern)].map(([, name = '']) => name));

/** What else a client or an operator can name. */
const others = [
  ...optionsIn(options).map(({ name }) => name),
  ...matches('schema/config.schema.json', /"(\w+)":\s*\{/g),
  ...matches('schema/operations/*.graphql', /^(?:query|mutation) (\w+)/gm),
  ...matches('packages/client/*.ts', /^export (?:const|function|type|interface|class) (\w+)/gm),
  ...matches('deploy/helm/monitoring/*', /^ *- alert: (\w+)/gm),
  ...matches('src/process/gateway/open-health.ts', /code: '(\w+)'/g),
  ...matches('src/config/sections/tracing.ts', /(OTEL_\w+)/g),
  'RateLimit', // a header
];

const known = new Set([
  ...namesOf(read('schema/schema.graphql')),
  ...lastRelease.flatMap((file) => namesOf(read(file))),
  ...others,
]);

/** The names in code that look like one of ours: `Type.member`, `twoWords`, `TWO_WORDS`. */
function unknownIn(text: string): string[] {
  const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
  const words = spans.flatMap((span) => [
    ...span.matchAll(/(?<![\w./:-])((?:[A-Z][A-Za-z]+\.)?[A-Za-z]\w*)(?![\w/-])/g),
  ]);
  return words
    .map(([, name = '']) => name)
    .filter((name) => /[a-z][A-Z]|^[A-Z]\w*\.|^[A-Z]+_[A-Z_]+$/.test(name) && !known.has(name));
}

test('there are names to check', () => {
  expect(others.length).toBeGreaterThan(200);
  expect([...newest.matchAll(/`[^`]+`/g)].length).toBeGreaterThan(5);
});

test('every name of the newest section exists', () => {
  expect(unknownIn(newest)).toEqual([]);
});
