/** Ids and labels that are refused before AM is asked (security C1–C8), and labels that pass. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { RemoveDeviceDocument, RenameDeviceDocument } from '../../src/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';

let peer: SandboxPeer;
let sandbox: Sandbox;
let gateway: TestGateway;
let bob: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
  ({ sandbox } = peer);
  gateway = await startTestGateway(peer);
  await gateway.ask('{ viewer { roles } }');
  bob = await peer.signIn('bob');
});
beforeEach(() => sandbox.clearReceived());
afterAll(async () => {
  await gateway?.stop();
  await peer?.close();
});

const key = { kind: 'WEB_AUTHN', deviceId: deviceIds.bobWebauthn } as const;

describe('the id of a device', () => {
  test.each([
    ['nothing', ''],
    ['a blank', ' '],
    ['C1 the parent', '..'],
    ['C1 the place itself', '.'],
    ['C1 a sibling', `../oath/${deviceIds.bobOath}`],
    ['C1 out of the realm', '../../../../../../root/users/amadmin'],
    ['C1 backwards', String.raw`..\oath`],
    ['C1 a slash in front', `/${deviceIds.bobWebauthn}`],
    ['C1 a URL', 'https://evil.test/device'],
    ['C2 encoded dots', '%2e%2e%2f'],
    ['C2 an encoded slash', 'a%2Fb'],
    ['C2 encoded twice', 'a%252Fb'],
    ['C2 an encoded NUL', 'a%00'],
    ['C3 a path parameter', `${deviceIds.bobWebauthn};x=1`],
    ['C4 an action', '?_action=reset'],
    ['C4 an action after an id', `${deviceIds.bobWebauthn}?_action=reset`],
    ['C4 a fragment', `${deviceIds.bobWebauthn}#`],
    ['C4 a parameter', `${deviceIds.bobWebauthn}&_fields=x`],
    ['C5 a comma', 'id,ou=user'],
    ['C6 a pattern', '*'],
    ['C6 an LDAP filter', 'a)(uid=*'],
    ['C7 a header', 'a\r\nX-Injected: 1'],
    ['C7 a line feed at its end', `${deviceIds.bobWebauthn}\n`],
    ['C7 a line separator', 'a\u2028'],
    ['C7 a tab', 'a\t'],
    ['C7 DEL', 'a\u007F'],
    ['C7 NUL', 'a\u0000'],
    ['C7 a lone surrogate', 'a\uD800'],
    ['C7 a direction override', '\u202Ea'],
    ['C8 513 characters', 'a'.repeat(513)],
    ['C8 10 000 characters', 'a'.repeat(10_000)],
    ['C18 full-width dots', '．．'],
    ['C18 a soft hyphen', 'a\u00ADb'],
    ['a quote', `a"b`],
    ['an apostrophe', "a'b"],
    ['a tag', '<b>'],
    ['another alphabet', 'идентификатор'],
  ])('is refused before AM is asked: %s', async (_label, deviceId) => {
    const device = { kind: 'WEB_AUTHN', deviceId } as const;
    const removal = await gateway.send(RemoveDeviceDocument, { input: device }, bob);
    const input = { ...device, name: 'new' };
    const renaming = await gateway.send(RenameDeviceDocument, { input }, bob);

    const refused = [{ extensions: { code: 'BAD_USER_INPUT', argument: 'deviceId' } }];
    expect(removal.errors).toMatchObject(refused);
    expect(renaming.errors).toMatchObject(refused);
    expect([removal.data, renaming.data]).toEqual([{ removeDevice: null }, { renameDevice: null }]);
    expect(sandbox.received()).toEqual([]);
  });

  test.each([
    ['512 characters', 'a'.repeat(512)],
    ['the marks of an SDK', 'b0b5f9c2e1d4-MIIB+gkq=hki:G9w_0B~AQ@EF.A'],
    ['three dots', '...'],
    ['a member of every object', '__proto__'],
  ])('may be odd, and is then not found: %s', async (_label, deviceId) => {
    const input = { kind: 'WEB_AUTHN', deviceId } as const;
    const { data, errors } = await gateway.send(RemoveDeviceDocument, { input }, bob);

    expect(errors).toEqual([]);
    expect(data?.removeDevice?.errors).toMatchObject([{ __typename: 'DeviceNotFound' }]);
  });
});

describe('a label', () => {
  test.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['65 characters', 'a'.repeat(65)],
    ['10 000 characters', 'a'.repeat(10_000)],
    ['a line break', 'my\nphone'],
    ['a line break of Windows', 'my\r\nphone'],
    ['a tab', 'my\tphone'],
    ['NUL', 'my\u0000phone'],
    ['DEL', 'my\u007Fphone'],
    ['a control of the second set', 'my\u0085phone'],
    ['a line separator', 'my\u2028phone'],
    ['a paragraph separator', 'my\u2029phone'],
    ['a lone surrogate', 'my\uD800phone'],
  ])('is refused before AM is asked: %s', async (_label, name) => {
    const answer = await gateway.send(RenameDeviceDocument, { input: { ...key, name } }, bob);

    expect(answer.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: 'name' } },
    ]);
    expect(sandbox.received()).toEqual([]);
  });

  test.each([
    ['one character', 'a', 'a'],
    ['64 characters', 'x'.repeat(64), 'x'.repeat(64)],
    ['64 and blanks around', ` ${'x'.repeat(64)} `, 'x'.repeat(64)],
    ['Japanese', '名前の電話', '名前の電話'],
    ['an emoji', '📱 mine', '📱 mine'],
    ['JSON', '","recoveryCodes":["x"]', '","recoveryCodes":["x"]'],
    ['a tag', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['a member of every object', '__proto__', '__proto__'],
  ])('is stored as it was given: %s', async (_label, name, stored) => {
    const { data, errors } = await gateway.send(
      RenameDeviceDocument,
      { input: { ...key, name } },
      bob,
    );

    expect(errors).toEqual([]);
    expect(data?.renameDevice).toMatchObject({ outcome: 'DONE', device: { name: stored } });
  });

  test('that is the one it has already is no failure', async () => {
    const input = { ...key, name: 'twice' };
    await gateway.send(RenameDeviceDocument, { input }, bob);

    const { data } = await gateway.send(RenameDeviceDocument, { input }, bob);

    expect(data?.renameDevice).toMatchObject({ outcome: 'DONE', device: { name: 'twice' } });
  });
});
