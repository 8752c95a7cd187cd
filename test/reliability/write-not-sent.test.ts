/**
 * A write whose connection was refused was certainly not done, and is not looked at again (reliability R17).
 * In a process of its own: in Jest's realm Node's own errors are no `Error`s, so their codes are not seen.
 */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { DEVICE_IDS } from '../../src/sandbox/index.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { countAt, places } from './am-traffic.ts';
import { buildGateway } from './built-gateway.ts';
import type { Build, GatewayProcess } from './built-gateway.ts';
import { createClient } from './keep-alive-client.ts';
import { openGate } from './tcp-gate.ts';
import type { TcpGate } from './tcp-gate.ts';

let build: Build;
let peer: SandboxPeer;
let gate: TcpGate;
let gateway: GatewayProcess;

beforeAll(async () => {
  [build, peer] = await Promise.all([buildGateway(), openSandboxPeer()]);
  gate = await openGate(peer.url);
});
afterEach(() => gateway.kill());
afterAll(async () => {
  await gate?.close();
  await peer?.close();
  await build?.remove();
});

test('a door that is shut before the write leaves everything as it was', async () => {
  gateway = build.start({ PORT: '0', AM_URL: gate.url, LOG_LEVEL: 'info' });
  const client = createClient(await gateway.listening(), 1);
  const alice = await peer.signIn('alice');
  peer.sandbox.breakNext({
    match: places.oathList,
    effect: { kind: 'hook', run: () => gate.shut() },
  });

  const { text } = await client.graphql(
    'mutation { resetOathDevices(input: {}) { outcome verified removedDevices { id } errors { __typename } } }',
    alice,
  );
  client.close();

  expect(JSON.parse(text)).toEqual({
    data: {
      resetOathDevices: {
        outcome: 'NOT_DONE',
        verified: false,
        removedDevices: [],
        errors: [{ __typename: 'ResetNotDone' }],
      },
    },
  });
  expect(gateway.output()).toContain('"result":"ECONNREFUSED"');
  expect(countAt(peer.sandbox, places.oathReset)).toBe(0);
  expect(countAt(peer.sandbox, places.oathList)).toBe(1);
  expect(await peer.deviceIds('alice', 'OATH')).toEqual([DEVICE_IDS.aliceOath]);
});
