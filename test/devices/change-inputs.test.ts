/** Ids and labels that are refused before AM is asked (security C1–C8), and those that pass. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { RemoveDeviceDocument, RenameDeviceDocument } from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

let stage: Stage;
let bob: SessionHeader;

beforeAll(async () => {
  stage = await openStage();
  bob = await stage.peer.signIn('bob');
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

const kind = 'WEB_AUTHN';
const known = deviceIds.bobWebauthn;
const rename = (name: string, deviceId: string = known) =>
  stage.gateway.send(RenameDeviceDocument, { input: { kind, deviceId, name } }, bob);

test.each([
  ['nothing', ''],
  ['a blank', ' '],
  ['C1 the parent', '..'],
  ['C1 a sibling', `../oath/${deviceIds.bobOath}`],
  ['C1 out of the realm', '../../../../../../root/users/amadmin'],
  ['C1 backwards', String.raw`..\oath`],
  ['C1 a URL', 'https://evil.test/device'],
  ['C2 an encoded slash', 'a%2Fb'],
  ['C2 an encoded NUL', 'a%00'],
  ['C3 a path parameter', `${known};x=1`],
  ['C4 an action after an id', `${known}?_action=reset`],
  ['C4 a fragment', `${known}#`],
  ['C4 a parameter', `${known}&_fields=x`],
  ['C5 a comma', 'id,ou=user'],
  ['C6 an LDAP filter', 'a)(uid=*'],
  ['C7 a header', 'a\r\nX-Injected: 1'],
  ['C7 a line feed at its end', `${known}\n`],
  ['C7 a tab', 'a\t'],
  ['C7 DEL', 'a\u007F'],
  ['C7 a lone surrogate', 'a\uD800'],
  ['C7 a direction override', '\u202Ea'],
  ['C8 513 characters', 'a'.repeat(513)],
  ['C8 10 000 characters', 'a'.repeat(10_000)],
  ['C18 full-width dots', '．．'],
  ['C18 a soft hyphen', 'a\u00ADb'],
  ['a quote', `a"b`],
  ['a tag', '<b>'],
])('the id of a device is refused before AM is asked: %s', async (_label, deviceId) => {
  const input = { kind, deviceId } as const;
  const removal = await stage.gateway.send(RemoveDeviceDocument, { input }, bob);
  const renaming = await rename('new', deviceId);

  const refused = [{ extensions: { code: 'BAD_USER_INPUT', argument: 'deviceId' } }];
  expect([removal.errors, renaming.errors]).toMatchObject([refused, refused]);
  expect([removal.data, renaming.data]).toEqual([{ removeDevice: null }, { renameDevice: null }]);
  expect(stage.sandbox.received()).toEqual([]);
});

test.each([
  ['512 characters', 'a'.repeat(512)],
  ['the marks of an SDK', 'b0b5f9c2e1d4-MIIB+gkq=hki:G9w_0B~AQ@EF.A'],
  ['three dots', '...'],
  ['a member of every object', '__proto__'],
])('the id of a device may be odd, and is then not found: %s', async (_label, deviceId) => {
  const input = { kind, deviceId } as const;
  const { data, errors } = await stage.gateway.send(RemoveDeviceDocument, { input }, bob);

  expect(errors).toEqual([]);
  expect(data?.removeDevice?.errors).toMatchObject([{ __typename: 'DeviceNotFound' }]);
});

test.each([
  ['nothing', ''],
  ['blanks', '   '],
  ['65 characters', 'a'.repeat(65)],
  ['10 000 characters', 'a'.repeat(10_000)],
  ['a line break of Windows', 'my\r\nphone'],
  ['a tab', 'my\tphone'],
  ['NUL', 'my\u0000phone'],
  ['DEL', 'my\u007Fphone'],
  ['a control of the second set', 'my\u0085phone'],
  ['a line separator', 'my\u2028phone'],
  ['a paragraph separator', 'my\u2029phone'],
  ['a lone surrogate', 'my\uD800phone'],
])('a label is refused before AM is asked: %s', async (_label, name) => {
  const { errors } = await rename(name);

  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'name' } }]);
  expect(stage.sandbox.received()).toEqual([]);
});

test.each([
  ['one character', 'a'],
  ['64 characters', 'x'.repeat(64)],
  ['64 and blanks around', ` ${'x'.repeat(64)} `],
  ['Japanese', '名前の電話'],
  ['an emoji', '📱 mine'],
  ['JSON', '","recoveryCodes":["x"]'],
  ['a tag', '<img src=x onerror=alert(1)>'],
  ['a member of every object', '__proto__'],
])('a label is stored as it was given, once and again: %s', async (_label, name) => {
  for (const { data, errors } of [await rename(name), await rename(name)]) {
    expect(errors).toEqual([]);
    expect(data?.renameDevice).toMatchObject({ outcome: 'DONE', device: { name: name.trim() } });
  }
});
