/** What became of the change of one device is told truly, and it is sent once (reliability R17; design D5). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { RenameDeviceDocument } from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { callsIn, until } from '../reliability/am-traffic.ts';
import { codesOf } from '../support/gateway.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { secretsIn, storedDevices } from './demo-devices.ts';

const timeoutMs = 200;
/** Without the person's devices, so that a list is read for the removal alone. */
const removing =
  'mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) { outcome errors { __typename } } }';
const target = { self: true };
const device = { target, kind: 'WEB_AUTHN', deviceId: deviceIds.bobWebauthn } as const;
const newName = 'Another name';
const list = { method: 'GET', path: /devices\/2fa\/webauthn\?_queryFilter/ } as const;

interface Change {
  readonly change: string;
  readonly write: { readonly method: string; readonly path: RegExp };
  /** How often the list is read before the write: the record that goes back is read on its own. */
  readonly lists: number;
  /** What AM stores once it is done. */
  readonly stored: readonly unknown[];
}

const path = /devices\/2fa\/webauthn\//;
const removal: Change = {
  change: 'removal',
  write: { method: 'DELETE', path },
  lists: 1,
  stored: [],
};
const renaming: Change = {
  change: 'renaming',
  write: { method: 'PUT', path },
  lists: 2,
  stored: [expect.objectContaining({ deviceName: newName })],
};

const kept = [expect.objectContaining({ deviceName: "Bob's security key" })];
const told = (outcome: string, ...kinds: string[]): object => ({
  outcome,
  errors: kinds.map((__typename) => ({ __typename })),
});
const done = told('DONE');
const notDone = told('NOT_DONE', 'ChangeNotDone');
const unknown = told('UNKNOWN', 'ChangeOutcomeUnknown');
const html = { contentType: 'text/html', body: '<html><body>Oops</body></html>' };
const pass: FaultEffect = { kind: 'hook', run: () => undefined };

type StatusOptions = Omit<Extract<FaultEffect, { kind: 'status' }>, 'kind' | 'status'>;
const status = (code: number, more: StatusOptions = {}): FaultEffect => ({
  kind: 'status',
  status: code,
  ...more,
});
const applyEffect = true;
const says = (code: number, message: string): FaultEffect =>
  status(code, { body: { code, message } });

const stage = useStage('pingam', { env: { AM_TIMEOUT_MS: `${timeoutMs}` }, anew: true });
let bob: SessionHeader;

beforeEach(async () => {
  bob = await stage.peer.signIn('bob');
});

