/**
 * `check --online` names the chains of the real OpenAM that register devices without asking.
 * Requires running `npm run openam`.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openRealOpenAm, type Peer } from '../support/peer.ts';
import { commandResult } from '../support/run-command.ts';
import { withLists } from '../support/with-lists.ts';

let peer: Peer;
beforeAll(async () => {
  peer = await openRealOpenAm();
  await peer.asksBeforeRegistration('http://127.0.0.1:1/enrolment/decisions');
}, 120_000);
afterAll(() => peer?.close());

test('the chain of the page is good, and the others are named', async () => {
  const env = {
    NODE_ENV: 'test',
    PORT: '0',
    AM_URL: peer.url,
    AM_FLAVOR: 'openam',
    ...peer.staffEnv(),
    ...withLists({
      enrolment: { rules: [{ method: 'ticket' }] },
      proofJourneys: [{ method: 'code', journey: 'ProveByCode' }],
    }),
    ENROLMENT_SECRET: 'a-secret-of-the-script-and-the-gateway',
    PROOF_JOURNEY_SECRET: 'a-secret-of-the-journey-and-the-gateway',
  };
  const { out } = await commandResult(['check', '--online'], env);

  expect(out.filter((line) => line.includes('registrations in '))).toEqual([
    'FAILED  registrations in alpha: enrolment.rules: devices are registered without a question to the gateway by twofactor',
  ]);
});
