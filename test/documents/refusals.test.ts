/** A refusal says what is true of the operation, and a limit has its code. */
import { glob, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { pathOf } from '../../src/graph/fields/input-path.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { codesOf } from '../support/gateway.ts';
import { everyCallerEnv, useStage } from '../support/stage.ts';

const stage = useStage('pingam', { env: everyCallerEnv() });
const privileged = 'target: { user: { id: "oscar" } }';

test.each([
  ['a read', '{ user(id: "oscar") { oathDevices { id } } }', false],
  ['a change', `mutation { resetOathDevices(input: { ${privileged} }) { outcome } }`, true],
])('a privileged user: %s', async (_label, query, isChange) => {
  const answer = await stage.gateway.ask(query, await stage.peer.signIn('helen'));

  expect(codesOf(answer)).toEqual(['TARGET_PRIVILEGED']);
  expect(answer.errors[0]?.message.includes('Nothing was changed.')).toBe(isChange);
});

test('only a limit with its code fails with RATE_LIMITED', async () => {
  const raising: string[] = [];
  for await (const file of glob('src/**/*.ts'))
    if (/Failure\(\s*'RATE_LIMITED'/.test(await readFile(file, 'utf8'))) raising.push(file);

  expect(raising).toEqual(['src/domain/values/limit.ts']);
});

test.each([
  ['ticket', ['input', 'ticket']],
  ['verification.at', ['input', 'verification', 'at']],
  ['reference', ['input', 'verification', 'reference']],
  ['realm', ['input', 'target', 'user', 'realm']],
  ['first', null],
])('the path of %s in a reset', async (place, path) => {
  const { args = [] } = (await createSchema()).getMutationType()?.getFields()['resetDevices'] ?? {};

  expect(pathOf(args, place.split('.'))).toEqual(path);
});
