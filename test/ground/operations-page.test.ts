/** Compares docs/operations.md and the other files that come from a run of the operations. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { operations } from './operations/documented.ts';
import { operationFiles } from './operations/files.ts';
import { readPurposes } from './operations/purposes.ts';
import { runOperations, runRound, type Run } from './operations/run.ts';
import { openOperationsStage, type OperationsStage } from './operations/stage.ts';

let stage: OperationsStage;
let run: Run;

beforeAll(async () => {
  stage = await openOperationsStage();
  run = await runOperations(stage);
}, 300_000);
afterAll(() => stage?.close());

test('every document is on the operations page', async () => {
  const folder = 'schema/operations';
  const documents = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')),
  );
  const names = documents.flatMap((text) => /^(?:query|mutation) (\w+)/m.exec(text)?.[1] ?? []);

  expect(names.toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
});

test('every document says to a stranger when to use it, and when not', async () => {
  const purposes = await readPurposes();

  expect([...purposes.keys()].toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
  const form = /^[A-Z][^\n]*\.\nUse it [^\n]+\.\nDo not use it [^\n]+\.$/;
  expect([...purposes].filter(([, purpose]) => !form.test(purpose))).toEqual([]);
});

test.each(Object.entries(operationFiles))('%s is current', async (path, print) => {
  expect(await readFile(path, 'utf8')).toBe(await print(run));
});

test('groups are not read if no role depends on a group', async () => {
  const gateway = await stage.start();
  const alone = ['WhoAmI', 'MyDevices', 'ResetOathDevices', 'RemoveDevice'];
  const measured: (string | number)[][] = [];
  for (const operation of operations.filter(({ name }) => alone.includes(name))) {
    const { calls } = await runRound(stage, { gateway, operation, caller: 'self' });
    measured.push([operation.name, ...calls]);
  }

  expect(measured).toEqual([
    ['WhoAmI', 1, 0, 0, 0, 0, 0, 0, 0],
    ['MyDevices', 1, 1, 0, 0, 2, 0, 0, 0],
    ['ResetOathDevices', 1, 2, 0, 0, 2, 1, 0, 0],
    ['RemoveDevice', 1, 2, 0, 0, 2, 1, 0, 0],
  ]);
});
