/** Reads never wait for the ledger: while it hangs, people and devices are told as ever (reliability R25). */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ledger } from '../../src/domain/ledger.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { turnsOfOneProcess } from '../../src/domain/turn.ts';

const asked: string[] = [];
/** Takes every question, and answers none. */
const hanging: Ledger = {
  begin: () => never('begin'),
  complete: () => never('complete'),
  refuse: () => never('refuse'),
  search: () => never('search'),
  openIntents: () => never('openIntents'),
  history: () => never('history'),
  activity: () => never('activity'),
  findChange: () => never('findChange'),
  problem: () => never('problem'),
  turns: turnsOfOneProcess,
};

function never<T>(question: string): Promise<T> {
  asked.push(question);
  return new Promise(() => undefined);
}

let stage: Stage;
let sessions: Record<'bob' | 'helen' | 'oscar' | 'amadmin', SessionHeader>;

beforeAll(async () => {
  stage = await openStage('pingam', { env: everyCallerEnv(), ledger: hanging });
  const { signIn } = stage.peer;
  sessions = {
    bob: await signIn('bob'),
    helen: await signIn('helen'),
    oscar: await signIn('oscar'),
    amadmin: await signIn('amadmin'),
  };
  asked.length = 0;
});
afterAll(() => stage?.close());

const devices = 'username oathSkip devices { id name } devicesByKind { kind devices { id } }';

test.each<readonly [keyof typeof sessions, string]>([
  ['bob', `{ me { ${devices} } caller { roles realms canSearch } }`],
  ['helen', `{ user(id: "bob") { ${devices} callerCan(action: RESET) { allowed } } }`],
  ['oscar', `{ user(id: "vera") { ${devices} } capabilities { product version } }`],
  ['amadmin', `{ user(id: "bob") { ${devices} } }`],
])('%s reads: %s', async (name, query) => {
  const answer = await stage.gateway.ask(query, sessions[name]);

  expect(codesOf(answer)).toEqual([]);
  expect(asked).toEqual([]);
});

test('a refused change is answered, too, though it is recorded', async () => {
  const change =
    'mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } }';

  const answer = await stage.gateway.ask(change, await stage.peer.signIn('alice'));

  expect(codesOf(answer)).toEqual(['FORBIDDEN']);
});
