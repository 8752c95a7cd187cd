/** Devices as the three products list and change them; what OpenAM answers to the letter is in test/contract. */
import { expect, test } from '@jest/globals';
import { deviceIds, secretMarks } from '../../src/sandbox/index.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { ALL, userPath } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const leaks = (text: string): boolean => secretMarks.some((mark) => text.includes(mark));
const namesIn = (json: unknown, name: string): unknown[] =>
  listAt(json, 'result').map((row) => fieldAt(row, name));

describeFlavors(EVERY_FLAVOR, 'devices', (_get, flavor, am) => {
  const isOpenAm = flavor === 'openam';

  test('tell secrets in lists of OpenAM only', async () => {
    const lists = [await am(`bob GET bob/oath${ALL}`), await am(`bob GET bob/push${ALL}`)];

    expect(lists.map(({ text }) => leaks(text))).toEqual([isOpenAm, isOpenAm]);
  });

  test('tell all their secrets when they are removed', async () => {
    const { status, json } = await am(`bob DELETE bob/oath/${deviceIds.bobOath}`);

    expect(status).toBe(200);
    expect(fieldAt(json, 'sharedSecret')).toMatch(/^5ec2e7c0de/);
    expect(listAt(json, 'recoveryCodes')).toHaveLength(10);
  });

  test.each(['alice', 'amadmin'])('are reset with the skip flag by %s', async (name) => {
    const reset = await am(`${name} POST alice/oath?_action=reset`, {});

    expect(reset.json).toEqual({ result: true });
    expect(namesIn((await am(`alice GET alice/oath${ALL}`)).json, '_id')).toEqual([]);
    const { json } = await am('alice GET alice?_fields=oath2faEnabled');
    expect(listAt(json, 'oath2faEnabled')).toEqual(['0']);
  });

  test('are reset where there are none', async () => {
    expect((await am('carol POST carol/push?_action=reset')).json).toEqual({ result: true });
  });

  test.each(['carol', 'helen', 'oscar'])('of bob are refused to %s', async (name) => {
    const list = await am(`${name} GET bob/oath${ALL}`);
    const reset = await am(`${name} POST bob/oath?_action=reset`);

    expect([list.status, reset.status]).toEqual([403, 403]);
    expect(list.text.includes('ou=services')).toBe(isOpenAm);
  });

  test('of nobody are not found, in its own way', async () => {
    const list = await am(`amadmin GET nobody/oath${ALL}`);
    const reset = await am('amadmin POST nobody/oath?_action=reset');

    expect([list.status, reset.status]).toEqual(isOpenAm ? [500, 500] : [404, 404]);
    expect(reset.text === '').toBe(isOpenAm);
  });

  test('that cannot be read go with the next removal', async () => {
    const stored = ['not json', '{"uuid":"u-1"}', '{"deviceName":"no uuid"}'];
    await am('amadmin PUT carol', { oathDeviceProfiles: stored });

    const list = await am(`amadmin GET carol/oath${ALL}`);
    await am('amadmin DELETE carol/oath/u-1');

    const left = await am('amadmin GET carol?_fields=oathDeviceProfiles');
    expect(namesIn(list.json, '_id')).toEqual(['u-1', undefined]);
    expect(listAt(left.json, 'oathDeviceProfiles')).toEqual(['{"deviceName":"no uuid"}']);
  });

  test.each([true, false])('are skipped when told so: %p', async (value) => {
    await am('bob POST bob/oath?_action=skip', { value });

    const { json } = await am('bob POST bob/oath?_action=check', {});
    expect(json).toEqual({ result: value });
  });
});

describeFlavors(['pingam', 'aic'], 'devices of AM 7 and newer', (get, _flavor, am) => {
  test.each([
    ['oath', deviceIds.bobOath, 'deviceName', 2],
    ['push', deviceIds.bobPush, 'deviceName', 1],
    ['webauthn', deviceIds.bobWebauthn, 'deviceName', 1],
    ['binding', deviceIds.bobBinding, 'deviceName', 1],
    ['profile', deviceIds.bobProfile, 'alias', 1],
  ])('of kind %s are listed without secrets and renamed', async (kind, id, label, count) => {
    const renamed = await am(`bob PUT bob/${kind}/${id}`, { [label]: 'Blue' });

    const { json, text } = await am(`bob GET bob/${kind}${ALL}`);
    expect(renamed.status).toBe(200);
    expect(namesIn(json, label)).toContain('Blue');
    expect(namesIn(json, label)).toHaveLength(count);
    expect(leaks(text)).toBe(false);
  });

  test('that are trusted are one of bob’s', async () => {
    expect(namesIn((await am(`bob GET bob/trusted${ALL}`)).json, 'uuid')).toHaveLength(1);
  });

  test('have no push at the old path', async () => {
    const { status } = await am(`bob GET ${userPath(get(), 'bob')}/devices/push${ALL}`);

    expect(status).toBe(404);
  });
});
