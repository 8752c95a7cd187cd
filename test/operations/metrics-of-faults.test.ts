/** Faults change the figures that alerts use: parts of AM, the ledger, unknown outcomes. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { unavailable } from '../../src/store/engines/unavailable.ts';
import { until } from '../reliability/am-traffic.ts';
import { fieldAt } from '../support/json.ts';
import { openCampaignLedger, openTestLedger } from '../support/ledger.ts';
import { noteFault } from '../support/observers.ts';
import { everyCallerEnv, onStage } from '../support/stage.ts';
import { linesOf, scrape, valueOf, type Sample } from './exposition.ts';

const env = everyCallerEnv({ METRICS_PORT: '0' });

let ledger: OpenLedger;

beforeAll(async () => {
  ledger = await openTestLedger();
});
afterAll(() => ledger?.close());

describe('each part of AM has its own figures', () => {
  const people = { realm: 'alpha', url_template: 'users/{id}' };
  const sessions = { realm: 'alpha', url_template: 'sessions?_action=getSessionInfo' };
  const look = '{ me { displayName } }';

  test('of calls that wait, and of calls that are refused because it is full', async () => {
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
      const read = async (name: string, labels: Record<string, string>): Promise<unknown> =>
        valueOf(await scrape(own), `identity_gateway_upstream_${name}`, labels);
      const [first = {}, ...others] = callers;
      const answers = [own.gateway.ask(look, first)];
      await until('AM has it', () =>
        own.sandbox.received().some(({ path }) => path.includes('/users/alice?')),
      );
      expect(await read('waiting', people)).toBe(0);
      answers.push(...others.map((caller) => own.gateway.ask(look, caller)));
      while ((await read('refused_total', { ...people, reason: 'full' })) !== 1);

      expect(await read('waiting', people)).toBe(1);
      expect(await read('waiting', sessions)).toBe(0);
      expect(await read('refused_total', { ...sessions, reason: 'full' })).toBe(0);
      release.resolve();
      await Promise.all(answers);
      const [refused, served, waited] = linesOf(own, 'request', 0).slice(-3);
      expect(refused).toMatchObject({ codes: ['OVERLOADED'], upstreamCalls: 0, upstreamMs: 0 });
      expect(served).toMatchObject({ codes: [], upstreamCalls: 1, waitingMs: 0 });
      expect(waited).toMatchObject({ codes: [], upstreamCalls: 1 });
      expect(fieldAt(waited, 'waitingMs')).toBeGreaterThan(0);
      expect(await read('waiting', people)).toBe(0);
      expect(await read('breaker_open', people)).toBe(0);
    });
  });

  test('of its breaker', async () => {
    await onStage('pingam', { env }, async (own) => {
      const caller = await own.peer.signIn('alice');
      await own.gateway.ask(look, caller);
      const read = async (name: string, labels: Record<string, string>): Promise<unknown> =>
        valueOf(await scrape(own), `identity_gateway_upstream_${name}`, labels);
      expect(await read('breaker_open', people)).toBe(0);
      own.sandbox.breakNext({
        match: { path: '/users/' },
        effect: { kind: 'status', status: 502 },
        times: Infinity,
      });

      while ((await read('refused_total', { ...people, reason: 'open' })) === 0)
        await own.gateway.ask(look, caller);
      const received = own.sandbox.received().filter(({ path }) => path.includes('/users/'));

      expect(await read('breaker_open', people)).toBe(1);
      expect(await read('breaker_open', sessions)).toBe(0);
      expect(await read('refused_total', { ...people, reason: 'full' })).toBe(0);
      // Refused calls were not sent, so they are not counted as calls.
      const { url_template } = people;
      const calls = (await scrape(own)).filter(
        ({ name, labels }) =>
          name === 'http_client_request_duration_seconds_count' &&
          labels['url_template'] === url_template,
      );
      const retries = 'identity_gateway_upstream_retries_total';
      const again = valueOf(await scrape(own), retries, { url_template }) ?? 0;
      expect(calls.reduce((sum, { value }) => sum + value, again)).toBe(received.length);
      expect(linesOf(own, 'request', 0).slice(-1)).toEqual([
        expect.objectContaining({ codes: ['UPSTREAM_UNAVAILABLE'], upstreamCalls: 0 }),
      ]);
    });
  });
});

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

  test('fails is counted, and so is the error that clients get', async () => {
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

  test('cannot be written to is counted, although no client changes anything', async () => {
    const own = { ...ledger, problem: async () => unavailable(new Error('disk full')) };
    await onStage('pingam', { env, ledger: own }, async (at) => {
      const ready = await fetch(`${at.gateway.url}/health/ready`);

      const questions = 'identity_gateway_ledger_duration_seconds_count';
      const failed = valueOf(await scrape(at), questions, { operation: 'probe', result: 'error' });
      expect([ready.status, Number(failed) > 0]).toEqual([503, true]);
    });
  });

  test.each(['spooled', 'lost'] as const)('has an outcome %s counts it', async (where) => {
    const { text, samples } = await answering({ complete: async () => where });

    const outcomes = 'identity_gateway_ledger_outcomes_total';
    expect(text).not.toContain('errors');
    expect(valueOf(samples, outcomes, { result: where })).toBe(1);
    expect(valueOf(samples, outcomes, { result: 'recorded' })).toBe(0);
  });

  test('keeps outcomes on disk reports how much', async () => {
    const spool = { spooledBytes: async () => 400, damagedSpoolFiles: async () => 2 };
    const { samples } = await answering(spool);

    expect(valueOf(samples, 'identity_gateway_ledger_spool_bytes', {})).toBe(400);
    expect(valueOf(samples, 'identity_gateway_ledger_spool_damaged_files', {})).toBe(2);
  });
});

interface LedgerFault {
  now: 'none' | 'hangs' | 'fails';
  /** Answers that hang come after this. */
  readonly over: Promise<void>;
}

