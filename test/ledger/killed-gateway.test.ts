/**
 * A gateway that is killed with changes in progress: the next one settles them by reading AM, and a
 * retry with the same key sends nothing twice (R19, R23).
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openLedger, type OpenLedger } from '../../src/ledger/open-ledger.ts';
import { nameInCrowd, populate } from '../access/crowd.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { Draws } from '../support/seeded.ts';
import { realmPath } from '../openam/am-rest.ts';
import { until } from '../reliability/am-traffic.ts';
import { createWorkplace, type Workplace } from '../reliability/built-gateway.ts';
import { startTestGateway } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { startOn } from './own-process.ts';
import { createStore, type TestStore } from './stores.ts';

const seed = process.env['SEED'] ?? `k${Date.now() % 1_000_000}`;
/** The number of kills, and of changes in progress at each. */
const kills = 5;
const atOnce = 20;

const oath = demoOf('OATH');
const points = ['before the intent', 'before the write', 'after the write', 'at its end'] as const;

/** A change that is in progress when the gateway is killed. */
interface ChangeInProgress {
  readonly person: string;
  readonly act: 'reset' | 'remove';
  readonly point: (typeof points)[number];
  readonly key: string;
  readonly deviceId: string;
}

/**
 * The number of devices, the record, and the answer to a retry of a change that stopped at a point.
 */
const promised = {
  'before the intent': { left: 0, recorded: [], again: ['DONE', false] },
  'before the write': { left: 1, recorded: ['NOT_DONE'], again: ['NOT_DONE', true] },
  'after the write': { left: 0, recorded: ['CONFIRMED'], again: ['DONE', true] },
  'at its end': { left: 0, recorded: ['DONE'], again: ['DONE', true] },
};

const documents = {
  reset:
    'mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome isReplayed } }',
  remove:
    'mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) { outcome isReplayed } }',
};

let peer: SandboxPeer;
let workplace: Workplace;
let store: TestStore;
let oscar: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
  workplace = await createWorkplace();
  await populate({ peer }, atOnce);
  oscar = await peer.signIn('oscar');
});
afterAll(async () => {
  await workplace?.remove();
  await peer?.close();
});

function inputOf({ person, act, key, deviceId }: ChangeInProgress): object {
  const input = { target: { user: { id: person } }, idempotencyKey: key, endSessions: false };
  return act === 'reset' ? input : { ...input, kind: 'OATH', deviceId };
}

/** Sends a change to a gateway; undefined if the gateway ended before it answered. */
async function send(url: string, change: ChangeInProgress): Promise<unknown> {
  const body = JSON.stringify({
    query: documents[change.act],
    variables: { input: inputOf(change) },
  });
  const headers = { 'content-type': 'application/json', ...oscar };
  try {
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    const [payload] = Object.values(Object(fieldAt(await response.json(), 'data')));
    return [fieldAt(payload, 'outcome'), fieldAt(payload, 'isReplayed')];
  } catch {
    return undefined;
  }
}

const isList = (person: string) => ({ method: 'GET', path: `/users/${person}/devices/2fa/oath?` });

/** Makes AM never answer a change at its point. */
function hold({ person, act, point }: ChangeInProgress): void {
  const { sandbox } = peer;
  const blackhole = { kind: 'blackhole' } as const;
  const method = act === 'reset' ? 'POST' : 'DELETE';
  if (point === 'before the intent')
    sandbox.breakNext({ match: isList(person), effect: blackhole });
  if (point === 'before the write')
    sandbox.breakNext({
      match: { method, path: `/users/${person}/devices/` },
      effect: blackhole,
    });
  if (point !== 'after the write') return;
  sandbox.breakNext({ match: isList(person), effect: { kind: 'latency', ms: 0 } });
  sandbox.breakNext({ match: isList(person), effect: blackhole });
}

const countOf = (method: string, text: string): number =>
  peer.sandbox.received().filter((one) => one.method === method && one.path.includes(text)).length;

