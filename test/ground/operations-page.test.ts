/**
 * Compares docs/operations.md, the client's sample answers and the Postman collection with a run.
 * With WRITE_PAGES=1, as in `npm run generate`, this file writes them instead.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { operations } from './operations/documented.ts';
import { readPurposes } from './operations/purposes.ts';
import { operationsPage, printOperationsPage } from './operations/page.ts';
import { postmanCollection, printPostmanCollection } from './operations/postman.ts';
import { runOperations, runRound, type Run } from './operations/run.ts';
import { printSampleAnswers, sampleAnswersModule } from './operations/sample-answers.ts';
import { openOperationsStage, type OperationsStage } from './operations/stage.ts';

const exampleVariables = 'schema/example-variables.json';

let stage: OperationsStage;
let run: Run;

beforeAll(async () => {
  stage = await openOperationsStage();
  run = await runOperations(stage);
  if (process.env['WRITE_PAGES'] === '1') {
    await writeFile(operationsPage, await printOperationsPage(run));
    await writeFile(sampleAnswersModule, await printSampleAnswers(run));
    await writeFile(postmanCollection, await printPostmanCollection());
    await writeFile(exampleVariables, await printExampleVariables());
  }
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

test('the operations page is current', async () => {
  expect(await readFile(operationsPage, 'utf8')).toBe(await printOperationsPage(run));
});

test("the client's sample answers are current", async () => {
  expect(await readFile(sampleAnswersModule, 'utf8')).toBe(await printSampleAnswers(run));
});

test('the Postman collection is current', async () => {
  expect(await readFile(postmanCollection, 'utf8')).toBe(await printPostmanCollection());
});

test("the explorer's variables are current", async () => {
  expect(await readFile(exampleVariables, 'utf8')).toBe(await printExampleVariables());
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

/** Prints the variables of each operation for the explorer: of the caller, otherwise of bob. */
async function printExampleVariables(): Promise<string> {
  const examples = operations.map(({ name, variables }) => [name, variables(null)]);
  const style = await resolveConfig(exampleVariables);
  return format(JSON.stringify(Object.fromEntries(examples)), { ...style, parser: 'json' });
}