/** A ledger whose answers fail or do not come while `fault` says so. */
function faultyLedger<T extends object>(good: T, fault: LedgerFault): T {
  return new Proxy(good, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member === 'object' && member !== null) return faultyLedger(member, fault);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, args);
        if (fault.now === 'none' || !(answer instanceof Promise)) return answer;
        answer.catch(() => undefined);
        if (fault.now === 'hangs') return fault.over.then(() => answer);
        return Promise.reject(unavailable(new Error('gone')));
      };
    },
  });
}

test.each(['hangs', 'fails'] as const)(
  'a ledger that %s takes its own figures from /metrics, and no other',
  async (how) => {
    const campaigns = await openCampaignLedger();
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const fault: LedgerFault = { now: 'none', over };
    await onStage('pingam', { env, ledger: faultyLedger(campaigns, fault) }, async (at) => {
      const before = new Set((await scrape(at)).map(({ name }) => name));
      fault.now = how;
      noteFault(`a ledger that ${how}`);

      const [during] = await Promise.all([scrape(at), scrape(at), scrape(at)]);
      fault.now = 'none';
      resolve();

      // Node's own figures come and go.
      const missing = [...before].filter(
        (name) => name.startsWith('identity_') && !during.some((one) => one.name === name),
      );
      const failed = 'identity_gateway_readings_failed_total';
      const counted = during.filter(({ name, value }) => name === failed && value > 0);
      expect(missing.length).toBeGreaterThan(5);
      expect(missing).toContain('identity_gateway_campaigns_held');
      expect(counted.map(({ labels }) => String(labels['metric'])).toSorted()).toEqual(
        missing.toSorted(),
      );
      expect(valueOf(during, 'identity_gateway_ready', {})).toBeDefined();
    });
    await campaigns.close();
  },
);

/** A reset with a new idempotency key. */
const reset = (): string =>
  `mutation { resetOathDevices(input: { target: { me: true }, force: true, idempotencyKey: "${randomUUID()}" }) { outcome } }`;

test('readiness shows when AM is unavailable and when it is back', async () => {
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