/** Whether AM has received the request that it does not answer. */
function isHeld({ person, act, point }: ChangeInProgress): boolean {
  const lists = countOf('GET', isList(person).path);
  if (point === 'before the intent') return lists === 1;
  if (point === 'after the write') return lists === 2;
  return countOf(act === 'reset' ? 'POST' : 'DELETE', `/users/${person}/devices/`) === 1;
}

async function left(person: string, admin: SessionHeader): Promise<number> {
  const { body } = await peer.rest.call(`${realmPath('alpha')}/users/${person}`, {
    headers: admin,
  });
  const values = fieldAt(body, oath.attribute);
  return Array.isArray(values) ? values.length : 0;
}

beforeEach(async () => {
  store = await createStore();
});
afterEach(() => store.remove());

const later = (): number => Date.now() + 180_000;
const openLater = (): Promise<OpenLedger> =>
  openLedger(store.settings, { now: later, warn: () => undefined });

test.each(Array.from({ length: kills }, (_, kill) => kill))(
  'kill %i',
  async (kill) => {
    const draws = new Draws(`${seed}/${kill}`);
    const changes = Array.from({ length: atOnce }, (_, number): ChangeInProgress => {
      const [key, deviceId] = [`key-${number}`, `device-${kill}-${number}`];
      const act = draws.of(['reset', 'remove'] as const);
      return { person: nameInCrowd(number), act, point: draws.of(points), key, deviceId };
    });
    for (const { person, deviceId } of changes)
      await peer.plant(person, { [oath.attribute]: [recordOf(oath, deviceId, 'phone')] });
    peer.sandbox.clearReceived();
    for (const change of changes) hold(change);
    const env = { LIMIT_STAFF_CHANGES: 'none', LIMIT_PERSON_CHANGES: 'none' };
    const connections = { DATABASE_CONNECTIONS: `${atOnce}` };
    const gateway = startOn(store, { workplace, peer, env: { ...env, ...connections } });
    const url = await gateway.listening();

    const answers = changes.map((change) => send(url, change));
    const ended = answers.filter((_answer, at) => changes[at]?.point === 'at its end');
    expect(await Promise.all(ended)).toEqual(ended.map(() => ['DONE', false]));
    await until('every change is at its point', () => changes.every(isHeld), 30_000);
    await gateway.kill();
    await Promise.all(answers);

    const ledger = await openLater();
    const open = await ledger.openIntents({ before: new Date(later()) });
    const isOpen = ({ point }: ChangeInProgress): boolean => point.endsWith('the write');
    expect(open.map(({ intent }) => intent.target.id).sort()).toEqual(
      changes.filter(isOpen).map(({ person }) => person),
    );
    peer.sandbox.clearReceived();
    const next = await startTestGateway(peer, {
      env: { ...peer.staffEnv(), ...env },
      ledger,
      now: later,
    });
    try {
      await until(
        'what was open is closed',
        async () => (await ledger.openIntents({ before: new Date(later()) })).length === 0,
        30_000,
      );
      expect(countOf('POST', '_action=reset') + countOf('DELETE', '/devices/')).toBe(0);
      const recorded = await Promise.all(
        changes.map(async ({ person }) => {
          const page = await ledger.history({ realm: 'alpha', target: { id: person }, first: 5 });
          return page.changes.map(({ outcome }) => outcome?.outcome);
        }),
      );
      const again = await Promise.all(changes.map((change) => send(next.url, change)));
      const admin = await peer.signIn('amadmin');
      const told = await Promise.all(
        changes.map(async ({ person, point }, at) => [
          point,
          { left: await left(person, admin), recorded: recorded[at], again: again[at] },
        ]),
      );

      expect({ seed, told }).toEqual({
        seed,
        told: changes.map(({ point }) => [point, promised[point]]),
      });
    } finally {
      await next.stop();
      await ledger.close();
    }
  },
  120_000,
);
