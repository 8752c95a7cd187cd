/**
 * A request ends in time, whatever it waits for, and reports truly what it has sent (reliability
 * R1, R4, R25).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { bearer, bearerEnv } from '../support/stage.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { hangingLedger } from '../support/ledger-ports.ts';
import type { Ledger } from '../../src/domain/ledger-ports/ledger.ts';
import type { Outcome } from '../../src/domain/change/change-record.ts';
import { countAt, places, until } from './am-traffic.ts';

const deadlineMs = 2_000;
/** What the last read may take in addition. */
const lastLookMs = 2_000;
/** What a busy machine may add. */
const slackMs = 2_000;
const resetOath =
  'mutation { resetOathDevices(input: { target: { me: true } }) { outcome removedDevices { name } errors { code } } }';

interface Scene {
  readonly peer: SandboxPeer;
  readonly alice: SessionHeader;
  /** Starts the gateway, which knows alice from then on. */
  start(ledger?: Partial<Ledger>, more?: Environment): Promise<TestGateway>;
}

/** Each test has its own AM and gateway: they wait beside each other. */
async function onScene(act: (scene: Scene) => Promise<void>): Promise<void> {
  const peer = await openSandboxPeer();
  const alice = await peer.signIn('alice');
  const gateways: TestGateway[] = [];
  const start: Scene['start'] = async (ledger = {}, more = {}) => {
    const env = { REQUEST_DEADLINE_MS: String(deadlineMs), AM_TIMEOUT_MS: '8000', ...more };
    const gateway = await startTestGateway(peer, { env, ledger, pause: sleep });
    gateways.push(gateway);
    await gateway.ask('{ gatewayCaller { roles } }', alice);
    peer.sandbox.clearReceived();
    return gateway;
  };
  try {
    await act({ peer, alice, start });
  } finally {
    for (const gateway of gateways) await gateway.stop();
    await peer.close();
  }
}

const { approvals, campaigns } = hangingLedger;
const hangingPorts = { approvals, campaigns };
const never = (): Promise<never> => new Promise(() => undefined);

async function timed<T>(act: Promise<T>): Promise<{ readonly result: T; readonly tookMs: number }> {
  const begunAt = performance.now();
  const result = await act;
  return { result, tookMs: performance.now() - begunAt };
}

describe('a request at a slow AM', () => {
  test.concurrent('does not start a write that could not end in time', () =>
    onScene(async ({ peer, alice, start }) => {
      const gateway = await start();
      const effect = { kind: 'latency', ms: deadlineMs - 500 } as const;
      peer.sandbox.breakNext({ match: places.oathList, effect });

      const { data } = await gateway.ask(resetOath, alice);

      expect(data).toMatchObject({
        resetOathDevices: { outcome: 'NOT_DONE', errors: [{ code: 'NOT_DONE' }] },
      });
      expect(countAt(peer.sandbox, places.oathReset)).toBe(0);
      expect(await peer.deviceIds('alice', 'OATH')).toHaveLength(1);
    }),
  );

  test.concurrent('still reads the outcome of a write that took all the time', () =>
    onScene(async ({ peer, alice, start }) => {
      const gateway = await start();
      peer.sandbox.breakNext({ match: places.oathReset, effect: { kind: 'blackhole' } });
      peer.sandbox.breakNext({ match: places.oathList, effect: { kind: 'latency', ms: 200 } });

      const { result, tookMs } = await timed(gateway.ask(resetOath, alice));

      expect(result.data).toMatchObject({ resetOathDevices: { outcome: 'UNKNOWN' } });
      expect(countAt(peer.sandbox, places.oathReset)).toBe(1);
      // Before the write, and again and again after it: AM may still be working.
      expect(countAt(peer.sandbox, places.oathList)).toBeGreaterThan(2);
      expect(tookMs).toBeGreaterThanOrEqual(deadlineMs - 50);
      expect(tookMs).toBeLessThan(deadlineMs + lastLookMs + slackMs);
    }),
  );
});

describe('a reset that AM fails, and whose lists still show the device,', () => {
  const failed = { kind: 'status', status: 500, body: { code: 500, message: 'x' } } as const;

  test.concurrent.each([
    ['is not done after the last list', 0, 'NOT_DONE'],
    ['is unknown if the deadline leaves out the last ones', 1_000, 'UNKNOWN'],
  ])('%s', async (_label, ms, outcome) =>
    onScene(async ({ peer, alice, start }) => {
      const gateway = await start();
      peer.sandbox.breakNext({ match: places.oathReset, effect: failed });
      peer.sandbox.breakNext({ match: places.oathList, effect: { kind: 'latency', ms: 0 } });
      const effect = { kind: 'latency', ms } as const;
      peer.sandbox.breakNext({ match: places.oathList, effect, times: Infinity });

      const { data } = await gateway.ask(resetOath, alice);

      expect(data).toMatchObject({ resetOathDevices: { outcome, removedDevices: [] } });
    }),
  );
});

