/**
 * A gateway that is killed with changes in progress loses no acknowledged record. The next one
 * settles open changes by reading AM, a retry sends nothing twice, an approved change is made once,
 * and the chain is whole (R19, R23).
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { nameInCrowd, populate } from '../access/crowd.ts';
import { documents } from '../approvals/approval-documents.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { realmPath } from '../openam/am-rest.ts';
import { until } from '../reliability/am-traffic.ts';
import { createWorkplace, type Workplace } from '../reliability/built-gateway.ts';
import { startTestGateway } from '../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { Draws } from '../support/seeded.ts';
import { withLists } from '../support/with-lists.ts';
import { startOn } from './own-process.ts';
import { createStore } from './stores.ts';

const seed = process.env['SEED'] ?? `k${Date.now() % 1_000_000}`;
/**
 * The number of changes in progress at each kill. Three gateways with twice as many connections
 * are fewer than PostgreSQL permits.
 */
const atOnce = 10;
const oath = demoOf('OATH');

const points = ['before the intent', 'before the write', 'after the write', 'at its end'] as const;
type Point = (typeof points)[number];

/** The devices that are left, the outcome that is recorded, and the answer to a retry. */
const promised: Readonly<Record<Point, readonly [left: number, outcome: string, again: string]>> = {
  'before the intent': [0, '', 'DONE'],
  'before the write': [1, 'NOT_DONE', 'NOT_DONE again'],
  'after the write': [0, 'CONFIRMED', 'DONE again'],
  'at its end': [0, 'DONE', 'DONE again'],
};

/** What a retry of an approval gets if the change was begun before. */
const isClosed = 'APPROVED REQUEST_CLOSED';
const faults: Readonly<Record<Point, FaultEffect | null>> = {
  'before the intent': { kind: 'blackhole' },
  'before the write': { kind: 'blackhole' },
  'after the write': { kind: 'slowBody', bytesPerSecond: 1 },
  'at its end': null,
};

const resetOath = `mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) {
  outcome isReplayed } }`;
const removeDevice = `mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) {
  outcome isReplayed } }`;

/** A change that is in progress when the gateway is killed. */
interface ChangeInProgress {
  readonly person: string;
  readonly act: 'reset' | 'remove' | 'approve';
  readonly point: Point;
  readonly query: string;
  readonly input: object;
  /** How many lists of devices AM received before it. */
  readonly lists: number;
}

let peer: SandboxPeer;
let workplace: Workplace;
let sessions: Record<'helen' | 'hugo' | 'oscar' | 'amadmin', SessionHeader>;

beforeAll(async () => {
  peer = await openSandboxPeer();
  workplace = await createWorkplace();
  await populate({ peer }, 3 * atOnce);
  const { signIn } = peer;
  sessions = {
    helen: await signIn('helen'),
    hugo: await signIn('hugo'),
    oscar: await signIn('oscar'),
    amadmin: await signIn('amadmin'),
  };
});
afterAll(async () => {
  await workplace?.remove();
  await peer?.close();
});

/** Sends a mutation; returns its payload, or undefined if the gateway ended before it answered. */
async function send(
  url: string,
  { query, input }: Pick<ChangeInProgress, 'query' | 'input'>,
  as: SessionHeader,
): Promise<unknown> {
  const body = JSON.stringify({ query, variables: { input } });
  const headers = { 'content-type': 'application/json', ...as };
  try {
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    return Object.values(Object(fieldAt(await answer.json(), 'data')))[0];
  } catch {
    return undefined;
  }
}

/** The answer to a change in short. */
async function told(url: string, change: ChangeInProgress): Promise<string> {
  const isApproval = change.act === 'approve';
  const payload = await send(url, change, isApproval ? sessions.hugo : sessions.oscar);
  if (payload === undefined) return 'nothing';
  if (payload === null) return 'refused';
  if (!isApproval)
    return `${textAt(payload, 'outcome')}${fieldAt(payload, 'isReplayed') ? ' again' : ''}`;
  const [error] = listAt(payload, 'errors').map((one) => textAt(one, 'code'));
  const state = textAt(payload, 'pendingChange', 'state');
  return `${state} ${error ?? textAt(payload, 'change', 'outcome')}`;
}

const countOf = (method: string, text: string): number =>
  peer.sandbox.received().filter((one) => one.method === method && one.path.includes(text)).length;
const listOf = (person: string): string => `/users/${person}/devices/2fa/oath?`;
const writesOf = (person: string): number =>
  countOf('POST', `/users/${person}/devices/`) + countOf('DELETE', `/users/${person}/devices/`);

/** Makes AM never answer a change at its point. */
function hold({ person, act, point }: ChangeInProgress): void {
  const effect = faults[point];
  if (effect === null) return;
  const match =
    point === 'before the intent'
      ? { method: 'GET', path: listOf(person) }
      : { method: act === 'remove' ? 'DELETE' : 'POST', path: `/users/${person}/devices/` };
  peer.sandbox.breakNext({ match, effect });
}

