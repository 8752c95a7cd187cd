/**
 * The record of a change names the OAuth client of the token, for each method of verification
 * (security G1).
 */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { AccessTokenOptions } from '../../src/sandbox/index.ts';
import { textAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
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

const ofRecord = 'change { id: reference actor { clientId } }';

test.each<readonly [string, AccessTokenOptions | null, string | null]>([
  ['a signed token', {}, 'portal'],
  ['another signed token', { client: 'gateway', audience: 'portal' }, 'gateway'],
  ['a signed token that names a party', { claims: { client_id: null, azp: 'kiosk' } }, 'kiosk'],
  ['a signed token that, as introspection, names nobody', { claims: { client_id: null } }, null],
  ['an opaque token', { opaque: true }, 'portal'],
  ['another opaque token', { opaque: true, client: 'gateway', audience: 'portal' }, 'gateway'],
  ['a session', null, null],
])('%s', async (label, options, clientId) => {
  const as =
    options === null ? await stage.peer.signIn('alice') : bearer(stage.sandbox, 'alice', options);
  const input = `{ target: { me: true }, force: true, idempotencyKey: "${label}" }`;

  const { data } = await stage.gateway.ask(
    `mutation { told: resetPushDevices(input: ${input}) { ${ofRecord} } }`,
    as,
  );

  const recorded = await ledger.findChange(textAt(data, 'told', 'change', 'id'));
  expect(recorded?.intent.actor.clientId).toBe(clientId);
  expect(data).toMatchObject({ told: { change: { actor: { clientId } } } });
});
