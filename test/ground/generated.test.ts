/** What is generated from the code is what the repository holds. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringifyDocument } from '@urql/core';
import { parse, print } from 'graphql';
import { format } from 'prettier';
import * as operationsModule from '../../packages/client/operations.ts';
import { accessPage } from '../../codegen/access-page.ts';
import { cacheOptionsModule, graphcacheOptionsModule } from '../../codegen/cache-options-module.ts';
import { configurationPage } from '../../codegen/configuration-page.ts';
import { printPublicSchema, printSubgraphSchema } from '../../codegen/print-schemas.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { errorCodesModule } from '../../codegen/error-codes-module.ts';

const run = promisify(execFile);

test('the schema file is what the code says', async () => {
  expect(await readFile('schema/schema.graphql', 'utf8')).toBe(
    printPublicSchema(await createSchema()),
  );
});

test('the schema file for composers is what the code says', async () => {
  expect(await readFile('schema/subgraph.graphql', 'utf8')).toBe(
    printSubgraphSchema(await createSchema()),
  );
});

test('the configuration page is what the options say', async () => {
  const page = await format(configurationPage(), { parser: 'markdown', printWidth: 100 });

  expect(await readFile('docs/configuration.md', 'utf8')).toBe(page);
});

test('the access page is what the policy and the schema say', async () => {
  const schema = await createSchema({ federation: true });
  const page = await format(accessPage(schema), { parser: 'markdown', printWidth: 100 });

  expect(await readFile('docs/access.md', 'utf8')).toBe(page);
});

test("the client's error codes are what the code and the errors page say", async () => {
  const module = errorCodesModule(await readFile('docs/errors.md', 'utf8'));

  expect(await readFile('packages/client/error-codes.ts', 'utf8')).toBe(module);
});

test("the options of Apollo Client's cache are what the schema says", async () => {
  const module = await format(cacheOptionsModule(await createSchema()), {
    parser: 'typescript',
    singleQuote: true,
    printWidth: 100,
  });

  expect(await readFile('packages/client/cache-options.ts', 'utf8')).toBe(module);
});

test('the options of graphcache are what the schema says', async () => {
  const module = graphcacheOptionsModule(await createSchema());

  expect(await readFile('packages/client/graphcache-options.ts', 'utf8')).toBe(module);
});

describe('from the documents of schema/operations', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'codegen-'));
    const config = (await readFile('codegen.yml', 'utf8'))
      .replace('packages/client/operations.ts:', `${folder}/operations.ts:`)
      .replace('schema/trusted-documents.json:', `${folder}/trusted-documents.json:`);
    await writeFile(join(folder, 'codegen.yml'), config);
    const codegen = resolve('node_modules/.bin/graphql-codegen');
    await run(codegen, ['--config', join(folder, 'codegen.yml')]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('the typed operations are what the documents say', async () => {
    const generated = await readFile(join(folder, 'operations.ts'), 'utf8');

    expect(await readFile('packages/client/operations.ts', 'utf8')).toBe(generated);
  });

  test('the trusted documents are what the documents say', async () => {
    const generated = await readFile(join(folder, 'trusted-documents.json'), 'utf8');

    expect(await readFile('schema/trusted-documents.json', 'utf8')).toBe(generated);
  });
});

test('a trusted document is known by the hash of its text, as graphql and as urql print it', async () => {
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

test('a typed document carries the text and the id that are trusted', () => {
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
