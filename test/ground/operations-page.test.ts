/**
 * What docs/operations.md says of every operation is what a run says: answers, costs, calls to AM, errors.
 * `npm run generate` runs this file with WRITE_PAGES=1, which writes the page, the client's sample answers and the Postman collection
 * in place of comparing them.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { useStage } from '../support/stage.ts';
import { operations } from './operations/documented.ts';
import { callRows, operationsPage, printOperationsPage } from './operations/page.ts';
import { postmanCollection, printPostmanCollection } from './operations/postman.ts';
import { runOperations, runRound } from './operations/run.ts';
import type { Run } from './operations/run.ts';
import { printSampleAnswers, sampleAnswersModule } from './operations/sample-answers.ts';
import { openOperationsStage } from './operations/stage.ts';
import type { OperationsStage } from './operations/stage.ts';
import { rowsOf } from './rows-of.ts';

let stage: OperationsStage;
let run: Run;

beforeAll(async () => {
  stage = await openOperationsStage();
  run = await runOperations(stage);
  if (process.env['WRITE_PAGES'] === '1') {
    await writeFile(operationsPage, await printOperationsPage(run));
    await writeFile(sampleAnswersModule, await printSampleAnswers(run));
    await writeFile(postmanCollection, await printPostmanCollection());
  }
}, 60_000);
afterAll(() => stage?.close());

test('every document is on the operations page', async () => {
  const folder = 'schema/operations';
  const documents = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')),
  );
  const names = documents.flatMap((text) => /^(?:query|mutation) (\w+)/m.exec(text)?.[1] ?? []);

  expect(names.toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
});

test('the operations page counts the calls to AM as they are', async () => {
  expect(callRows(run.runs)).toEqual(await rowsOf(operationsPage));
});

test('the operations page is what a run says', async () => {
  expect(await readFile(operationsPage, 'utf8')).toBe(await printOperationsPage(run));
});

test("the client's sample answers are what a run says", async () => {
  expect(await readFile(sampleAnswersModule, 'utf8')).toBe(await printSampleAnswers(run));
});

test('the Postman collection is what the documents say', async () => {
  expect(await readFile(postmanCollection, 'utf8')).toBe(await printPostmanCollection());
});

test('where nobody is staff by a group, nobody pays for groups', async () => {
  const gateway = await stage.start();
  const alone = ['WhoAmI', 'MyDevices', 'ResetOathDevices', 'RemoveDevice'];
  const measured: (string | number)[][] = [];
  for (const operation of operations.filter(({ name }) => alone.includes(name))) {
    const { calls } = await runRound(stage, { gateway, operation, caller: 'self' });
    measured.push([operation.name, ...calls]);
  }

  expect(measured).toEqual([
    ['WhoAmI', 1, 0, 0, 0, 0, 0, 0],
    ['MyDevices', 1, 1, 0, 0, 2, 0, 0],
    ['ResetOathDevices', 1, 2, 0, 0, 2, 1, 0],
    ['RemoveDevice', 1, 2, 0, 0, 7, 1, 0],
  ]);
});

describe('the explorer', () => {
  const aic = useStage('aic');

  test('a browser gets a page that loads nothing else', async () => {
    const response = await aic.gateway.fetch({ headers: { accept: 'text/html' } });
    const page = await response.text();

    expect(response.status).toBe(200);
    expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=["']?(?:https?:)?\/\//);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'self'");
  });

  test('the page offers the documented operations', async () => {
    const page = await (await aic.gateway.fetch({ headers: { accept: 'text/html' } })).text();

    expect(page).toContain('query MyDevices');
    expect(page).toContain('mutation ResetOathDevices');
    expect(page).toContain(aic.peer.cookieName);
  });

  test('a tab opens at one click: its style stands last, and names what GraphiQL still has', async () => {
    const page = await (await aic.gateway.fetch({ headers: { accept: 'text/html' } })).text();

    const [head = ''] = page.split('</head>', 1);
    const [theirs = '', ours = ''] = head.split('<style>').slice(1);
    expect(ours).toContain('.graphiql-tab { transform: none !important; }');
    expect(theirs).toMatch(
      /\.graphiql-tab:not\(:focus-within\)\s*{\s*transform:\s*none\s*!important/,
    );
    expect(theirs).toContain('.graphiql-logo');
  });

  test('the header is named, and its hint says which part of the printed line is the value', async () => {
    const page = await (await aic.gateway.fetch({ headers: { accept: 'text/html' } })).text();

    const hint = 'the part after the colon of what npm run -s sign-in -- alice prints';
    expect(page).toContain(
      JSON.stringify(JSON.stringify({ [aic.peer.cookieName]: hint }, null, 2)),
    );
  });

  test.each([
    ['JSON', 'application/json'],
    ['anything', '*/*'],
    ['JSON rather than a page', 'application/json, text/html;q=0.9'],
  ])('a program that takes %s gets no page', async (_label, accept) => {
    const response = await aic.gateway.fetch({ headers: { accept } });

    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      'application/json; charset=utf-8',
    ]);
  });
});
