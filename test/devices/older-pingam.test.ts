/** PingAM before 8 renames no OATH and push devices: the gateway says so, and sends nothing. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CapabilitiesDocument, RenameDeviceDocument } from '../../packages/client/operations.ts';
import type { Environment } from '../../src/config/load-config.ts';
import type { DeviceKind } from '../../src/domain/devices/device.ts';
import { writesTo } from '../security/am-received.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { demoOf } from './demo-devices.ts';

const codes = ['OATH', 'PUSH'] as const;
const others = ['WEB_AUTHN', 'BOUND', 'PROFILE'] as const;
let peer: SandboxPeer;
let gateway: TestGateway;

async function start(version: string, env: Environment): Promise<void> {
  peer = await openSandboxPeer('pingam', { version });
  gateway = await startTestGateway(peer, { env });
}
afterEach(async () => {
  await gateway?.stop();
  await peer?.close();
});

async function rename(kind: DeviceKind) {
  const [deviceId] = demoOf(kind).ids;
  const input = { target: { me: true }, kind, deviceId, name: 'new' };
  return gateway.send(RenameDeviceDocument, { input }, await peer.signIn('bob'));
}

async function renamable(): Promise<readonly DeviceKind[]> {
  const { data } = await gateway.send(CapabilitiesDocument, {});
  const kinds = data?.gatewayCapabilities.kinds ?? [];
  return kinds.filter(({ canRename }) => canRename).map(({ kind }) => kind);
}

describe('AM_VERSION=7.5 before PingAM 7.5.1', () => {
  beforeEach(() => start('7.5.1', { AM_VERSION: '7.5' }));

  test('offers to rename the other kinds only', async () => {
    expect(await renamable()).toEqual(others);
    const query = (kind: DeviceKind) =>
      `${kind}: callerCan(action: RENAME, kind: ${kind}) { isAllowed reason }`;
    const text = `{ me { ${[...codes, ...others].map(query).join(' ')} } }`;

    const answer = await gateway.ask(text, await peer.signIn('bob'));

    const denied = { isAllowed: false, reason: 'NOT_SUPPORTED' };
    const allowed = { isAllowed: true, reason: null };
    const rows = [...codes.map((kind) => [kind, denied]), ...others.map((kind) => [kind, allowed])];
    expect(answer.data).toEqual({ me: Object.fromEntries(rows) });
  });

  test.each(codes)('%s: a renaming is refused, and nothing is sent', async (kind) => {
    const { data, errors } = await rename(kind);

    expect(errors).toEqual([]);
    expect(data?.renameDevice?.errors).toMatchObject([{ code: 'NOT_SUPPORTED' }]);
    expect(writesTo(peer.sandbox)).toEqual([]);
  });

  test.each(others)('%s is renamed', async (kind) => {
    expect((await rename(kind)).data?.renameDevice).toMatchObject({ outcome: 'DONE', errors: [] });
  });
});

test.each<[string, string, Environment]>([
  ['AM_VERSION=8.0.1', '8.0.1', { AM_VERSION: '8.0.1' }],
  ['AM_VERSION=10', '10.0.0', { AM_VERSION: '10' }],
  ['no version', '8.0.1', {}],
])('%s renames every kind with a name', async (_what, version, env) => {
  await start(version, env);

  expect(await renamable()).toEqual([...codes, ...others]);
  for (const kind of codes)
    expect((await rename(kind)).data?.renameDevice).toMatchObject({ outcome: 'DONE' });
});

test('without the option, 501 of PingAM 7 is no success', async () => {
  await start('7.5.1', {});

  for (const kind of codes)
    expect((await rename(kind)).data?.renameDevice).toMatchObject({ outcome: 'NOT_DONE' });
});
