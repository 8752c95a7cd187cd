/**
 * Seeds, keys and recovery codes of every kind appear nowhere, on lists, removals and renamings
 * (security E1).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  AllMyDevicesDocument,
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetDevicesDocument,
} from '../../packages/client/operations.ts';
import { capabilitiesOf, products } from '../../src/am/foundation/product.ts';
import { sandboxPassword, secretMarks } from '../../src/sandbox/index.ts';
import {
  codesOf,
  startTestGateway,
  type ClientAnswer,
  type TestGateway,
} from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';

describe.each(['pingam', 'aic', 'openam'] as const)('security E1 on %s', (flavor) => {
  const kinds = capabilitiesOf(products[flavor]);
  let peer: SandboxPeer;
  let gateway: TestGateway;

  beforeAll(async () => {
    peer = await openSandboxPeer(flavor);
    gateway = await startTestGateway(peer, { env: peer.staffEnv() });
  });
  beforeEach(() => peer.restore());
  afterAll(async () => {
    await gateway?.stop();
    await peer?.close();
  });

  /** The marks found in texts or in the log. */
  function marksIn(texts: readonly string[]): string[] {
    const all = [...texts, ...gateway.log].join('\n');
    return secretMarks.filter((mark) => all.includes(mark));
  }

  test('every kind can be listed, renamed, removed and reset', async () => {
    const bob = await peer.signIn('bob');
    const list = await gateway.send(AllMyDevicesDocument, {}, bob);
    const devices = list.data?.me?.devicesByKind?.flatMap((one) => one.devices ?? []) ?? [];
    const answers: ClientAnswer<unknown>[] = [list];
    for (const { kind, id } of devices) {
      const input = { target: { me: true }, deviceId: id };
      if (kinds.some((one) => one.kind === kind && one.canRename)) {
        const renaming = { input: { ...input, name: 'new' } };
        answers.push(await gateway.send(RenameDeviceDocument, renaming, bob));
      }
      answers.push(await gateway.send(RemoveDeviceDocument, { input }, bob));
    }
    await peer.restore();
    const all = { input: { target: { me: true }, kinds: kinds.map(({ kind }) => kind) } };
    answers.push(await gateway.send(ResetDevicesDocument, all, await peer.signIn('bob')));

    expect(new Set(devices.map(({ kind }) => kind))).toEqual(
      new Set(kinds.map(({ kind }) => kind)),
    );
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(marksIn(answers.map(({ text }) => text))).toEqual([]);
  });

  test('a removal that AM answers with the whole record is not repeated', async () => {
    const bob = await peer.signIn('bob');
    const leaky = { uuid: 'x', sharedSecret: 'SECRET-seed', key: 'SECRET-key' };
    for (const method of ['DELETE', 'PUT']) {
      const effect = { kind: 'body', body: leaky } as const;
      peer.sandbox.breakNext({ match: { method }, times: Infinity, effect });
    }
    const [deviceId = ''] = await peer.deviceIds('bob', 'OATH');
    const input = { target: { me: true }, kind: 'OATH', deviceId } as const;

    const removed = await gateway.send(RemoveDeviceDocument, { input }, bob);
    const renamed = await gateway.send(
      RenameDeviceDocument,
      { input: { ...input, name: 'new' } },
      bob,
    );

    for (const { text } of [removed, renamed]) expect(text).not.toContain('SECRET');
    expect(gateway.log.join('')).not.toContain('SECRET-');
  });

  test('the gateway’s own credential is not logged', async () => {
    const helen = await peer.signIn('helen');
    const id = peer.idOf('bob');

    const answer = await gateway.ask(`{ user(id: "${id}") { devices { id: amId } } }`, helen);

    expect(codesOf(answer)).toEqual([]);
    const sent = peer.sandbox
      .received()
      .flatMap(({ headers }) => [headers[peer.cookieName.toLowerCase()], headers.authorization])
      .flat();
    const tokens = sent.flatMap((text) => text?.replace('Bearer ', '') ?? []);
    const log = gateway.log.join('');
    expect(new Set(tokens).size).toBeGreaterThan(1);
    expect([...tokens, sandboxPassword].filter((secret) => log.includes(secret))).toEqual([]);
  });
});
