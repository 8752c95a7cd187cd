/** What goes wrong moves the figures that alerts are made of: parts of AM, the ledger, changes that nobody can tell of. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { unavailable } from '../../src/ledger/unavailable.ts';
import { until } from '../reliability/am-traffic.ts';
import { fieldAt } from '../support/json.ts';
import { everyCallerEnv, onStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { scrape, valueOf } from './exposition.ts';
import type { Sample } from './exposition.ts';

const env = everyCallerEnv({ METRICS_PORT: '0' });

let folder: string;
let ledger: OpenLedger;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'metrics-of-faults-'));
  const parts = { now: Date.now, warn: (): void => undefined };
  ledger = await openLedger({ folder, postgres: undefined }, parts);
});
afterAll(async () => {
  await ledger?.close();
  rmSync(folder, { recursive: true });
});

describe('each part of AM is told apart', () => {
  const people = { realm: 'alpha', url_template: 'users/{id}' };
  const sessions = { realm: 'alpha', url_template: 'sessions?_action=getSessionInfo' };
  const look = '{ me { displayName } }';

  test('by what waits for it, and by what is refused because it is full', async () => {
    const narrow = everyCallerEnv({ METRICS_PORT: '0', AM_CONNECTIONS: '1' });
    await onStage('pingam', { env: narrow }, async (own) => {
      const callers = [];
      for (const name of ['alice', 'bob', 'carol']) {
        const caller = await own.peer.signIn(name);
        await own.gateway.ask('{ me { id } }', caller);
        callers.push(caller);
      }
      const release = Promise.withResolvers<void>();
      own.sandbox.breakNext({
        match: { path: '/users/' },
        effect: { kind: 'hook', run: () => release.promise },
      });
      const told = async (name: string, labels: Record<string, string>): Promise<unknown> =>
        valueOf(await scrape(own), `identity_gateway_upstream_${name}`, labels);
      const [first = {}, ...others] = callers;
      const answers = [own.gateway.ask(look, first)];
      await until('AM has it', () =>
        own.sandbox.received().some(({ path }) => path.includes('/users/alice?')),
      );
      expect(await told('waiting', people)).toBe(0);
      answers.push(...others.map((caller) => own.gateway.ask(look, caller)));
      while ((await told('refused_total', { ...people, reason: 'full' })) !== 1);

      expect(await told('waiting', people)).toBe(1);
      expect(await told('waiting', sessions)).toBe(0);
      expect(await told('refused_total', { ...sessions, reason: 'full' })).toBe(0);
      release.resolve();
      await Promise.all(answers);
      const [refused, served, waited] = requestLines(own, 3);
      expect(refused).toMatchObject({ codes: ['OVERLOADED'], upstreamCalls: 0, upstreamMs: 0 });
      expect(served).toMatchObject({ codes: [], upstreamCalls: 1, waitingMs: 0 });
      expect(waited).toMatchObject({ codes: [], upstreamCalls: 1 });
      expect(fieldAt(waited, 'waitingMs')).toBeGreaterThan(0);
      expect(await told('waiting', people)).toBe(0);
      expect(await told('breaker_open', people)).toBe(0);
    });
  });

  test('by whether it is left alone because it fails', async () => {
    await onStage('pingam', { env }, async (own) => {
      const caller = await own.peer.signIn('alice');
      await own.gateway.ask(look, caller);
      const told = async (name: string, labels: Record<string, string>): Promise<unknown> =>
        valueOf(await scrape(own), `identity_gateway_upstream_${name}`, labels);
      expect(await told('breaker_open', people)).toBe(0);
      own.sandbox.breakNext({
        match: { path: '/users/' },
        effect: { kind: 'status', status: 502 },
        times: Infinity,
      });

      while ((await told('refused_total', { ...people, reason: 'open' })) === 0)
        await own.gateway.ask(look, caller);
      const received = own.sandbox.received().filter(({ path }) => path.includes('/users/'));

      expect(await told('breaker_open', people)).toBe(1);
      expect(await told('breaker_open', sessions)).toBe(0);
      expect(await told('refused_total', { ...people, reason: 'full' })).toBe(0);
      // What was refused was not sent, and counts as no call.
      const { url_template } = people;
      const calls = (await scrape(own)).filter(
        ({ name, labels }) =>
          name === 'http_client_request_duration_seconds_count' &&
          labels['url_template'] === url_template,
      );
      const retries = 'identity_gateway_upstream_retries_total';
      const again = valueOf(await scrape(own), retries, { url_template }) ?? 0;
      expect(calls.reduce((sum, { value }) => sum + value, again)).toBe(received.length);
      expect(requestLines(own, 1)).toEqual([
        expect.objectContaining({ codes: ['UPSTREAM_UNAVAILABLE'], upstreamCalls: 0 }),
      ]);
    });
  });
});

/** The last lines of requests in the log. */
function requestLines({ gateway }: Stage, count: number): unknown[] {
  return gateway.log
    .map((line): unknown => JSON.parse(line))
    .filter((line) => fieldAt(line, 'event') === 'request')
    .slice(-count);
}

