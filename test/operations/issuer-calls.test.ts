/** Calls to the token issuer are measured and logged like calls to AM. */
import { beforeEach, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { portalEnv } from '../callers/bearers.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, useStage } from '../support/stage.ts';
import { growthOf, linesOf } from './exposition.ts';

const stage = useStage('pingam', {
  env: portalEnv({ METRICS_PORT: '0', AM_TIMEOUT_MS: '1500' }),
});
const me = '{ me { displayName } }';
const name = 'http_client_request_duration_seconds_count';
let seen: number;

beforeEach(() => {
  seen = stage.gateway.log.length;
  stage.sandbox.clearReceived();
});

const opaque = (): SessionHeader => bearer(stage.sandbox, 'alice', { opaque: true });

const lines = (event: string): unknown[] => linesOf(stage, event, seen);

test('an introspection is counted by its template, and in the log line of its request', async () => {
  const labels = { http_request_method: 'POST', url_template: 'introspection' };
  // The service account signs in at the first call that needs it.
  await stage.gateway.ask(me, opaque());
  stage.sandbox.clearReceived();
  const token = opaque();

  const asked = await growthOf(stage, { name, labels }, () => stage.gateway.ask(me, token));

  expect(asked).toBe(1);
  const [, line] = lines('request');
  // Reading the metrics also checks readiness.
  const places = stage.sandbox.received().filter(({ path }) => /introspect|\/users\//.test(path));
  expect(fieldAt(line, 'upstreamCalls')).toBe(places.length);
  expect(fieldAt(line, 'upstreamMs')).toBeLessThanOrEqual(Number(fieldAt(line, 'durationMs')));
});

test('keys are fetched and counted once for all requests that need them', async () => {
  const labels = { http_request_method: 'GET', url_template: 'jwks' };

  const asked = await growthOf(stage, { name, labels }, () =>
    Promise.all(
      ['alice', 'bob', 'carol'].map((person) =>
        stage.gateway.ask(me, bearer(stage.sandbox, person)),
      ),
    ),
  );

  expect(asked).toBe(1);
});

test.each<[string, FaultEffect, number | string]>([
  ['returns an error', { kind: 'status', status: 503 }, 503],
  ['hangs up', { kind: 'cut', when: 'before' }, 'UND_ERR_SOCKET'],
])('if the issuer %s, the cause is recorded', async (_label, effect, result) => {
  stage.sandbox.breakNext({ match: { path: '/introspect' }, effect });
  const [status, error] = result === 503 ? ['503', ''] : ['', String(result)];
  const labels = {
    url_template: 'introspection',
    http_response_status_code: status,
    error_type: error,
  };
  const token = opaque();

  const asked = await growthOf(stage, { name, labels }, () => stage.gateway.ask(me, token));

  expect(asked).toBe(1);
  expect(lines('upstream')).toContainEqual(
    expect.objectContaining({ template: 'introspection', result, level: 'info' }),
  );
});