describe('a request that waits', () => {
  test.concurrent('for another change does not wait past its deadline', () =>
    onScene(async ({ peer, alice, start }) => {
      const gateway = await start();
      peer.sandbox.breakNext({ match: places.oathReset, effect: { kind: 'blackhole' } });
      const first = gateway.ask(resetOath, alice);
      await until('AM has the write', () => countAt(peer.sandbox, places.oathReset) === 1);

      const { result, tookMs } = await timed(gateway.ask(resetOath, alice));

      expect(tookMs).toBeLessThan(deadlineMs + slackMs);
      expect(result.errors).toEqual([]);
      expect(result.data).toMatchObject({ resetOathDevices: { outcome: 'NOT_DONE' } });
      expect(countAt(peer.sandbox, places.oathReset)).toBe(1);
      await first;
    }),
  );

  test.concurrent('for the ledger sends nothing, and the late record says so', () =>
    onScene(async ({ peer, alice, start }) => {
      const late = Promise.withResolvers<Awaited<ReturnType<Ledger['begin']>>>();
      const told: (readonly [string, Outcome])[] = [];
      const gateway = await start({
        begin: () => late.promise,
        complete: async (id, outcome) => {
          told.push([id, outcome]);
          return 'recorded';
        },
      });

      const { result, tookMs } = await timed(gateway.ask(resetOath, alice));
      late.resolve({ kind: 'recorded', id: 'late', at: new Date().toISOString(), overrode: [] });
      await until('it is closed', () => told.length > 0);

      expect(codesOf(result)).toEqual(['UPSTREAM_TIMEOUT']);
      expect(tookMs).toBeLessThan(deadlineMs + slackMs);
      expect(told).toMatchObject([['late', { outcome: 'NOT_DONE', results: [{ kind: 'OATH' }] }]]);
      expect(countAt(peer.sandbox, places.oathReset)).toBe(0);
    }),
  );

  test.concurrent(
    'for its outcome to be recorded is still answered, and the outcome is recorded later',
    () =>
      onScene(async ({ alice, start }) => {
        const late = Promise.withResolvers<void>();
        const told: Outcome[] = [];
        const gateway = await start({
          begin: async () => ({
            kind: 'recorded',
            id: 'one',
            at: new Date().toISOString(),
            overrode: [],
          }),
          complete: async (_id, outcome) => {
            await late.promise;
            told.push(outcome);
            return 'recorded';
          },
        });

        const { result, tookMs } = await timed(gateway.ask(resetOath, alice));
        late.resolve();
        await until('it is recorded', () => told.length > 0);

        expect(result.data).toMatchObject({ resetOathDevices: { outcome: 'DONE' } });
        expect(tookMs).toBeLessThan(deadlineMs + lastLookMs + slackMs);
        expect(told).toMatchObject([{ outcome: 'DONE' }]);
      }),
  );

  test.concurrent.each<[string, Partial<Ledger>, string]>([
    ['history', { history: never }, '{ me { history { edges { cursor } } } }'],
    ['activity', { activity: never }, '{ gatewayCaller { history { edges { cursor } } } }'],
    ['a change', { findChange: never }, '{ deviceChange(by: { reference: "one" }) { id } }'],
    ['a requested change', hangingPorts, '{ pendingDeviceChange(id: "one") { id } }'],
    ['a campaign', hangingPorts, '{ resetCampaign(id: "one") { id } }'],
  ])('for %s ends at its deadline', async (_what, ledger, query) =>
    onScene(async ({ alice, start }) => {
      const gateway = await start(ledger);

      const { result, tookMs } = await timed(gateway.ask(query, alice));

      expect(codesOf(result)).toEqual(['UPSTREAM_TIMEOUT']);
      expect(tookMs).toBeLessThan(deadlineMs + slackMs);
    }),
  );

  test.concurrent.each([
    ['the keys of an issuer', /jwk_uri/, {}],
    ['the introspection of a token', /introspect/, { opaque: true }],
  ])('for %s ends at its deadline', async (_what, path, token) =>
    onScene(async ({ peer, start }) => {
      const { issuer } = peer.sandbox;
      const gateway = await start(
        {},
        {
          ...bearerEnv(peer.sandbox),
          OIDC_INTROSPECTION_URL: `${issuer}/introspect`,
          OIDC_CLIENT_ID: 'portal',
          OIDC_CLIENT_SECRET: 'sandbox-password',
        },
      );
      peer.sandbox.breakNext({ match: { path }, effect: { kind: 'blackhole' }, times: Infinity });

      const { result, tookMs } = await timed(
        gateway.ask('{ me { amId } }', bearer(peer.sandbox, 'alice', token)),
      );

      expect(codesOf(result)).toEqual([expect.stringMatching(/^UPSTREAM_/)]);
      expect(tookMs).toBeGreaterThanOrEqual(deadlineMs - 50);
      expect(tookMs).toBeLessThan(deadlineMs + slackMs);
    }),
  );

  test.concurrent('for a call that another request started ends at its own deadline', () =>
    onScene(async ({ peer, start }) => {
      const gateway = await start();
      const bob = await peer.signIn('bob');
      peer.sandbox.breakNext({ match: places.session, effect: { kind: 'blackhole' }, times: 2 });

      const both = await Promise.all([
        timed(gateway.ask('{ me { amId } }', bob)),
        timed(gateway.ask('{ me { amId } }', bob)),
      ]);

      for (const { result, tookMs } of both) {
        expect(codesOf(result)).toEqual(['UPSTREAM_TIMEOUT']);
        expect(tookMs).toBeGreaterThanOrEqual(deadlineMs - 50);
        expect(tookMs).toBeLessThan(deadlineMs + slackMs);
      }
      expect(countAt(peer.sandbox, places.session)).toBe(1);
    }),
  );
});
