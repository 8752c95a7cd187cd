/** What became of the change of one device is told truly, and it is sent once (reliability R17; design D5). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { RemoveDeviceDocument, RenameDeviceDocument } from '../../src/client/operations.ts';
import { deviceIds, secretMarks } from '../../src/sandbox/index.ts';
import type { FaultEffect, Sandbox } from '../../src/sandbox/index.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { ClientAnswer, TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { callsIn, until } from '../reliability/am-traffic.ts';
import { storedDevices } from './demo-devices.ts';

const timeoutMs = 300;
const device = { kind: 'WEB_AUTHN', deviceId: deviceIds.bobWebauthn } as const;
const newName = 'Another name';
const list = { method: 'GET', path: /devices\/2fa\/webauthn\?_queryFilter/ };

interface Change {
  readonly change: string;
  readonly field: 'removeDevice' | 'renameDevice';
  readonly write: { readonly method: string; readonly path: RegExp };
  readonly lists: { readonly before: number; readonly after: number };
  /** What AM stores once it is done. */
  readonly stored: readonly unknown[];
}

/** The two changes. */
const removal: Change = {
  change: 'removal',
  field: 'removeDevice',
  write: { method: 'DELETE', path: /devices\/2fa\/webauthn\// },
  lists: { before: 1, after: 1 },
  stored: [],
};
const renaming: Change = {
  change: 'renaming',
  field: 'renameDevice',
  write: { method: 'PUT', path: /devices\/2fa\/webauthn\// },
  lists: { before: 2, after: 1 }, // the record that goes back is read on its own
  stored: [expect.objectContaining({ deviceName: newName })],
};

const kept = [expect.objectContaining({ deviceName: "Bob's security key" })];
const done = { outcome: 'DONE', errors: [] };
const notDone = { outcome: 'NOT_DONE', errors: [{ __typename: 'ChangeNotDone' }] };
const unknown = { outcome: 'UNKNOWN', errors: [{ __typename: 'ChangeOutcomeUnknown' }] };
const refusedAs = (__typename: string): object => ({
  outcome: 'NOT_DONE',
  errors: [{ __typename }],
});
const html = { contentType: 'text/html', body: '<html><body>Oops</body></html>' };

interface Row {
  readonly label: string;
  readonly effect: FaultEffect;
  readonly answer: object;
  readonly applied: boolean;
  /** Whether the list is read again, because the answer alone does not tell. */
  readonly reread: boolean;
}

const rows: readonly Row[] = [
  row('applied, then cut', { kind: 'cut', when: 'after' }, done, true),
  row('cut before it was applied', { kind: 'cut', when: 'before' }, notDone, false),
  row('never answered and not applied', { kind: 'blackhole' }, unknown, false),
  row('applied, its answer later than the deadline', slow(20), done, true),
  row('answered well and not applied', status(200, { body: {} }), notDone, false),
  row('answered by a page and not applied', status(200, html), notDone, false),
  row('not found where it is listed', status(404), notDone, false),
  row('500 and not applied', status(500), notDone, false),
  row('500 but applied', status(500, { applyEffect: true }), done, true),
  row('503 and not applied', status(503), notDone, false),
  row('503 but applied', status(503, { applyEffect: true }), done, true),
  row('504 by a proxy', status(504), unknown, false),
  row('504 but applied', status(504, { applyEffect: true }), done, true),
  row('a redirect', { kind: 'redirect', location: '/am/elsewhere' }, notDone, false),
  row('applied, answered with half of a JSON', { kind: 'malformed' }, done, true),
  row('applied, answered with 2 MB', { kind: 'huge', bytes: 2_000_000 }, done, true),
  plain('refused for want of a second factor', 403, 'StepUpRequired', 'User not permitted.'),
  plain('forbidden', 403, 'ChangeRefused', 'Forbidden'),
  plain('not implemented', 501, 'NotSupportedUpstream', 'Operation is not supported.'),
  plain('too often', 429, 'ChangeNotDone', 'Too many'),
];

let peer: SandboxPeer;
let sandbox: Sandbox;
let gateway: TestGateway;
let bob: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
  ({ sandbox } = peer);
});
beforeEach(async () => {
  await peer.restore();
  gateway = await startTestGateway(peer, { env: { AM_TIMEOUT_MS: `${timeoutMs}` } });
  bob = await peer.signIn('bob');
});
afterEach(() => gateway.stop());
afterAll(() => peer?.close());

