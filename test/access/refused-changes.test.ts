/** A refused change is recorded, for callers who see all history (security G1). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ErrorCode } from '../../src/domain/failure.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { listAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { writesTo } from './received.ts';
import { staffScopes } from './scene.ts';

let ledger: OpenLedger;
let stage: Stage;

beforeEach(async () => {
  ledger = await openTestLedger();
  const env = { ...staffScopes, REASON_REQUIRED: 'help-desk', STEP_UP_MAX_AGE: '600' };
  stage = await openStage('pingam', { env: everyCallerEnv(env), ledger });
});
afterEach(async () => {
  await stage?.close();
  await ledger?.close();
});

const toBob = 'target: { user: { id: "bob" } }';
const old = { auth_time: Math.floor(Date.now() / 1000) - 3_600 };

interface Row {
  readonly by: string;
  /** The scopes of a token; without them it is a session. */
  readonly scopes?: readonly string[];
  readonly claims?: { readonly auth_time: number };
  readonly change: string;
  readonly code: ErrorCode;
  readonly told: object;
}

const rows: readonly Row[] = [
  {
    by: 'alice',
    change: `resetOathDevices(input: { ${toBob}, reason: "a secret 123456" })`,
    code: 'FORBIDDEN',
    told: {
      personAmId: 'bob',
      effect: 'RESET',
      kinds: ['OATH'],
      actor: { amId: 'alice', role: 'SELF' },
    },
  },
  {
    by: 'helen',
    change: 'resetPushDevices(input: { target: { user: { id: "vera" } }, reason: "r" })',
    code: 'TARGET_PRIVILEGED',
    told: { personAmId: 'vera', kinds: ['PUSH'], actor: { amId: 'helen', role: 'HELP_DESK' } },
  },
  {
    by: 'helen',
    change: `resetDevices(input: { target: { user: { id: "${idOfPerson('bob')}" } }, kinds: [TRUSTED, OATH] })`,
    code: 'BAD_USER_INPUT',
    told: { personAmId: 'bob', kinds: ['OATH', 'TRUSTED'], actor: { amId: 'helen' } },
  },
  {
    by: 'helen',
    change: `removeDevice(input: { ${toBob}, kind: OATH, deviceId: "x" })`,
    code: 'FORBIDDEN',
    told: { personAmId: 'bob', effect: 'REMOVE', kinds: ['OATH'], actor: { role: 'HELP_DESK' } },
  },
  {
    by: 'helen',
    change: 'resetOathDevices(input: { target: { user: { id: "helen" } }, reason: "r" })',
    code: 'OWN_ACCOUNT',
    told: { personAmId: 'helen', actor: { amId: 'helen', role: 'HELP_DESK' } },
  },
  {
    by: 'alice',
    scopes: ['devices:read'],
    change: 'resetOathDevices(input: { target: { me: true }, dryRun: true })',
    code: 'INSUFFICIENT_SCOPE',
    told: { personAmId: 'alice', isDryRun: true, actor: { amId: 'alice', clientId: 'portal' } },
  },
  {
    by: 'alice',
    scopes: ['devices:read', 'devices:reset'],
    claims: old,
    change: 'resetOathDevices(input: { target: { me: true } })',
    code: 'STEP_UP_REQUIRED',
    told: { personAmId: 'alice', actor: { amId: 'alice', role: 'SELF' } },
  },
];

const list = `{ realmHistory { edges { node { personAmId realm effect kinds isDryRun outcome refusal reason
  actor { amId role clientId } } } } }`;

async function sent({ by, scopes, claims, change }: Row): Promise<string[]> {
  const as: SessionHeader =
    scopes === undefined
      ? await stage.peer.signIn(by)
      : bearer(stage.sandbox, by, { scopes, ...(claims && { claims }) });
  const [field = ''] = change.split('(');
  const selection = field === 'resetDevices' ? 'isReplayed' : 'outcome';
  return codesOf(await stage.gateway.ask(`mutation { ${change} { ${selection} } }`, as));
}

/** Waits for that many refused changes; they are recorded after the answer. */
async function refused(count: number): Promise<readonly unknown[]> {
  const rita = await stage.peer.signIn('rita');
  for (;;) {
    const edges = listAt((await stage.gateway.ask(list, rita)).data, 'realmHistory', 'edges');
    if (edges.length >= count) return edges;
  }
}

test.each(rows)('$by: $code for $change', async (row) => {
  expect(await sent(row)).toEqual([row.code]);

  const edges = await refused(1);
  expect(edges).toMatchObject([
    { node: { ...row.told, realm: 'alpha', outcome: null, refusal: row.code, reason: null } },
  ]);
  expect(writesTo(stage.sandbox)).toEqual([]);
  expect(JSON.stringify(edges)).not.toContain('123456');
});

test('the person and the help desk do not see them', async () => {
  for (const row of rows.slice(0, 2)) await sent(row);
  await refused(2);

  const history = '{ me { history { edges { node { id } } } } }';
  const bob = await stage.gateway.ask(history, await stage.peer.signIn('bob'));
  const helen = await stage.gateway.ask(list, await stage.peer.signIn('helen'));

  expect(bob.data).toEqual({ me: { history: { edges: [] } } });
  expect(helen.data).toEqual({ realmHistory: { edges: [] } });
});
