/**
 * A revoked signed token changes nothing if its issuer offers introspection (security A13, RFC
 * 7662).
 */
import { describe, expect, test } from '@jest/globals';
import type { AccessTokenOptions, FaultEffect } from '../../src/sandbox/index.ts';
import { changeDocument, changes } from '../access/changes.ts';
import { writesTo } from '../access/received.ts';
import { callsAboutPeople } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, type Stage, useStage } from '../support/stage.ts';
import { portalEnv } from './bearers.ts';

const me = '{ me { id: amId oathDevices { id: amId } } }';
const reset =
  'mutation { resetOathDevices(input: { target: { me: true }, force: true }) { outcome } }';
const mutations = changes
  .filter(({ name }) => name !== 'endDeviceOwnerSessions')
  .map((change) => changeDocument([change]));

describe('with keys and introspection', () => {
  const stage = useStage('pingam', { env: portalEnv({ AM_TIMEOUT_MS: '1500' }) });
  const { as, asked, issuerSays } = actsOn(stage);

  test('a query checks only the signature, a change calls the issuer once', async () => {
    const alice = as();

    const seen = await stage.gateway.ask(me, alice);
    const beforeChange = asked();
    const changed = await stage.gateway.ask(reset, alice);

    expect([codesOf(seen), beforeChange]).toEqual([[], 0]);
    expect(changed.data).toEqual({ resetOathDevices: { outcome: 'DONE' } });
    expect([asked(), writesTo(stage.sandbox).length]).toEqual([1, 1]);
  });

  test.each(mutations)('revoked, it is refused, and queries go on: %s', async (change) => {
    const alice = as();
    issuerSays({ kind: 'body', body: { active: false } });

    expect(codesOf(await stage.gateway.ask(change, alice))).toEqual(['UNAUTHENTICATED']);
    expect(callsAboutPeople(stage.sandbox)).toEqual([]);
    expect(codesOf(await stage.gateway.ask(me, alice))).toEqual([]);
  });

  const told = (more: object = {}): FaultEffect => {
    const id = stage.peer.idOf('alice');
    const scope = 'devices:read devices:reset';
    const good = { active: true, sub: id, realm: '/alpha', aud: 'portal', scope };
    return { kind: 'body', body: { ...good, ...more } };
  };
  const readOnly = { scopes: ['devices:read'] };
  test.each<readonly [string, () => FaultEffect, string | undefined, AccessTokenOptions?]>([
    ['the same', () => told(), undefined],
    ['no realm', () => told({ realm: null }), undefined],
    ['another person', () => told({ sub: stage.peer.idOf('bob') }), 'UNAUTHENTICATED'],
    ['another realm', () => told({ realm: '/beta' }), 'UNAUTHENTICATED'],
    ['an end that is past', () => told({ exp: 1_700_000_000 }), 'UNAUTHENTICATED'],
    ['fewer scopes', () => told({ scope: 'devices:read' }), 'INSUFFICIENT_SCOPE'],
    ['more scopes', () => told(), 'INSUFFICIENT_SCOPE', readOnly],
    ['an error', () => ({ kind: 'status', status: 500 }), 'UPSTREAM_UNAVAILABLE'],
    ['nothing', () => ({ kind: 'blackhole' }), 'UPSTREAM_UNAVAILABLE'],
  ])('for a valid one it answers %s', async (_label, effect, code, options = {}) => {
    const alice = as(options);
    issuerSays(effect());

    const answer = await stage.gateway.ask(reset, alice);

    expect(codesOf(answer)).toEqual(code === undefined ? [] : [code]);
    expect(writesTo(stage.sandbox)).toHaveLength(code === undefined ? 1 : 0);
  });

  test('one with an invalid signature is not introspected', async () => {
    const { authorization = '' } = as();
    const forged = { authorization: `${authorization.slice(0, -20)}AAAAAAAAAAAAAAAAAAAA` };

    expect(codesOf(await stage.gateway.ask(reset, forged))).toEqual(['UNAUTHENTICATED']);
    expect(stage.sandbox.received()).toEqual([]);
  });
});

describe('with keys alone', () => {
  const stage = useStage('pingam', { env: everyCallerEnv() });
  const { as, asked, issuerSays } = actsOn(stage);

  test('no issuer is called: a revoked one is valid until it expires', async () => {
    const alice = as();
    issuerSays({ kind: 'body', body: { active: false } });

    expect(codesOf(await stage.gateway.ask(reset, alice))).toEqual([]);
    expect(asked()).toBe(0);
  });
});

interface Acts {
  readonly as: (options?: AccessTokenOptions) => SessionHeader;
  /** Returns the number of introspections. */
  readonly asked: () => number;
  readonly issuerSays: (effect: FaultEffect) => void;
}

function actsOn(stage: Stage): Acts {
  return {
    as: (options = {}) => bearer(stage.sandbox, 'alice', options),
    asked: () => stage.sandbox.received().filter(({ path }) => path.endsWith('/introspect')).length,
    issuerSays: (effect) =>
      stage.sandbox.breakNext({
        match: { method: 'POST', path: '/introspect' },
        times: Infinity,
        effect,
      }),
  };
}
