/**
 * Reads never wait for the ledger: while it hangs, people and devices can be read (reliability
 * R25).
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ledger } from '../../src/domain/ledger-ports/ledger.ts';
import { localLocks } from '../../src/domain/values/lock.ts';
import { codesOf } from '../support/gateway.ts';
import { uniformLedger } from '../support/ledger-ports.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage, type Stage } from '../support/stage.ts';

let calls = 0;
/**
 * Accepts every call and never answers. Without campaigns, as on SQLite: otherwise the gateway
 * looks for work every few seconds, which no read begins.
 */
const hanging: Ledger = {
  ...uniformLedger(() => {
    calls += 1;
    return new Promise(() => undefined);
  }),
  campaigns: null,
  locks: localLocks,
};

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
  calls = 0;
});
afterAll(() => stage?.close());

const devices = 'username oathSkip devices { id name } devicesByKind { kind devices { id } }';

test.each<readonly [keyof typeof sessions, string]>([
  ['bob', `{ me { ${devices} } gatewayCaller { roles realms canSearch } }`],
  ['helen', `{ user(id: "bob") { ${devices} callerCan(action: RESET) { isAllowed } } }`],
  ['oscar', `{ user(id: "vera") { ${devices} } gatewayCapabilities { product version } }`],
  ['amadmin', `{ user(id: "bob") { ${devices} } }`],
])('%s reads: %s', async (name, query) => {
  const answer = await stage.gateway.ask(query, sessions[name]);

  expect(codesOf(answer)).toEqual([]);
  expect(calls).toBe(0);
});

test('a refused change is answered as well, although it is recorded', async () => {
  const change =
    'mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } }';

  const answer = await stage.gateway.ask(change, await stage.peer.signIn('alice'));

  expect(codesOf(answer)).toEqual(['FORBIDDEN']);
});
