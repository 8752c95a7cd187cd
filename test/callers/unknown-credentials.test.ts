/**
 * A flood of invalid credentials reaches AM and the issuer with bounded concurrency, and does not
 * affect known callers (security F11).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { type Stage, useStage } from '../support/stage.ts';
import { until } from '../reliability/am-traffic.ts';
import { bearer, portalEnv } from './bearers.ts';

const me = '{ me { id: amId } }';
const reset =
  'mutation { resetOathDevices(input: { target: { me: true }, force: true }) { outcome } }';

/** A quarter of the connections is used for checks. */
const connections = 8;
const atOnce = 2;
const flooding = 300;

const stage = useStage('pingam', {
  env: portalEnv({ AM_CONNECTIONS: String(connections), AM_TIMEOUT_MS: '20000' }),
});

const session = (n: number): SessionHeader => ({ [stage.peer.cookieName]: `AQIC5wBad${n}` });
const opaque = (n: number): SessionHeader => bearer(`n0sUcHt0kEn${n}`);
const kinds = [
  ['sessions', '?_action=getSessionInfo', session],
  ['opaque tokens', '/introspect', opaque],
] as const;

describe.each(kinds)('of %s', (_label, path, bad) => {
  test('is checked with bounded concurrency, and the rest is refused', async () => {
    const checks = slowChecks(stage, path, 100);

    const codes = await flood(bad);

    expect([checks.most, checks.underWay]).toEqual([atOnce, 0]);
    expect(codes).toHaveLength(flooding);
    expect(refusedIn(codes)).toBeGreaterThan(flooding / 2);
    expect(checks.all + refusedIn(codes)).toBeLessThanOrEqual(flooding);
    expect(codesOf(await stage.gateway.ask(me, bad(flooding + 1)))).toEqual(['UNAUTHENTICATED']);
  });

  test('does not block known callers and signed tokens', async () => {
    const known = [
      await stage.peer.signIn('alice'),
      bearer(stage.sandbox.mintAccessToken({ person: 'bob', opaque: true })),
    ];
    for (const as of known) expect(codesOf(await stage.gateway.ask(me, as))).toEqual([]);
    const signed = bearer(stage.sandbox.mintAccessToken({ person: 'carol' }));
    const checks = slowChecks(stage, path, 100);

    const flooded = flood(bad);
    await until('the flood is there', () => checks.most === atOnce);
    const answers = await Promise.all(
      [...known, signed].flatMap((as) => [stage.gateway.ask(me, as), stage.gateway.ask(reset, as)]),
    );

    expect(answers.map(codesOf)).toEqual(answers.map(() => []));
    expect(refusedIn(await flooded)).toBeGreaterThan(100);
  });

  test('delays other callers by at most a second', async () => {
    const checks = slowChecks(stage, path, 3_000);
    const hanging = Array.from({ length: atOnce }, (_, n) => stage.gateway.ask(me, bad(n)));
    await until('all that may are checked', () => checks.all === atOnce);

    const answer = await stage.gateway.ask(me, bad(atOnce));

    expect(codesOf(answer)).toEqual(['RATE_LIMITED']);
    expect(answer.errors[0]?.extensions).toMatchObject({ retryAfterSeconds: 1 });
    expect((await Promise.all(hanging)).flatMap(codesOf)).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
    ]);
  });
});

/** Sends concurrent requests, each with its own credential. */
async function flood(bad: (n: number) => SessionHeader): Promise<string[]> {
  const answers = Array.from({ length: flooding }, (_, n) => stage.gateway.ask(me, bad(n)));
  return (await Promise.all(answers)).flatMap(codesOf);
}

/** Delays the checks and counts them. */
function slowChecks({ sandbox }: Stage, path: string, ms: number): Checks {
  const checks = { underWay: 0, most: 0, all: 0 };
  const run = async (): Promise<void> => {
    checks.underWay += 1;
    checks.all += 1;
    checks.most = Math.max(checks.most, checks.underWay);
    await sleep(ms);
    checks.underWay -= 1;
  };
  const match = { method: 'POST', path };
  sandbox.breakNext({ match, times: Infinity, effect: { kind: 'hook', run } });
  return checks;
}

interface Checks {
  readonly underWay: number;
  readonly most: number;
  readonly all: number;
}

/** Returns the number of requests that were refused without a check. */
function refusedIn(codes: readonly string[]): number {
  return codes.filter((code) => code === 'RATE_LIMITED').length;
}
