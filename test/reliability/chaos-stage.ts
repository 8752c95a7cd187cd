/**
 * A gateway with a ledger, and a proxy before its AM that disturbs single requests; the actual
 * state is read without it.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedChange } from '../../src/domain/change/change-record.ts';
import { createDeviceSeeder } from '../../src/sandbox/devices/seed-devices.ts';
import { sandboxPassword, secretMarks } from '../../src/sandbox/index.ts';
import { nameInCrowd, populate } from '../access/crowd.ts';
import { realmPath } from '../openam/am-rest.ts';
import { startTestGateway } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import { openSandboxPeer, type SessionHeader } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';
import { callMs, type DevicesByKind, type Kind, type Run } from './drawn-chaos.ts';
import { startFaultProxy, type Passed, type Rule } from './fault-proxy.ts';

/**
 * Nothing takes longer, however busy the machine is: the deadline of a request, a last look, and
 * much patience.
 */
const hangMs = 45_000;
/**
 * For how many turns a write may still be on its way from the gateway to the proxy, which are one
 * process here. A machine that stands still for seconds takes one turn.
 */
const lateTurns = 150;

const attributes = { OATH: 'oathDeviceProfiles', WEB_AUTHN: 'webauthnDeviceProfiles' } as const;
const seeder = createDeviceSeeder(false);

