/** What is generated from the code is what the repository holds. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { format } from 'prettier';
import { configurationPage } from '../../src/config/configuration-page.ts';
import { printPublicSchema } from '../../src/graph/print-public-schema.ts';

const run = promisify(execFile);

test('the schema file is what the code says', async () => {
  expect(await readFile('schema/schema.graphql', 'utf8')).toBe(await printPublicSchema());
});

test('the configuration page is what the options say', async () => {
  const page = await format(configurationPage(), { parser: 'markdown', printWidth: 100 });

  expect(await readFile('docs/configuration.md', 'utf8')).toBe(page);
});

test('the typed operations are what the documents say', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'codegen-'));
  try {
    const config = (await readFile('codegen.yml', 'utf8')).replace(
      'schema/generated/',
      `${folder}/`,
    );
    await writeFile(join(folder, 'codegen.yml'), config);
    await run(resolve('node_modules/.bin/graphql-codegen'), [
      '--config',
      join(folder, 'codegen.yml'),
    ]);

    const generated = await readFile(join(folder, 'operations.ts'), 'utf8');
    expect(await readFile('schema/generated/operations.ts', 'utf8')).toBe(generated);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
