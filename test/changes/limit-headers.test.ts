/** A reached limit is named, and the HTTP headers say when to retry. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { fieldAt } from '../support/json.ts';
import { sendRaw } from '../security/raw-http.ts';
import { openTestLedger } from '../support/ledger.ts';
import { openStage, type Stage } from '../support/stage.ts';

const origin = 'https://portal.example';
const env = { LIMIT_OWN_CHANGES: '1/1m', LIMIT_SEARCHES: '1/1m', CORS_ORIGINS: origin };
let ledger: OpenLedger;
let stage: Stage;

beforeAll(async () => {
  ledger = await openTestLedger();
  stage = await openStage('pingam', { env, ledger });
});
afterAll(async () => {
  await stage?.close();
  await ledger?.close();
});

const reset = (key: string): string =>
  `mutation { resetOathDevices(input: { target: { me: true }, idempotencyKey: "${key}", force: true }) { outcome } }`;

test.each([
  ['a change', 'alice', reset, 'own: 1 in 60 s'],
  ['a search', 'amadmin', () => '{ users(search: "bob") { nodes { username } } }', 'searches'],
] as const)('%s beyond its limit', async (_what, who, query, limit) => {
  const as = await stage.peer.signIn(who);
  const ask = (key: string): ReturnType<typeof sendRaw> => {
    const headers = { ...as, origin, 'content-type': 'application/json' };
    return sendRaw(stage.gateway.url, { headers, body: JSON.stringify({ query: query(key) }) });
  };

  const first = await ask('one');
  const { status, headers, text } = await ask('two');

  expect(first.headers).not.toHaveProperty('retry-after');
  const [error] = Object.values(Object(fieldAt(JSON.parse(text), 'errors')));
  const seconds = fieldAt(error, 'extensions', 'retryAfterSeconds');
  expect(fieldAt(error, 'extensions')).toMatchObject({ code: 'RATE_LIMITED', limit });
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'retry-after': String(seconds),
    ratelimit: `"${limit}";r=0;t=${String(seconds)}`,
    'access-control-expose-headers': 'x-correlation-id, retry-after, ratelimit',
  });
});
