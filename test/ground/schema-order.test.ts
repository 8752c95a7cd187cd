/** The printed schemas are in the order in which a reader needs them. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { buildSchema as schemaOf } from 'graphql';
import { orderFields } from '../../src/graph/fields/order-fields.ts';

const files = ['schema', 'subgraph', 'subgraph-people'];
const textOf = (file: string): string => readFileSync(`schema/${file}.graphql`, 'utf8');
const definitions = /^(?:type|interface|enum|input|union|scalar) (\w+)/;

/** Each type with the text of its definition, in their order. */
function typesOf(file: string): readonly (readonly [name: string, text: string])[] {
  return textOf(file)
    .split(/\n\n(?=\S)/)
    .flatMap((block) => {
      const text = block.replace(/^""".*?"""\n/s, '');
      const name = definitions.exec(text)?.[1];
      return name === undefined ? [] : [[name, text.replaceAll(/""".*?"""/gs, '')] as const];
    });
}

test('the first sentences name the type of a device and the two resets', () => {
  const [description = ''] = textOf('schema').split('\nschema {');

  for (const name of ['RegisteredDevice', 'resetOathDevices', 'resetPushDevices'])
    expect(description).toContain(`\`${name}\``);
});

test.each(files)('%s begins with what users need', (file) => {
  const types = typesOf(file);
  const fields = types.map(([, text]) => [...text.matchAll(/^ {2}(\w+)[:(]/gm)].map(([, f]) => f));

  expect(types.slice(0, 3).map(([name]) => name)).toEqual(['Query', 'Mutation', 'User']);
  expect(fields[0]?.[0]).toBe('me');
  expect(fields[1]?.slice(0, 2)).toEqual(['resetOathDevices', 'resetPushDevices']);
});

test.each(files)('%s has each type after one that leads to it', (file) => {
  const types = typesOf(file);
  const unreached = types.slice(2).filter(([name, text], index) => {
    const before = types.slice(0, index + 2).map(([, other]) => other);
    const parents = [...(text.split('{')[0]?.matchAll(/implements (.*)/g) ?? [])].join(' ');
    return !before.some((other) => new RegExp(`\\b${name}\\b`).test(other)) && parents === '';
  });

  expect(types.length).toBeGreaterThan(40);
  expect(unreached.map(([name]) => name)).toEqual([]);
});

test('a field without a place in the order is refused', () => {
  const schema = schemaOf(
    'type Query { me: ID, news: ID } type Mutation { x: ID } type User { y: ID }',
  );

  expect(() => {
    orderFields(schema);
  }).toThrow('order-fields.ts omits Query.news');
});
