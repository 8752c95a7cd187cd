/** graphql-codegen writes what this repository holds, and reads the schema from a gateway. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onStage } from '../support/stage.ts';

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codegen-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs graphql-codegen as `npm run generate` does, with another configuration. */
async function generate(config: string, name: string): Promise<void> {
  await writeFile(join(folder, name), config);
  const command = resolve('tools/codegen/node_modules/.bin/graphql-codegen');
  await run(command, ['--config', join(folder, name)], { cwd: 'tools/codegen' });
}

test('the files in the repository are current', async () => {
  const [typed, trusted] = ['packages/client/operations.ts', 'schema/trusted-documents.json'];
  const config = await readFile('codegen.yml', 'utf8');

  await generate(
    config
      .replace(`../../${typed}:`, `${folder}/operations.ts:`)
      .replace(`../../${trusted}:`, `${folder}/trusted-documents.json:`),
    'codegen.yml',
  );

  const written = (name: string) => readFile(join(folder, name), 'utf8');
  expect(await readFile(typed, 'utf8')).toBe(await written('operations.ts'));
  expect(await readFile(trusted, 'utf8')).toBe(await written('trusted-documents.json'));
});

test('it reads the schema from the address of a gateway', async () => {
  const generated = join(folder, 'from-address.ts');

  await onStage('pingam', {}, ({ gateway }) =>
    generate(
      JSON.stringify({
        schema: `${gateway.url}/graphql`,
        documents: '../../schema/{operations,fragments}/*.graphql',
        generates: { [generated]: { plugins: ['typescript-operations'] } },
      }),
      'codegen.json',
    ),
  );

  expect(await readFile(generated, 'utf8')).toContain('MyDevicesQuery');
});
