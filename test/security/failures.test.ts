/**
 * A failure leaves a living process, a masked error, and one log line with its id (security E7,
 * E8).
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { writesTo } from './am-received.ts';
import { sendRaw } from './raw-http.ts';
import { onStage, useStage, type Stage } from '../support/stage.ts';

const masked = 'Something went wrong here. Quote the correlation id when you ask for help.';
const frames = expect.stringMatching(/^RangeError\n +at /);
const myDevices = '{ me { id: amId oathSkip oathDevices { id: amId } pushDevices { id: amId } } }';

const stage = useStage('pingam', { now });
let alice: SessionHeader;
let goodReadings = Infinity;

/**
 * The gateway's clock. With the cookie name configured a request reads it once when its context is
 * made, and the next to read it is a resolver.
 */
function now(): number {
  goodReadings -= 1;
  if (goodReadings < 0) throw new RangeError('SECRET: the clock at 10.0.0.1 is broken');
  return Date.now();
}

beforeEach(async () => {
  alice = await stage.peer.signIn('alice');
});

describe('security E8: a defect of our own', () => {
  test.each([
    ['me', '{ me { id: amId } }', { me: null }],
    ['gatewayCaller', '{ gatewayCaller { roles } }', { gatewayCaller: null }],
    [
      'resetOathDevices',
      'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }',
      { resetOathDevices: null },
    ],
  ])('in %s is masked and logged', async (_field, query, data) => {
    const env = { AM_COOKIE_NAME: 'iPlanetDirectoryPro' };
    await onStage('pingam', { now, env }, async (configured) => {
      const { peer, gateway, sandbox } = configured;
      const as = await peer.signIn('alice');
      await gateway.ask('{ me { id: amId } }', as);
      sandbox.clearReceived();

      goodReadings = 1;
      const answer = await gateway.ask(query, as);
      goodReadings = Infinity;
      const after = await gateway.ask('{ me { id: amId } }', as);

      expect(answer.data).toEqual(data);
      expect(answer.errors.map(({ message, extensions }) => [message, extensions.code])).toEqual([
        [masked, 'INTERNAL'],
      ]);
      expect(answer.text).not.toContain('SECRET');
      expect(failuresWith(correlationOf(answer), configured)).toEqual([
        expect.objectContaining({ code: 'INTERNAL', level: 'error', stack: frames }),
      ]);
      expect(gateway.log.join()).not.toContain('SECRET');
      expect(after.data).toEqual({ me: { id: 'alice' } });
      expect(writesTo(sandbox)).toEqual([]);
    });
  });

  test('before GraphQL is masked and logged', async () => {
    goodReadings = 0;
    const answer = await stage.gateway.ask('{ gatewayCaller { roles } }', alice);
    goodReadings = Infinity;

    expect(answer.status).toBe(500);
    expect(answer.errors).toEqual([
      { message: masked, extensions: { code: 'INTERNAL', correlationId: expect.any(String) } },
    ]);
    expect(failuresWith(correlationOf(answer), stage)).toEqual([
      expect.objectContaining({ code: 'INTERNAL', level: 'error', stack: frames }),
    ]);
    expect(stage.gateway.log.join()).not.toContain('SECRET');
  });
});

