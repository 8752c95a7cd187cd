/**
 * One kind that fails is one error; the three others are answered, and no list is ever empty
 * instead (reliability R16).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds, type FaultEffect } from '../../src/sandbox/index.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { places } from './am-traffic.ts';

const kinds = [
  {
    field: 'oathDevices',
    place: places.oathList,
    ids: [deviceIds.bobOath, deviceIds.bobOathSecond],
  },
  { field: 'pushDevices', place: places.pushList, ids: [deviceIds.bobPush] },
  { field: 'webAuthnDevices', place: places.webAuthnList, ids: [deviceIds.bobWebauthn] },
  { field: 'boundDevices', place: places.boundList, ids: [deviceIds.bobBinding] },
] as const;
const fields = kinds.map(({ field }) => `${field} { id: amId }`);
const devices = `{ me { id: amId ${fields.join(' ')} } }`;
const lists = Object.fromEntries(kinds.map(({ field, ids }) => [field, ids.map((id) => ({ id }))]));

let peer: SandboxPeer;
let gateway: TestGateway;
/** For a silent AM; this test does nothing that takes long on a busy machine. */
let hasty: TestGateway;
let bob: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
  gateway = await startTestGateway(peer);
  hasty = await startTestGateway(peer, { env: { AM_TIMEOUT_MS: '1500' } });
});
beforeEach(async () => {
  await peer.restore();
  bob = await peer.signIn('bob');
});
afterAll(async () => {
  await Promise.all([gateway?.stop(), hasty?.stop()]);
  await peer?.close();
});

const status = (code: number, body?: unknown, contentType?: string): FaultEffect => ({
  kind: 'status',
  status: code,
  ...(body === undefined ? {} : { body }),
  ...(contentType === undefined ? {} : { contentType }),
});
const body = (json: unknown): FaultEffect => ({ kind: 'body', body: json });

const ways: readonly {
  readonly label: string;
  readonly effect: FaultEffect;
  readonly code: string;
}[] = [
  { label: 'no answer', effect: { kind: 'blackhole' }, code: 'UPSTREAM_TIMEOUT' },
  {
    label: 'a slow body',
    effect: { kind: 'slowBody', bytesPerSecond: 10 },
    code: 'UPSTREAM_TIMEOUT',
  },
  { label: 'a cut', effect: { kind: 'cut', when: 'before' }, code: 'UPSTREAM_UNAVAILABLE' },
  { label: '500 with a JSON body', effect: status(500, { code: 500 }), code: 'UPSTREAM_ERROR' },
  { label: '500 with no body', effect: status(500), code: 'UPSTREAM_ERROR' },
  { label: '503', effect: status(503), code: 'UPSTREAM_UNAVAILABLE' },
  { label: '204', effect: status(204), code: 'UPSTREAM_ERROR' },
  { label: '403 in plain text', effect: status(403, 'Forbidden', 'text/plain'), code: 'FORBIDDEN' },
  {
    label: '404 in HTML',
    effect: status(404, '<html>', 'text/html'),
    code: 'NOT_SUPPORTED_UPSTREAM',
  },
  {
    label: 'a redirect',
    effect: { kind: 'redirect', location: '/am/XUI/' },
    code: 'UPSTREAM_ERROR',
  },
  { label: 'half of a JSON', effect: { kind: 'malformed' }, code: 'UPSTREAM_CONTRACT' },
  { label: 'a huge body', effect: { kind: 'huge', bytes: 1_100_000 }, code: 'UPSTREAM_CONTRACT' },
  { label: 'an HTML page', effect: status(200, '<html>', 'text/html'), code: 'UPSTREAM_CONTRACT' },
  { label: '200 with no body', effect: status(200), code: 'UPSTREAM_CONTRACT' },
  { label: 'a bare list', effect: body([]), code: 'UPSTREAM_CONTRACT' },
  { label: 'no list', effect: body({}), code: 'UPSTREAM_CONTRACT' },
  { label: 'a list that is null', effect: body({ result: null }), code: 'UPSTREAM_CONTRACT' },
  { label: 'an action’s answer', effect: body({ result: true }), code: 'UPSTREAM_CONTRACT' },
  { label: 'a device that is null', effect: body({ result: [null] }), code: 'UPSTREAM_CONTRACT' },
  {
    label: 'an id that is a number',
    effect: body({ result: [{ uuid: 7 }] }),
    code: 'UPSTREAM_CONTRACT',
  },
  {
    label: 'a list that broke off',
    effect: body({ result: [], error: { code: 500 } }),
    code: 'UPSTREAM_CONTRACT',
  },
  {
    label: 'fewer devices than announced',
    effect: body({ result: [], resultCount: 2 }),
    code: 'UPSTREAM_CONTRACT',
  },
  {
    label: 'the first of two pages',
    effect: body({ result: [], pagedResultsCookie: 'b' }),
    code: 'UPSTREAM_CONTRACT',
  },
];

describe.each(kinds)('where $field fails', ({ field, place }) => {
  test.each(ways)('by $label, the others are answered', async ({ effect, code }) => {
    peer.sandbox.breakNext({ match: place, effect, times: 2 });

    const isTimed = code === 'UPSTREAM_TIMEOUT';
    const { data, errors } = await (isTimed ? hasty : gateway).ask(devices, bob);

    expect(data).toEqual({ me: { id: 'bob', ...lists, [field]: null } });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['me', field], code],
    ]);
  });
});

test('where all fail there is an error for each', async () => {
  const effect = status(500);
  for (const { place } of kinds) peer.sandbox.breakNext({ match: place, effect });

  const { data, errors } = await gateway.ask(devices, bob);

  const none = Object.fromEntries(kinds.map(({ field }) => [field, null]));
  expect(data).toEqual({ me: { id: 'bob', ...none } });
  expect(errors.map(({ path }) => path)).toEqual(kinds.map(({ field }) => ['me', field]));
});

test('a person without devices has empty lists and no error', async () => {
  const carol = await peer.signIn('carol');

  const { data, errors } = await gateway.ask(devices, carol);

  const none = Object.fromEntries(kinds.map(({ field }) => [field, []]));
  expect(errors).toEqual([]);
  expect(data).toEqual({ me: { id: 'carol', ...none } });
});
