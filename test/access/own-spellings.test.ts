/** Every spelling that a directory may take for an agent's own name is theirs, or is refused (security A19, C18). */
import { describe, expect, test } from '@jest/globals';
import { deviceIds, sandboxPassword } from '../../src/sandbox/index.ts';
import { prepared } from '../../src/domain/prepared.ts';
import { realmPath } from '../openam/am-rest.ts';
import { codesOf } from '../support/gateway.ts';
import { listAt, textAt } from '../support/json.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, onStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { changeMembers, entryOf } from './members.ts';
import { writesTo } from './received.ts';

const reset =
  'mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome errors { __typename } } }';

/** Of all characters, those that directories drop, and those that they fold to a letter of a name. */
function spellingsOf(name: string): string[] {
  return Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
    .map((code) => String.fromCodePoint(code))
    .filter((one) => !/[\p{Unassigned}\p{Private_Use}]/u.test(one))
    .flatMap((one) => {
      const plain = prepared(one);
      if (plain === '') return [`${name.slice(0, 1)}${one}${name.slice(1)}`];
      return plain !== one && name.includes(plain) ? [name.replace(plain, one)] : [];
    });
}

async function codesOfReset(
  { gateway, sandbox }: Stage,
  as: SessionHeader,
  id: string,
): Promise<string> {
  sandbox.clearReceived();
  const answer = await gateway.ask(reset, as, { input: { target: { user: { id } } } });
  expect([id, writesTo(sandbox)]).toEqual([id, []]);
  const [typed] = Object.values(answer.data ?? {}).flatMap((payload) => errorsOf(payload));
  return codesOf(answer)[0] ?? typed ?? 'done';
}

function errorsOf(payload: unknown): string[] {
  return payload === null
    ? []
    : listAt(payload, 'errors').map((error) => textAt(error, '__typename'));
}

/** How often each word was told. */
function counted(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(words)].map((one) => [one, words.filter((other) => other === one).length]),
  );
}

describe('jess, of the help desk,', () => {
  const name = 'jess';
  const spellings = spellingsOf(name);

  test('under every spelling that AM lets in, is refused the own name', async () => {
    await onStage('openam', { env: everyCallerEnv() }, async (stage) => {
      await makeStaff(stage.peer, name);
      const told: string[] = [];
      for (const spelling of spellings) {
        const as = await signedIn(stage.peer, spelling);
        if (as !== null) told.push(await codesOfReset(stage, as, name));
      }

      expect(told.length).toBeGreaterThan(150);
      expect(Object.keys(counted(told)).toSorted()).toEqual(['FORBIDDEN', 'OWN_ACCOUNT']);
      expect(counted(told)['OWN_ACCOUNT']).toBeGreaterThan(50);
    });
  }, 60_000);

  test('by every spelling of it, is refused the own name', async () => {
    await onStage('openam', { env: everyCallerEnv() }, async (stage) => {
      await makeStaff(stage.peer, name);
      const as = await stage.peer.signIn(name);
      const told: string[] = [];
      for (const spelling of spellings) told.push(await codesOfReset(stage, as, spelling));

      const {
        OWN_ACCOUNT: own,
        BAD_USER_INPUT: bad,
        UserNotFound: nobody,
        ...others
      } = counted(told);
      expect(own).toBeGreaterThan(50);
      expect(bad).toBeGreaterThan(100);
      // What this directory, with the Unicode of its day, does not drop.
      expect(nobody).toBeGreaterThan(0);
      expect(others).toEqual({});
    });
  }, 60_000);
});

/** Null where AM does not take the name, or a header cannot carry it. */
async function signedIn(peer: SandboxPeer, name: string): Promise<SessionHeader | null> {
  try {
    return { [peer.cookieName]: await peer.rest.signIn('alpha', name, sandboxPassword) };
  } catch {
    return null;
  }
}

async function makeStaff(peer: SandboxPeer, username: string): Promise<void> {
  const headers = { ...(await peer.signIn('amadmin')) };
  const json = { username, userpassword: sandboxPassword };
  const people = `${realmPath('alpha')}/users?_action=create`;
  await peer.rest.call(people, { method: 'POST', headers, json });
  await changeMembers(peer, 'helpdesk', (members) => [...members, entryOf(peer, username)]);
  const oath = JSON.stringify({ uuid: deviceIds.hugoOath, deviceName: 'phone' });
  await peer.plant(username, { oathDeviceProfiles: [oath] });
}
