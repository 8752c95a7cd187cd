/**
 * The record of a change names the OAuth client of the token, for each method of verification
 * (security G1).
 */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { AccessTokenOptions } from '../../src/sandbox/index.ts';
import { listAt, textAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, openStage, type Stage } from '../support/stage.ts';
import { portalEnv } from './bearers.ts';

let ledger: OpenLedger;
let stage: Stage;

beforeAll(async () => {
  ledger = await openTestLedger();
  stage = await openStage('pingam', { env: portalEnv(), ledger });
});
beforeEach(() => stage.restart());
afterAll(async () => {
  await stage?.close();
  await ledger?.close();
});

const reset = `mutation { resetPushDevices(input: { target: { me: true }, force: true, idempotencyKey: "KEY" }) {
  change { id } } }`;

async function clientOf(as: SessionHeader): Promise<unknown> {
  const text = reset.replace('KEY', `key ${Math.random()}`);
  const { data } = await stage.gateway.ask(text, as);
  const id = textAt(data, 'resetPushDevices', 'change', 'id');
  const own =
    '{ caller { history(first: 1) { edges { node { id actor { credential clientId } } } } } }';
  const seen = await stage.gateway.ask(own, as);
  const [edge] = listAt(seen.data, 'caller', 'history', 'edges');
  const recorded = await ledger.findChange(id);
  expect(edge).toMatchObject({
    node: { id, actor: { clientId: recorded?.intent.actor.clientId ?? null } },
  });
  return recorded?.intent.actor.clientId;
}

test.each<readonly [string, AccessTokenOptions, string | null]>([
  ['a signed token', {}, 'portal'],
  ['another signed token', { client: 'gateway', audience: 'portal' }, 'gateway'],
  ['a signed token that names a party', { claims: { client_id: null, azp: 'kiosk' } }, 'kiosk'],
  [
    'a signed token that names nobody, and neither does introspection',
    { claims: { client_id: null } },
    null,
  ],
  ['an opaque token', { opaque: true }, 'portal'],
  ['another opaque token', { opaque: true, client: 'gateway', audience: 'portal' }, 'gateway'],
])('%s', async (_label, options, client) => {
  expect(await clientOf(bearer(stage.sandbox, 'alice', options))).toBe(client);
});

test('a session has no client', async () => {
  expect(await clientOf(await stage.peer.signIn('alice'))).toBeNull();
});