/** Whether AM has the request that it does not answer. */
async function isHeld({ person, point, lists }: ChangeInProgress): Promise<boolean> {
  if (point === 'before the intent') return countOf('GET', listOf(person)) > lists;
  return writesOf(person) === 1 && (point === 'before the write' || (await left(person)) === 0);
}

async function left(person: string): Promise<number> {
  const path = `${realmPath('alpha')}/users/${person}`;
  const { body } = await peer.rest.call(path, { headers: sessions.amadmin });
  const values = fieldAt(body, oath.attribute);
  return Array.isArray(values) ? values.length : 0;
}

/** Draws the changes of a kill. An approval is requested at a gateway before. */
async function drawChanges(kill: number, isApproved: boolean, url: string) {
  const draws = new Draws(`${seed}/${kill}`);
  const changes: ChangeInProgress[] = [];
  for (let number = kill * atOnce; number < (kill + 1) * atOnce; number += 1) {
    const [person, deviceId] = [nameInCrowd(number), `device-${number}`];
    await peer.plant(person, { [oath.attribute]: [recordOf(oath, deviceId, 'phone')] });
    const [drawn, point] = [draws.of(['reset', 'remove'] as const), draws.of(points)];
    const target = { user: { id: person } };
    const own = { target, idempotencyKey: `key-${number}`, endSessions: false };
    if (isApproved) {
      const input = { target, change: { reset: ['OATH'] } };
      const requested = await send(
        url,
        { query: documents.requestDeviceChange, input },
        sessions.helen,
      );
      const id = textAt(requested, 'pendingChange', 'id');
      const lists = countOf('GET', listOf(person));
      const query = documents.approveDeviceChange;
      changes.push({ person, act: 'approve', point, query, input: { id }, lists });
    } else if (drawn === 'reset')
      changes.push({ person, act: drawn, point, query: resetOath, input: own, lists: 0 });
    else {
      const input = { ...own, kind: 'OATH', deviceId };
      changes.push({ person, act: drawn, point, query: removeDevice, input, lists: 0 });
    }
  }
  return changes;
}

const later = (): number => Date.now() + 180_000;
const open = { before: new Date(later()) };

/** Kills a gateway with changes in progress; returns what was found and what was promised. */
async function play(kill: number, isApproved: boolean): Promise<[unknown, unknown]> {
  const store = await createStore();
  const env = {
    ...withLists({ limits: { staffChanges: [], personChanges: [] } }),
    DATABASE_CONNECTIONS: `${atOnce}`,
    ...(isApproved && withLists({ approvals: [{ of: 'everyone' }] })),
  };
  const doomed = startOn(store, { workplace, peer, env });
  const url = await doomed.listening();
  const changes = await drawChanges(kill, isApproved, url);
  for (const change of changes) hold(change);
  const answers = changes.map((change) => told(url, change));
  await until(
    'every change is at its point',
    async () => (await Promise.all(changes.map(isHeld))).every(Boolean),
    30_000,
  );
  await Promise.all(answers.filter((_answer, at) => changes[at]?.point === 'at its end'));
  await doomed.kill();

  const ledger = await openLedger(store.settings, { now: later, warn: () => undefined });
  const opened = (await ledger.openIntents(open)).map(({ intent }) => intent.target.id).toSorted();
  const gateway = await startTestGateway(peer, {
    env: { ...peer.staffEnv(), ...env },
    ledger,
    now: later,
  });
  await until('what was open is closed', async () => (await ledger.openIntents(open)).length === 0);
  const writes = changes.map(({ person }) => writesOf(person));
  const found = await Promise.all(
    changes.map(async ({ person }) => {
      const page = await ledger.history({ realm: 'alpha', target: { id: person }, first: 5 });
      return page.changes.map(({ outcome }) => outcome?.outcome).join();
    }),
  );
  // One after the other: each needs a connection for its lock.
  const again: string[] = [];
  for (const change of changes) again.push(await told(gateway.url, change));
  const devices = await Promise.all(changes.map(({ person }) => left(person)));
  await gateway.stop();
  await ledger.close();
  const { broken } = await store.verdict();
  await store.remove();

  const expected = changes.map(({ point }) => {
    const [remaining, outcome, retry] = promised[point];
    const ofApproval = retry.endsWith('again') ? isClosed : `APPROVED ${retry}`;
    const first = point !== 'at its end' ? 'nothing' : isApproved ? 'APPROVED DONE' : 'DONE';
    const sent = point === 'before the intent' ? 0 : 1;
    return [point, first, sent, remaining, outcome, isApproved ? ofApproval : retry];
  });
  const isOpen = ({ point }: ChangeInProgress): boolean => point.endsWith('the write');
  const first = await Promise.all(answers);
  const all = changes.map(({ point }, at) => [
    point,
    first[at],
    writes[at],
    devices[at],
    found[at],
    again[at],
  ]);
  return [
    { seed, opened, all, broken },
    {
      seed,
      opened: changes.filter(isOpen).map(({ person }) => person),
      all: expected,
      broken: null,
    },
  ];
}

test('killed anywhere, three gateways with changes of staff and with approvals', async () => {
  const kills = await Promise.all([play(0, false), play(1, false), play(2, true)]);

  for (const [found, expected] of kills) expect(found).toEqual(expected);
}, 120_000);