describe.each([removal, renaming])('the write of a $change', (change) => {
  /**
   * The list is read again where the answer alone does not tell, which is where `rereads` is 1, and
   * once more where AM may still be at it.
   */
  test.each<readonly [string, FaultEffect, object, { applied?: true; rereads?: 0 | 2 }]>([
    ['applied, then cut', { kind: 'cut', when: 'after' }, done, { applied: true }],
    ['cut before it was applied', { kind: 'cut', when: 'before' }, unknown, { rereads: 2 }],
    ['never answered and not applied', { kind: 'blackhole' }, unknown, { rereads: 2 }],
    ['applied, answered late', { kind: 'slowBody', bytesPerSecond: 20 }, done, { applied: true }],
    ['answered well and not applied', status(200, { body: {} }), notDone, {}],
    ['answered by a page and not applied', status(200, html), unknown, { rereads: 2 }],
    ['answered by nothing and not applied', status(200), unknown, { rereads: 2 }],
    ['applied, answered by a page', status(200, { ...html, applyEffect }), done, { applied: true }],
    ['not found where it is listed', status(404), notDone, {}],
    ['500 and not applied', status(500), unknown, { rereads: 2 }],
    ['500 of AM itself', says(500, 'no'), notDone, {}],
    ['500 but applied', status(500, { applyEffect }), done, { applied: true }],
    ['503 and not applied', status(503), unknown, { rereads: 2 }],
    ['503 of AM itself', says(503, 'no'), notDone, {}],
    ['503 but applied', status(503, { applyEffect }), done, { applied: true }],
    ['504 by a proxy', status(504), unknown, { rereads: 2 }],
    ['504 but applied', status(504, { applyEffect }), done, { applied: true }],
    ['a redirect', { kind: 'redirect', location: '/am/elsewhere' }, unknown, { rereads: 2 }],
    ['applied, answered with half of a JSON', { kind: 'malformed' }, done, { applied: true }],
    ['applied, answered with 2 MB', { kind: 'huge', bytes: 2_000_000 }, done, { applied: true }],
    [
      'refused for want of a second factor',
      says(403, 'User not permitted.'),
      told('NOT_DONE', 'StepUpRequired'),
      { rereads: 0 },
    ],
    ['forbidden', says(403, 'Forbidden'), told('NOT_DONE', 'ChangeRefused'), { rereads: 0 }],
    ['not implemented', says(501, ''), told('NOT_DONE', 'NotSupportedUpstream'), { rereads: 0 }],
    ['too often', says(429, 'Too many'), notDone, { rereads: 0 }],
  ])('%s: sent once, told truly', async (_label, effect, wanted, { applied, rereads = 1 }) => {
    stage.sandbox.breakNext({ match: change.write, effect, times: Infinity });

    const { payload, errors, text } = await run(change);

    expect(errors).toEqual([]);
    expect(payload).toMatchObject(wanted);
    expect(countOf(change.write)).toBe(1);
    expect(countOf(list)).toBe(change.lists + rereads);
    expect(await bobs()).toEqual(applied ? change.stored : kept);
    expect(secretsIn(stage, text)).toEqual([]);
  });

  test('is not read when it went well: it holds the whole record (U7)', async () => {
    stage.sandbox.breakNext({ match: change.write, effect: { kind: 'huge', bytes: 2_000_000 } });
    const logged = stage.gateway.log.length;

    await run(change);

    // A body of 2 MB that is read is beyond the limit, and would be logged as such.
    const calls = callsIn(stage.gateway.log.slice(logged));
    const [write] = calls.filter(({ template }) => template.endsWith('/{device}'));
    expect(write).toMatchObject({ result: 200, attempts: 1 });
  });

  test('that lands after the deadline is never called undone', async () => {
    const effect = { kind: 'latency', ms: timeoutMs + 800 } as const;
    stage.sandbox.breakNext({ match: change.write, effect });

    const { payload } = await run(change);

    expect(payload).toMatchObject(unknown);
    const hasLanded = async (): Promise<boolean> =>
      !JSON.stringify(await bobs()).includes("Bob's security key");
    await until('the late write landed', hasLanded);
    expect(countOf(change.write)).toBe(1);
  });

  test('that is refused because the session has ended is one error', async () => {
    stage.sandbox.breakNext({ match: change.write, effect: says(401, 'Access Denied') });

    const answer = await run(change);

    expect([answer.payload, codesOf(answer)]).toEqual([null, ['UNAUTHENTICATED']]);
    expect(await bobs()).toEqual(kept);
  });

  test.each<readonly [string, FaultEffect, string]>([
    ['500', status(500), 'UPSTREAM_ERROR'],
    ['503', status(503), 'UPSTREAM_UNAVAILABLE'],
    ['nothing', { kind: 'blackhole' }, 'UPSTREAM_TIMEOUT'],
    ['a page', status(200, html), 'UPSTREAM_CONTRACT'],
  ])('is not sent where the list before it answers %s', async (_label, effect, code) => {
    stage.sandbox.breakNext({ match: list, effect, times: 2 });

    const answer = await run(change);

    expect([answer.payload, codesOf(answer)]).toEqual([null, [code]]);
    expect(countOf(change.write)).toBe(0);
  });

  test.each<readonly [string, FaultEffect]>([
    ['500', status(500)],
    ['nothing', { kind: 'blackhole' }],
    ['half of a JSON', { kind: 'malformed' }],
  ])('stays unknown where the list after it answers %s', async (_label, effect) => {
    stage.sandbox.breakNext({ match: list, effect: pass, times: change.lists });
    stage.sandbox.breakNext({ match: list, effect, times: 2 });

    const { payload } = await run(change);

    expect(payload).toMatchObject(unknown);
    expect(countOf(change.write)).toBe(1);
  });

  test('asks for a step-up where AM does, as was told before', async () => {
    stage.sandbox.configure({ deviceManagement: 'SAME' });

    const before = await stage.gateway.ask('{ me { webAuthnDevices { canManage } } }', bob);
    const { payload } = await run(change);

    expect(before.data).toEqual({ me: { webAuthnDevices: [{ canManage: false }] } });
    expect(payload).toMatchObject(told('NOT_DONE', 'StepUpRequired'));
    expect(await bobs()).toEqual(kept);
  });
});

test('a device that is removed on the way is not brought back by a renaming', async () => {
  const remove = () => stage.peer.plant('bob', { webauthnDeviceProfiles: [] });
  stage.sandbox.breakNext({ match: list, effect: pass });
  stage.sandbox.breakNext({ match: list, effect: { kind: 'hook', run: remove } });

  const { payload } = await run(renaming);

  expect(payload).toMatchObject({ ...notDone, device: null });
  expect(countOf(renaming.write)).toBe(0);
});

function countOf({ method, path: place }: Change['write']): number {
  const requests = stage.sandbox.received();
  return requests.filter((one) => one.method === method && place.test(one.path)).length;
}

async function bobs(): Promise<readonly unknown[]> {
  return (await storedDevices(stage.peer)).WEB_AUTHN;
}

/** Asks for the change; the payload is that of whichever mutation it was. */
async function run(change: Change): Promise<ClientAnswer<object> & { readonly payload: unknown }> {
  const { gateway } = stage;
  if (change === removal) {
    const answer = await gateway.ask(removing, bob, { input: device });
    return { ...answer, payload: fieldAt(answer.data, 'removeDevice') };
  }
  const input = { ...device, name: newName };
  const answer = await gateway.send(RenameDeviceDocument, { input }, bob);
  return { ...answer, payload: answer.data?.renameDevice };
}