describe('security E8: AM failing at', () => {
  const places: readonly (readonly [string, string, string])[] = [
    ['the session check', 'getSessionInfo', 'me'],
    ['the user read', '/users/alice?', 'me'],
    ['the one-time password list', '/oath', 'oathDevices'],
    ['the push list', '/push', 'pushDevices'],
  ];
  const effects: readonly (readonly [string, FaultEffect, string])[] = [
    ['500', { kind: 'status', status: 500, body: { message: 'SECRET' } }, 'UPSTREAM_ERROR'],
    ['418', { kind: 'status', status: 418, body: 'SECRET' }, 'UPSTREAM_ERROR'],
    ['broken JSON', { kind: 'malformed' }, 'UPSTREAM_CONTRACT'],
  ];
  const rows = places.flatMap(([place, path, field]) =>
    effects.map(([label, effect, code]) => ({ place, path, field, label, effect, code })),
  );

  test.each(rows)('$place with $label is reported and logged', async (row) => {
    const { path, field, effect, code } = row;
    stage.sandbox.breakNext({ match: { path }, times: 2, effect });

    const answer = await stage.gateway.ask(myDevices, alice);
    stage.sandbox.reset();
    const again = await stage.peer.signIn('alice');
    const after = await stage.gateway.ask(myDevices, again);

    expect(answer.status).toBe(200);
    expect(answer.errors.map(({ path: at, extensions }) => [at?.at(-1), extensions.code])).toEqual([
      [field, code],
    ]);
    expect(answer.text).not.toContain('SECRET');
    const id = correlationOf(answer);
    expect(id).toBe(answer.headers.get('x-correlation-id'));
    expect(failuresWith(id, stage)).toEqual([expect.objectContaining({ code, stack: null })]);
    expect(codesOf(after)).toEqual([]);
  });
});

describe('security E7: no cache may keep', () => {
  test.each([
    ['an answer', { body: '{"query":"{ caller { roles } }"}' }, 200],
    ['a refusal', { body: '{"query":"{ me { id: amId } }"}' }, 200],
    ['a validation error', { body: '{"query":"{ nothing }"}' }, 200],
    ['a syntax error', { body: '{"query":"{"}' }, 200],
    ['a bad body', { body: '{' }, 400],
    ['a batch', { body: '[]' }, 400],
    ['an empty body', { body: '' }, 400],
    ['another content type', { headers: { 'content-type': 'text/plain' }, body: 'x' }, 415],
    ['a large body', { body: 'x'.repeat(100_000) }, 413],
    ['a costly document', { body: `{"query":"{ caller { ${'realm '.repeat(600)} } }"}` }, 400],
    ['a query by GET', { method: 'GET', path: '/graphql?query={gatewayCaller{roles}}' }, 200],
    ['a mutation by GET', { method: 'GET', path: '/graphql?query=mutation{__typename}' }, 405],
    ['a media type that there is not', { headers: { accept: 'text/plain' }, body: '{}' }, 406],
    ['another method', { method: 'DELETE' }, 405],
    ['HEAD', { method: 'HEAD', path: '/graphql?query={gatewayCaller{roles}}' }, 200],
    ['a preflight', { method: 'OPTIONS' }, 204],
    ['the explorer', { method: 'GET', headers: { accept: 'text/html' } }, 200],
    ['another place', { method: 'GET', path: '/users' }, 404],
    ['liveness', { method: 'GET', path: '/health/live' }, 200],
    ['readiness', { method: 'GET', path: '/health/ready' }, 200],
    [
      'two sessions',
      { headers: { iPlanetDirectoryPro: 'a', cookie: 'iPlanetDirectoryPro=b' }, body: '{}' },
      400,
    ],
    [
      'a cross-site call',
      {
        headers: { cookie: 'iPlanetDirectoryPro=b', origin: 'https://evil.test' },
        body: '{"query":"{ me { id: amId } }"}',
      },
      403,
    ],
  ])('%s', async (_label, request, status) => {
    const answer = await sendRaw(stage.gateway.url, request);

    expect(answer.status).toBe(status);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['x-powered-by'] ?? answer.headers['server']).toBeUndefined();
    expect(answer.headers.etag).toBeUndefined();
  });

  test('an answer about a person or a device', async () => {
    const answer = await stage.gateway.ask(myDevices, alice);

    expect(codesOf(answer)).toEqual([]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('vary')).toBe('Origin');
  });
});

function correlationOf({ errors }: ClientAnswer<unknown>): unknown {
  return errors[0]?.extensions['correlationId'];
}

/** The log's failures under one id, parsed. */
function failuresWith(id: unknown, { gateway }: Stage): unknown[] {
  return gateway.log
    .filter((line) => line.includes('"event":"failure"') && line.includes(`"${String(id)}"`))
    .map((line): unknown => JSON.parse(line));
}
