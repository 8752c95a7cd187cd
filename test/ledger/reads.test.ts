/**
 * Reads never wait for the ledger: while it hangs, people and devices can be read (reliability
 * R25).
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ledger } from '../../src/domain/ledger-ports/ledger.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { localLocks } from '../../src/domain/values/lock.ts';

const called: string[] = [];
/** Accepts every call and never answers. */
const hanging: Ledger = {
  check: () => never('check'),
  reachedLimits: () => never('reachedLimits'),
  begin: () => never('begin'),
  complete: () => never('complete'),
  refuse: () => never('refuse'),
  search: () => never('search'),
  report: () => never('report'),
  takeReport: () => never('takeReport'),
  openIntents: () => never('openIntents'),
  history: () => never('history'),
  activity: () => never('activity'),
  insights: () => never('insights'),
  coverage: () => never('coverage'),
  findChange: () => never('findChange'),
  findChanges: () => never('findChanges'),
  noticesOf: () => never('noticesOf'),
  retryNotice: () => never('retryNotice'),
  now: Date.now,
  problem: () => never('problem'),
  locks: localLocks,
  proofs: null,
  campaigns: null,
  threats: { current: () => never('threats'), set: () => never('set a threat level') },
  approvals: null,
  pageSessions: null,
};

function never<T>(method: string): Promise<T> {
  called.push(method);
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
  called.length = 0;
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
  expect(called).toEqual([]);
});

test('a refused change is answered as well, although it is recorded', async () => {
  const change =
    'mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } }';

  const answer = await stage.gateway.ask(change, await stage.peer.signIn('alice'));

  expect(codesOf(answer)).toEqual(['FORBIDDEN']);
});