describe.each([removal, renaming])('the write of a $change', (change) => {
  test.each(rows)('$label: sent once, told truly', async ({ effect, answer, applied, reread }) => {
    sandbox.breakNext({ match: change.write, effect, times: Infinity });

    const { payload, errors, text } = await run(change);

    expect(errors).toEqual([]);
    expect(payload).toMatchObject(answer);
    expect(countAt(change.write)).toBe(1);
    expect(countAt(list)).toBe(change.lists.before + (reread ? change.lists.after : 0));
    expect(await bobs()).toEqual(applied ? change.stored : kept);
    expect(secretMarks.filter((mark) => [text, ...gateway.log].join('').includes(mark))).toEqual(
      [],
    );
  });

  test('is not read when it went well: it holds the whole record (U7)', async () => {
    sandbox.breakNext({ match: change.write, effect: { kind: 'huge', bytes: 2_000_000 } });

    await run(change);

    // A body of 2 MB that is read is beyond the limit, and would be logged as such.
    const [write] = callsIn(gateway.log).filter(({ template }) => template.endsWith('/{device}'));
    expect(write).toMatchObject({ result: 200, attempts: 1 });
  });

  test('that lands after the deadline is never called undone', async () => {
    const effect = { kind: 'latency', ms: 2 * timeoutMs } as const;
    sandbox.breakNext({ match: change.write, effect });

    const { payload } = await run(change);

    expect(payload).toMatchObject(unknown);
    const hasLanded = async (): Promise<boolean> =>
      !JSON.stringify(await bobs()).includes("Bob's security key");
    await until('the late write landed', hasLanded);
    expect(countAt(change.write)).toBe(1);
  });

  test('that is refused because the session has ended is one error', async () => {
    sandbox.breakNext({ match: change.write, effect: { kind: 'status', status: 401 } });

    const answer = await run(change);

    expect([answer.payload, codesOf(answer)]).toEqual([null, ['UNAUTHENTICATED']]);
    expect(await bobs()).toEqual(kept);
  });

  test.each<readonly [string, FaultEffect, string]>([
    ['500', { kind: 'status', status: 500 }, 'UPSTREAM_ERROR'],
    ['503', { kind: 'status', status: 503 }, 'UPSTREAM_UNAVAILABLE'],
    ['nothing', { kind: 'blackhole' }, 'UPSTREAM_TIMEOUT'],
    ['a page', { kind: 'status', status: 200, ...html }, 'UPSTREAM_CONTRACT'],
  ])('is not sent where the list before it answers %s', async (_label, effect, code) => {
    sandbox.breakNext({ match: list, effect, times: 2 });

    const answer = await run(change);

    expect([answer.payload, codesOf(answer)]).toEqual([null, [code]]);
    expect(countAt(change.write)).toBe(0);
  });

  test.each<readonly [string, FaultEffect]>([
    ['500', { kind: 'status', status: 500 }],
    ['nothing', { kind: 'blackhole' }],
    ['half of a JSON', { kind: 'malformed' }],
  ])('stays unknown where the list after it answers %s', async (_label, effect) => {
    const pass = { kind: 'hook', run: () => undefined } as const;
    sandbox.breakNext({ match: list, effect: pass, times: change.lists.before });
    sandbox.breakNext({ match: list, effect, times: 2 });

    const { payload } = await run(change);

    expect(payload).toMatchObject(unknown);
    expect(countAt(change.write)).toBe(1);
  });

  test('asks for a step-up where AM does, as was told before', async () => {
    sandbox.configure({ deviceManagement: 'SAME' });

    const before = await gateway.ask('{ me { webAuthnDevices { canManage } } }', bob);
    const { payload } = await run(change);

    expect(before.data).toEqual({ me: { webAuthnDevices: [{ canManage: false }] } });
    expect(payload).toMatchObject(refusedAs('StepUpRequired'));
    expect(await bobs()).toEqual(kept);
  });
});

test('a device that is removed on the way is not brought back by a renaming', async () => {
  const remove = async (): Promise<void> => peer.plant('bob', { webauthnDeviceProfiles: [] });
  sandbox.breakNext({ match: list, effect: { kind: 'hook', run: () => undefined } });
  sandbox.breakNext({ match: list, effect: { kind: 'hook', run: remove } });

  const { payload } = await run(renaming);

  expect(payload).toMatchObject({ ...notDone, device: null });
  expect(countAt(renaming.write)).toBe(0);
});

function countAt({ method, path }: Change['write']): number {
  const requests = sandbox.received();
  return requests.filter((request) => request.method === method && path.test(request.path)).length;
}

async function bobs(): Promise<readonly unknown[]> {
  return (await storedDevices(peer)).WEB_AUTHN;
}

/** Asks for the change; the payload is that of whichever mutation it was. */
async function run({
  field,
}: Change): Promise<ClientAnswer<object> & { readonly payload: unknown }> {
  if (field === 'removeDevice') {
    const answer = await gateway.send(RemoveDeviceDocument, { input: device }, bob);
    return { ...answer, payload: answer.data?.removeDevice };
  }
  const input = { ...device, name: newName };
  const answer = await gateway.send(RenameDeviceDocument, { input }, bob);
  return { ...answer, payload: answer.data?.renameDevice };
}

function row(label: string, effect: FaultEffect, answer: object, applied: boolean): Row {
  return { label, effect, answer, applied, reread: true };
}

/** An answer that tells surely that nothing was done. */
function plain(label: string, code: number, typeName: string, message: string): Row {
  const effect = status(code, { body: { code, message } });
  return { label, effect, answer: refusedAs(typeName), applied: false, reread: false };
}

function status(
  code: number,
  more: Omit<Extract<FaultEffect, { kind: 'status' }>, 'kind' | 'status'> = {},
): FaultEffect {
  return { kind: 'status', status: code, ...more };
}

function slow(bytesPerSecond: number): FaultEffect {
  return { kind: 'slowBody', bytesPerSecond };
}
