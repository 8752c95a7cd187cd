/**
 * Every spelling that a directory may accept for an agent's name counts as the agent, or is refused
 * (security A19, C18, contract U22).
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { prepared } from '../../src/domain/values/prepared.ts';
import { deviceIds, sandboxPassword } from '../../src/sandbox/index.ts';
import { changeMembers, entryOf } from '../access/members.ts';
import { realmPath } from '../openam/am-rest.ts';
import { inTurns } from '../reliability/am-traffic.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { listAt, textAt } from '../support/json.ts';
import { type Peer, peers, type SessionHeader } from '../support/peer.ts';

const reset =
  'mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) { outcome errors { code } } }';

/** Two of its letters can also be one: `ß`. */
const name = 'jess';

/** All characters that directories drop, and those that they fold to letters of the name. */
function spellingsOf(text: string): string[] {
  return Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
    .map((code) => String.fromCodePoint(code))
    .filter((one) => !/[\p{Unassigned}\p{Private_Use}]/u.test(one))
    .flatMap((one) => {
      const plain = prepared(one);
      if (plain === '') return [`${text.slice(0, 1)}${one}${text.slice(1)}`];
      return plain !== one && text.includes(plain) ? [text.replace(plain, one)] : [];
    });
}
const spellings = spellingsOf(name);

/** Counts the words. */
function counted(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(words)].map((one) => [one, words.filter((other) => other === one).length]),
  );
}

// With UUIDs there are no spellings. PingAM's names are tested elsewhere.
const openAms = peers.filter((one) => /openam/i.test(one.name));

describe.each(openAms)('on $name, jess, of the help desk,', ({ open }) => {
  let peer: Peer;
  let gateway: TestGateway;

  beforeAll(async () => {
    peer = await open();
    gateway = await startTestGateway(peer, { env: peer.staffEnv() });
    await peer.restore();
    const json = { username: name, userpassword: sandboxPassword };
    await ofPeople('?_action=create', { method: 'POST', json });
    await changeMembers(peer, 'helpdesk', (all) => [...all, entryOf(peer, name)]);
    const oath = JSON.stringify({ uuid: deviceIds.hugoOath, deviceName: 'phone' });
    await peer.plant(name, { oathDeviceProfiles: [oath] });
  });
  afterAll(async () => {
    await gateway?.stop();
    await ofPeople(`/${name}`, { method: 'DELETE' });
    await peer?.restore();
    await peer?.close();
  });

  test('signed in with any accepted spelling, is refused the own name', async () => {
    const told: string[] = [];
    await inTurns(spellings, async (spelling) => {
      const as = await signedIn(spelling);
      if (as !== null) told.push(await codeOfReset(as, name));
    });

    expect(Object.keys(counted(told)).toSorted()).toEqual(['FORBIDDEN', 'OWN_ACCOUNT']);
    expect(told.length).toBeGreaterThan(150);
    expect(counted(told)['OWN_ACCOUNT']).toBeGreaterThan(50);
    expect(await peer.deviceIds(name, 'OATH')).toEqual([deviceIds.hugoOath]);
  }, 300_000);

  test('is refused the own name in every spelling', async () => {
    const as = await peer.signIn(name);
    const told: string[] = [];
    await inTurns(spellings, async (spelling) => void told.push(await codeOfReset(as, spelling)));

    const {
      OWN_ACCOUNT: own,
      BAD_USER_INPUT: bad,
      USER_NOT_FOUND: nobody,
      ...others
    } = counted(told);
    expect(others).toEqual({});
    expect(own).toBeGreaterThan(50);
    expect(bad).toBeGreaterThan(100);
    // Characters that this directory's Unicode version does not drop.
    expect(nobody).toBeGreaterThan(0);
    expect(await peer.deviceIds(name, 'OATH')).toEqual([deviceIds.hugoOath]);
  }, 300_000);

  async function ofPeople(place: string, call: Parameters<Peer['rest']['call']>[1]): Promise<void> {
    const headers = { ...(await peer.signIn('amadmin')) };
    await peer.rest.call(`${realmPath('alpha')}/users${place}`, { ...call, headers });
  }

  /** Returns null if AM rejects the name or a header cannot contain it. */
  async function signedIn(as: string): Promise<SessionHeader | null> {
    try {
      return { [peer.cookieName]: await peer.rest.signIn('alpha', as, sandboxPassword) };
    } catch {
      return null;
    }
  }

  async function codeOfReset(as: SessionHeader, id: string): Promise<string> {
    const answer = await gateway.ask(reset, as, { input: { target: { user: { id } } } });
    const [typed] = Object.values(answer.data ?? {}).flatMap((payload) => errorsOf(payload));
    return codesOf(answer)[0] ?? typed ?? `done as ${id}`;
  }
});

function errorsOf(payload: unknown): string[] {
  return payload === null ? [] : listAt(payload, 'errors').map((error) => textAt(error, 'code'));
}
