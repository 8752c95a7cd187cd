/** Sessions at AM: the token, and the verdicts (design D8, security A13). */
import { inspect } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import type { SessionFacts } from '../../../src/am/json/session.ts';
import { SessionToken } from '../../../src/am/foundation/credential.ts';
import { SessionVerdicts } from '../../../src/am/session/session-verdicts.ts';
import { UnknownCredentials } from '../../../src/am/session/unknown-credentials.ts';

const text = 'AQIC5wM2LY4Sfc.*AAJTSQACMDE.*';

test.each<[string, (token: SessionToken) => string]>([
  ['a text', (token) => String(token)],
  ['JSON', (token) => JSON.stringify({ token })],
  ['a dump', (token) => inspect(token, { showHidden: true, depth: 9 })],
  ['an error', (token) => String(new Error('no', { cause: token }).cause)],
])('it is not seen in %s', (_label, show) => {
  expect(show(new SessionToken(text))).not.toContain('AQIC5');
});

test('it is revealed on purpose', () => {
  expect(new SessionToken(text).reveal()).toBe(text);
});

describe('a verdict', () => {
  const remembered = { fresh: false };
  const facts: SessionFacts = {
    username: 'alice',
    handle: null,
    universalId: 'id=alice',
    realmPath: '/alpha',
    properties: new Map(),
    idleExpiresAt: null,
    expiresAt: null,
  };

  const unknown = new UnknownCredentials({ slots: 10, mostWaiting: 0 });
  const options = { lifetimeMs: 30_000, now: () => 1_000_000, elapsed: () => 0, unknown };

  test('of more than 10 000 tokens the oldest is forgotten', async () => {
    const verdicts = new SessionVerdicts(options);
    const ask = jest.fn(async () => facts);
    const check = (name: string) => verdicts.check(new SessionToken(name), ask, remembered);
    for (let count = 0; count <= 10_000; count += 1) await check(`token ${count}`);
    expect(ask).toHaveBeenCalledTimes(10_001);

    await check('token 1');
    expect(ask).toHaveBeenCalledTimes(10_001);
    await check('token 0');
    expect(ask).toHaveBeenCalledTimes(10_002);
  });
});
