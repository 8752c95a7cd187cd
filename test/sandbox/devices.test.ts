import { expect, test } from '@jest/globals';
import { deviceIds, secretMarks } from '../../src/sandbox/index.ts';
import { fieldAt, listAt } from './am-client.ts';
import { ALL, callerOf, devicePath, userPath } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const RESET = '?_action=reset';
const leaks = (text: string): boolean => secretMarks.some((mark) => text.includes(mark));

describeFlavors(EVERY_FLAVOR, 'devices', (get, flavor) => {
  const isOpenAm = flavor === 'openam';

  test('lists the fixed devices of bob', async () => {
    const bob = await callerOf(get(), 'bob');

    const { json } = await bob('GET', `${devicePath(get(), 'bob', 'oath')}${ALL}`);

    const ids = listAt(json, 'result').map((row) => fieldAt(row, '_id'));
    expect(ids).toEqual([deviceIds.bobOath, deviceIds.bobOathSecond]);
  });

  test('leaks secrets in lists of OpenAM only', async () => {
    const bob = await callerOf(get(), 'bob');

    const oath = await bob('GET', `${devicePath(get(), 'bob', 'oath')}${ALL}`);
    const push = await bob('GET', `${devicePath(get(), 'bob', 'push')}${ALL}`);

    expect([leaks(oath.text), leaks(push.text)]).toEqual([isOpenAm, isOpenAm]);
  });

  test('answers a delete with the whole secret record', async () => {
    const bob = await callerOf(get(), 'bob');

    const path = devicePath(get(), 'bob', 'oath');
    const { status, json } = await bob('DELETE', `${path}/${deviceIds.bobOath}`);

    expect(status).toBe(200);
    expect(fieldAt(json, 'sharedSecret')).toMatch(/^5ec2e7c0de/);
    expect(listAt(json, 'recoveryCodes')).toHaveLength(10);
  });

  test('resets all devices and the skip flag', async () => {
    const alice = await callerOf(get(), 'alice');
    const path = devicePath(get(), 'alice', 'oath');

    const reset = await alice('POST', `${path}${RESET}`, { body: {} });

    const list = await alice('GET', `${path}${ALL}`);
    const flag = await alice('GET', `${userPath(get(), 'alice')}?_fields=oath2faEnabled`);
    expect(reset.json).toEqual({ result: true });
    expect(listAt(list.json, 'result')).toEqual([]);
    expect(listAt(flag.json, 'oath2faEnabled')).toEqual(['0']);
  });

  test('says true to a reset of nothing', async () => {
    const carol = await callerOf(get(), 'carol');

    const reset = await carol('POST', `${devicePath(get(), 'carol', 'push')}${RESET}`);

    expect(reset.json).toEqual({ result: true });
  });

  test.each(['carol', 'helen', 'oscar'])('refuses %s on the devices of bob', async (name) => {
    const stranger = await callerOf(get(), name);

    const list = await stranger('GET', `${devicePath(get(), 'bob', 'oath')}${ALL}`);
    const reset = await stranger('POST', `${devicePath(get(), 'bob', 'oath')}${RESET}`);

    expect([list.status, reset.status]).toEqual([403, 403]);
    expect(list.text.includes('ou=services')).toBe(isOpenAm);
  });

  test('lets the super user list and reset', async () => {
    const admin = await callerOf(get(), 'amadmin');
    const path = devicePath(get(), 'dave', 'oath');

    const before = await admin('GET', `${path}${ALL}`);
    await admin('POST', `${path}${RESET}`);
    const after = await admin('GET', `${path}${ALL}`);

    expect(fieldAt(before.json, 'resultCount')).toBe(1);
    expect(fieldAt(after.json, 'resultCount')).toBe(0);
  });

  test('does not know nobody, in its own way', async () => {
    const admin = await callerOf(get(), 'amadmin');
    const path = devicePath(get(), 'bob', 'oath').replace(/users\/[^/]+/, 'users/nobody');

    const list = await admin('GET', `${path}${ALL}`);
    const reset = await admin('POST', `${path}${RESET}`);

    expect([list.status, reset.status]).toEqual(isOpenAm ? [500, 500] : [404, 404]);
    expect(reset.text === '').toBe(isOpenAm);
  });

  test('loses one of two concurrent deletes', async () => {
    const bob = await callerOf(get(), 'bob');
    const path = devicePath(get(), 'bob', 'oath');

    await Promise.all(
      [deviceIds.bobOath, deviceIds.bobOathSecond].map((id) => bob('DELETE', `${path}/${id}`)),
    );

    const { json } = await bob('GET', `${path}${ALL}`);
    expect([0, 1]).toContain(fieldAt(json, 'resultCount'));
  });

  test('drops broken profiles with the next delete', async () => {
    const admin = await callerOf(get(), 'amadmin');
    const stored = ['not json', '{"uuid":"u-1"}', '{"deviceName":"no uuid"}'];
    await admin('PUT', userPath(get(), 'carol'), { body: { oathDeviceProfiles: stored } });

    const path = devicePath(get(), 'carol', 'oath');
    const list = await admin('GET', `${path}${ALL}`);
    await admin('DELETE', `${path}/u-1`);

    const left = await admin('GET', `${userPath(get(), 'carol')}?_fields=oathDeviceProfiles`);
    const ids = listAt(list.json, 'result').map((row) => fieldAt(row, '_id'));
    expect(ids).toEqual(['u-1', undefined]);
    expect(listAt(left.json, 'oathDeviceProfiles')).toEqual(['{"deviceName":"no uuid"}']);
  });

  test('keeps the skip flag by its action', async () => {
    const bob = await callerOf(get(), 'bob');
    const path = devicePath(get(), 'bob', 'oath');

    await bob('POST', `${path}?_action=skip`, { body: { value: true } });
    const skippable = await bob('POST', `${path}?_action=check`, { body: {} });
    await bob('POST', `${path}?_action=skip`, { body: { value: false } });
    const mandatory = await bob('POST', `${path}?_action=check`, { body: {} });

    expect([skippable.json, mandatory.json]).toEqual([{ result: true }, { result: false }]);
  });
});