describe('a ledger that', () => {
  const answering = async (
    faulty: Partial<OpenLedger>,
  ): Promise<{ readonly text: string; readonly samples: readonly Sample[] }> => {
    const own = { ...ledger, ...faulty };
    return onStage('pingam', { env, ledger: own }, async (at) => {
      const caller = await at.peer.signIn('alice');
      const { text } = await at.gateway.ask(reset(), caller);
      return { text, samples: await scrape(at) };
    });
  };

  test('fails is counted, and so is what it is told to clients as', async () => {
    const failing = async (): Promise<never> => {
      throw unavailable(new Error('disk full'));
    };

    const { text, samples } = await answering({ begin: failing });

    const questions = 'identity_gateway_ledger_duration_seconds_count';
    expect(text).toContain('AUDIT_UNAVAILABLE');
    expect(valueOf(samples, questions, { operation: 'begin', result: 'error' })).toBe(1);
    expect(valueOf(samples, questions, { operation: 'begin', result: 'ok' })).toBe(0);
    expect(valueOf(samples, 'identity_gateway_errors_total', { code: 'AUDIT_UNAVAILABLE' })).toBe(
      1,
    );
  });

  test.each(['spooled', 'lost'] as const)('has an outcome %s tells so', async (where) => {
    const { text, samples } = await answering({ complete: async () => where });

    const outcomes = 'identity_gateway_ledger_outcomes_total';
    expect(text).not.toContain('errors');
    expect(valueOf(samples, outcomes, { result: where })).toBe(1);
    expect(valueOf(samples, outcomes, { result: 'recorded' })).toBe(0);
  });

  test('keeps outcomes on disk tells how much', async () => {
    const { samples } = await answering({ spooledBytes: async () => 400 });

    expect(valueOf(samples, 'identity_gateway_ledger_spool_bytes', {})).toBe(400);
  });
});

/** A reset that is the repeat of none. */
const reset = (): string =>
  `mutation { resetOathDevices(input: { target: { self: true }, force: true, idempotencyKey: "${randomUUID()}" }) { outcome } }`;

test('a change that nobody can tell the outcome of is counted as that', async () => {
  await onStage('pingam', { env, ledger }, async (own) => {
    const caller = await own.peer.signIn('alice');
    own.sandbox.breakNext({
      match: { path: '/devices/2fa/oath?_action=reset' },
      effect: { kind: 'cut', when: 'before' },
    });

    await own.gateway.ask(reset(), caller);

    const changes = { effect: 'reset', kind: 'OATH' };
    const told = async (outcome: string): Promise<unknown> =>
      valueOf(await scrape(own), 'identity_gateway_changes_total', { ...changes, outcome });
    expect(await told('UNKNOWN')).toBe(1);
    expect(await told('DONE')).toBe(0);
  });
});

test('an AM that is away, and one that is there again, is told', async () => {
  await onStage('pingam', { env }, async (own) => {
    const isReady = async (): Promise<boolean> =>
      valueOf(await scrape(own), 'identity_gateway_ready', {}) === 1;
    await until('it is there', isReady);

    own.sandbox.breakNext({ match: {}, effect: { kind: 'status', status: 503 }, times: Infinity });

    await until('it is away', async () => !(await isReady()));
    own.sandbox.reset();
    await until('it is there again', isReady);
    expect(await isReady()).toBe(true);
  });
});
