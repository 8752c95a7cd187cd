/** Calls to the token issuer are told of as those to AM are: they are part of what a request waits for. */
import { beforeEach, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { portalEnv } from '../callers/bearers.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, useStage } from '../support/stage.ts';
import { growthOf, scrape } from './exposition.ts';

const stage = useStage('pingam', {
  env: portalEnv({ METRICS_PORT: '0', AM_TIMEOUT_MS: '1000' }),
});
const me = '{ me { displayName } }';
const name = 'http_client_request_duration_seconds_count';
let seen: number;

beforeEach(() => {
  seen = stage.gateway.log.length;
  stage.sandbox.clearReceived();
});

const opaque = (): SessionHeader => bearer(stage.sandbox, 'alice', { opaque: true });

/** The lines of one event since the test began. */
function lines(event: string): unknown[] {
  return stage.gateway.log
    .slice(seen)
    .map((line): unknown => JSON.parse(line))
    .filter((line) => fieldAt(line, 'event') === event);
}

test('a question about a token is counted by its template, and in the line of its request', async () => {
  const labels = { http_request_method: 'POST', url_template: 'introspection' };
  // The service account signs in at the first call that needs it.
  await stage.gateway.ask(me, opaque());
  stage.sandbox.clearReceived();
  const token = opaque();

  const asked = await growthOf(stage, { name, labels }, () => stage.gateway.ask(me, token));

  expect(asked).toBe(1);
  const [, line] = lines('request');
  // Whoever reads the metrics has readiness looked at, too.
  const places = stage.sandbox.received().filter(({ path }) => /introspect|\/users\//.test(path));
  expect(fieldAt(line, 'upstreamCalls')).toBe(places.length);
  expect(fieldAt(line, 'upstreamMs')).toBeLessThanOrEqual(Number(fieldAt(line, 'durationMs')));
});

test('the keys are counted, too, once for all who need them', async () => {
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

test.each<[string, FaultEffect, object, unknown]>([
  [
    'answers an error',
    { kind: 'status', status: 503 },
    { http_response_status_code: '503', error_type: '' },
    503,
  ],
  [
    'hangs',
    { kind: 'blackhole' },
    { http_response_status_code: '', error_type: 'DEADLINE' },
    'DEADLINE',
  ],
  [
    'hangs up',
    { kind: 'cut', when: 'before' },
    { http_response_status_code: '', error_type: 'UND_ERR_SOCKET' },
    'UND_ERR_SOCKET',
  ],
])('an issuer that %s is told by what went wrong', async (_label, effect, failed, result) => {
  stage.sandbox.breakNext({ match: { path: '/introspect' }, effect });
  const labels = { url_template: 'introspection', ...failed };
  const token = opaque();

  const asked = await growthOf(stage, { name, labels }, () => stage.gateway.ask(me, token));

  expect(asked).toBe(1);
  expect(lines('upstream')).toContainEqual(
    expect.objectContaining({ template: 'introspection', result, level: 'info' }),
  );
});

test('no label and no line holds the token', async () => {
  const token = opaque();
  const [, secret = ''] = (token['authorization'] ?? '').split(' ');

  await stage.gateway.ask(me, token);

  expect(secret.length).toBeGreaterThan(10);
  expect(JSON.stringify(await scrape(stage))).not.toContain(secret);
  expect(stage.gateway.log.slice(seen).join('')).not.toContain(secret);
});