describeFlavors(['pingam', 'aic'], 'devices of AM 7 and newer', (get) => {
  test.each(['webauthn', 'binding', 'profile', 'trusted'] as const)(
    'has bob’s %s',
    async (kind) => {
      const bob = await callerOf(get(), 'bob');

      const { json, text } = await bob('GET', `${devicePath(get(), 'bob', kind)}${ALL}`);

      expect(fieldAt(json, 'resultCount')).toBe(1);
      expect(leaks(text)).toBe(false);
    },
  );

  test.each([
    ['oath', deviceIds.bobOath, 'deviceName'],
    ['push', deviceIds.bobPush, 'deviceName'],
    ['webauthn', deviceIds.bobWebauthn, 'deviceName'],
    ['binding', deviceIds.bobBinding, 'deviceName'],
    ['profile', deviceIds.bobProfile, 'alias'],
  ] as const)('renames a device of kind %s', async (kind, id, label) => {
    const bob = await callerOf(get(), 'bob');
    const path = devicePath(get(), 'bob', kind);

    const renamed = await bob('PUT', `${path}/${id}`, { body: { [label]: 'Blue' } });

    const { json } = await bob('GET', `${path}${ALL}`);
    expect(renamed.status).toBe(200);
    expect(fieldAt(listAt(json, 'result')[0], label)).toBe('Blue');
  });

  test('has no push at the old path', async () => {
    const bob = await callerOf(get(), 'bob');

    const { status } = await bob('GET', `${userPath(get(), 'bob')}/devices/push${ALL}`);

    expect(status).toBe(404);
  });
});