/** The line of a call that is a write to devices. */
const writeLine =
  /"event":"upstream","correlationId":"[^"]+","clientCorrelationId":"([^"]+)","method":"(?:POST|PUT|DELETE)","template":"([^"]*\/devices\/[^"]*)"/;

/** The items of a growing list by the name of their run. */
function indexOf<T, V>(
  list: readonly T[],
  entryOf: (item: T) => [string, V],
): (run: Run) => readonly V[] {
  const byName = new Map<string, V[]>();
  let seen = 0;
  return ({ name }) => {
    for (const item of list.slice(seen)) {
      const [key, value] = entryOf(item);
      if (key !== '') byName.set(key, [...(byName.get(key) ?? []), value]);
    }
    seen = list.length;
    return byName.get(name) ?? [];
  };
}

/** What a test of chaos plays on. */
export type ChaosStage = Awaited<ReturnType<typeof openChaosStage>>;

/** Opens a stage of so many people, who may change as much as they like. */
export async function openChaosStage({ seed, people }: { seed: string; people: number }) {
  const peer = await openSandboxPeer();
  const ledger = await openTestLedger();
  const proxy = await startFaultProxy(peer.url, { seed });
  const admin = await peer.signIn('amadmin');
  await populate({ peer }, people);
  const env = {
    AM_COOKIE_NAME: peer.cookieName,
    AM_TIMEOUT_MS: String(callMs),
    // As many as run side by side, each with all its calls.
    AM_CONNECTIONS: '256',
    REQUEST_DEADLINE_MS: '6000',
    SESSION_CACHE_SECONDS: '0',
    ...withLists({ limits: { ownChanges: [], personChanges: [] } }),
  };
  const gateway = await startTestGateway(
    { ...peer, url: proxy.url },
    { env, ledger, pause: sleep },
  );
  const rules = new Set<Rule>();
  const answers: string[] = [];
  const sessions: string[] = [];

  const userAt = (person: string): string => `${realmPath('alpha')}/users/${person}`;
  // Both are long and asked often, so each line is looked at once.
  const passedOf = indexOf(proxy.passed, (one): [string, Passed] => [one.id, one]);
  /** Where the writes went that the gateway has begun, as its log tells. */
  const begunBy = indexOf(gateway.log, (line): [string, string] => {
    const [, id = '', template = ''] = writeLine.exec(line) ?? [];
    return [id, template];
  });
  const writesOf = (run: Run): string[] =>
    passedOf(run)
      .filter(({ path, method }) => method !== 'GET' && path.includes('/devices/'))
      .map(({ method, path }) => `${method} ${path}`);

  return {
    people: Array.from({ length: people }, (_, number) => nameInCrowd(number)),
    passedOf,
    writesOf,
    begunBy,

    /** Gives a person the devices of a run, as registering them would. */
    register: async (person: string, { name, count }: Run): Promise<DevicesByKind> => {
      const drawn = (kind: Kind): [string, string][] =>
        Array.from({ length: count[kind] }, (_, number) => [randomUUID(), `${name} ${number}`]);
      const [oath, webAuthn] = [drawn('OATH'), drawn('WEB_AUTHN')];
      const seedOf = ([uuid, label]: [string, string]) => ({ uuid, name: label, owner: person });
      const { status } = await peer.rest.call(userAt(person), {
        method: 'PUT',
        resource: '4.0',
        headers: { ...admin, 'If-Match': '*' },
        json: {
          [attributes.OATH]: oath.map((one) => seeder.oath(seedOf(one), 1)),
          [attributes.WEB_AUTHN]: webAuthn.map((one) => seeder.webauthn(seedOf(one))),
        },
      });
      if (status !== 200) throw new Error(`AM answered ${status} to new devices of ${person}`);
      return { OATH: new Map(oath), WEB_AUTHN: new Map(webAuthn) };
    },

    /** Lets the lists of a person lag as a run says, once they show what is registered now. */
    lag: async (person: string, { lagMs }: Run): Promise<void> => {
      if (lagMs === 0) return;
      const match = { method: 'GET', path: `/users/${person}/devices/` };
      const effect = { kind: 'lag', ms: lagMs } as const;
      peer.sandbox.breakNext({ match, times: Infinity, effect });
      await sleep(lagMs + 50);
    },

    /** What AM itself stores of a person. */
    stored: async (person: string): Promise<DevicesByKind> => {
      const { status, body } = await peer.rest.call(userAt(person), {
        resource: '4.0',
        headers: { ...admin },
      });
      if (status !== 200) throw new Error(`AM answered ${status} to a read of ${person}`);
      const of = (kind: Kind): Map<string, string> => {
        const values = fieldAt(body, attributes[kind]);
        const records = (Array.isArray(values) ? values : []).map((one): unknown =>
          JSON.parse(String(one)),
        );
        const named = records.map((one): [string, string] => [
          String(fieldAt(one, 'uuid')),
          String(fieldAt(one, 'deviceName')),
        ]);
        return new Map(named);
      };
      return { OATH: of('OATH'), WEB_AUTHN: of('WEB_AUTHN') };
    },

    signIn: async (person: string): Promise<SessionHeader> => {
      const session = await peer.signIn(person);
      sessions.push(...Object.values(session));
      return session;
    },

    /** Does a run's harm while something is done. */
    harming: async <T>({ rule }: Run, act: () => Promise<T>): Promise<T> => {
      if (rule !== null) rules.add(rule);
      proxy.harm(...rules);
      try {
        return await act();
      } finally {
        if (rule !== null) rules.delete(rule);
      }
    },

    /** Sends an operation under the name of a run; the answer as a client reads it. */
    ask: async (
      { name }: Run,
      query: string,
      { session, hangUp }: { session: SessionHeader; hangUp?: AbortSignal },
    ): Promise<unknown> => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-correlation-id': name, ...session },
        body: JSON.stringify({ query }),
        signal: hangUp ?? AbortSignal.timeout(hangMs),
      });
      const text = await response.text();
      answers.push(text);
      return JSON.parse(text);
    },

    /**
     * Resolves when nothing of a run is on its way to AM any more; a write that was given up may
     * still arrive.
     */
    settled: async (run: Run): Promise<void> => {
      const mayArrive = (): boolean => writesOf(run).length < begunBy(run).length;
      for (let turn = 0; turn < lateTurns && mayArrive(); turn += 1) await sleep(20);
      await Promise.all(passedOf(run).map(({ over }) => over));
    },

    recordOf: async (person: string, { name }: Run): Promise<RecordedChange | undefined> => {
      const { changes } = await ledger.history({
        realm: 'alpha',
        target: { id: person },
        first: 100,
      });
      return changes.find(({ intent }) => intent.clientCorrelationId === name);
    },

    /** What no answer and no line of the log may hold, and holds. */
    leaks: (): string[] => {
      const everything = [...answers, ...gateway.log].join('\n');
      const secrets = [...secretMarks, sandboxPassword, ...sessions, '"code":"INTERNAL"'];
      return secrets.filter((secret) => everything.includes(secret));
    },

    stopGateway: () => gateway.stop(),
    close: async () => {
      await proxy.close();
      await ledger.close();
      await peer.close();
    },
  };
}
