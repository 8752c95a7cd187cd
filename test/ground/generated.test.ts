/** Generated files in the repository are current. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { stringifyDocument } from '@urql/core';
import { parse, print, validate } from 'graphql';
import { format } from 'prettier';
import * as operationsModule from '../../packages/client/operations.ts';
import { accessPage } from '../../tools/codegen/access-page.ts';
import {
  cacheOptionsModule,
  graphcacheOptionsModule,
} from '../../tools/codegen/cache-options-module.ts';
import { chartSchema, configSchema } from '../../tools/codegen/config-schema.ts';
import { configurationPage } from '../../tools/codegen/configuration-page.ts';
import { printPublicSchema, printSubgraphSchema } from '../../tools/codegen/print-schemas.ts';
import { transform } from '../../tools/codegen/with-typenames.ts';
import { rulesFor } from '../../src/documents/document.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { upgradingPage } from '../../tools/codegen/upgrading-page.ts';
import { errorCodesModule } from '../../tools/codegen/error-codes-module.ts';

test('the schema file is current', async () => {
  expect(await readFile('schema/schema.graphql', 'utf8')).toBe(
    printPublicSchema(await createSchema()),
  );
});

test('the schema file for composers is current', async () => {
  expect(await readFile('schema/subgraph.graphql', 'utf8')).toBe(
    printSubgraphSchema(await createSchema()),
  );
});

test('the schema file for people is current', async () => {
  expect(await readFile('schema/subgraph-people.graphql', 'utf8')).toBe(
    printSubgraphSchema(await createSchema({ isForPeople: true })),
  );
});

test('the schemas of the configuration file and of the values of the chart are current', async () => {
  const files = ['schema/config.schema.json', 'deploy/helm/values.schema.json'] as const;
  const [config, values] = files.map((file) => readFileSync(file, 'utf8'));
  const formatted = [configSchema(), chartSchema(values ?? '')].map((text) =>
    format(text, { parser: 'json', printWidth: 100 }),
  );

  expect([config, values]).toEqual(await Promise.all(formatted));
});

test('the configuration page is current', async () => {
  const page = await format(configurationPage(), { parser: 'markdown', printWidth: 100 });

  expect(await readFile('docs/configuration.md', 'utf8')).toBe(page);
});

test('the page about upgrading is current', async () => {
  const page = await format(upgradingPage(), { parser: 'markdown', printWidth: 100 });

  expect(await readFile('docs/upgrading.md', 'utf8')).toBe(page);
});

test('the access page is current', async () => {
  const page = await format(accessPage(), { parser: 'markdown', printWidth: 100 });

  expect(await readFile('docs/access.md', 'utf8')).toBe(page);
});

test("the client's error codes are current", async () => {
  const module = errorCodesModule(await readFile('docs/errors.md', 'utf8'));

  expect(await readFile('packages/client/error-codes.ts', 'utf8')).toBe(module);
});

test("the options of Apollo Client's cache are current", async () => {
  const module = await format(cacheOptionsModule(await createSchema()), {
    parser: 'typescript',
    singleQuote: true,
    printWidth: 100,
  });

  expect(await readFile('packages/client/cache-options.ts', 'utf8')).toBe(module);
});

test('the options of graphcache are current', async () => {
  const module = graphcacheOptionsModule(await createSchema());

  expect(await readFile('packages/client/graphcache-options.ts', 'utf8')).toBe(module);
});

/** `test/trials/codegen.test.ts` compares the whole files with what graphql-codegen writes. */
test('the trusted documents contain every operation and fragment of schema', async () => {
  const { operations } = trustedDocuments();
  const printed = operations.filter(({ body }) => body === print(parse(body)));
  const documents = globSync('schema/{operations,fragments}/*.graphql').map((file) => ({
    document: parse(readFileSync(file, 'utf8')),
  }));
  const written = transform({ documents }).flatMap(({ document }) => document?.definitions ?? []);

  const held = new Set(printed.flatMap(({ body }) => parse(body).definitions.map(print)));
  expect(held).toEqual(new Set(written.map(print)));
});

test('the id of a trusted document is the hash of its text, as printed by graphql or urql', async () => {
  const { operations } = trustedDocuments();
  const names = operations.map(({ name }) => name);
  const files = await readdir('schema/operations');

  expect(names).toEqual(names.toSorted());
  expect(new Set(names).size).toBe(files.length);
  for (const { id, type, name, body } of operations) {
    const printed = print(parse(body));
    expect(id).toBe(createHash('sha256').update(body).digest('hex'));
    expect([printed, stringifyDocument(printed)]).toContain(body);
    expect(body).toContain(`${type} ${name}`);
  }
});

/** A gateway that starts relies on this. */
test('the trusted documents are valid without introspection', async () => {
  const schema = await createSchema();

  for (const { name, body } of trustedDocuments().operations)
    expect([name, validate(schema, parse(body), rulesFor(false))]).toEqual([name, []]);
});

test('typed documents contain the trusted text and id', () => {
  const { operations } = trustedDocuments();
  const carried = Object.values(operationsModule).flatMap((document) =>
    '__meta__' in document ? [{ id: document.__meta__.hash, body: document.__meta__.text }] : [],
  );

  const printed = operations.filter(({ body }) => body === print(parse(body)));
  expect(carried).toEqual(printed.map(({ id, body }) => ({ id, body })));
});

interface Manifest {
  readonly format: string;
  readonly operations: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly body: string;
  }[];
}

function trustedDocuments(): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync('schema/trusted-documents.json', 'utf8'));
  expect(manifest).toMatchObject({ format: 'apollo-persisted-query-manifest', version: 1 });
  return manifest;
}
