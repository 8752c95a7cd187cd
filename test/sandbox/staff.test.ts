/** How staff are identified, and what AM requires before users can change their devices. */
import { expect, test } from '@jest/globals';
import { fieldAt } from '../support/json.ts';
import { realmPath, send } from './am-client.ts';
import { type Caller, callerOf, devicePath } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const versioned = { headers: { 'Accept-API-Version': 'resource=2.0' } };
const act = async (caller: Caller, action: string): Promise<unknown> =>
  (await caller('POST', `${realmPath('/alpha')}/sessions?_action=${action}`, versioned)).json;

describeFlavors(EVERY_FLAVOR, 'staff', (get) => {
  test('can lose a property, also by control', async () => {
    const hektor = await callerOf(get(), 'hektor', '/beta');
    const roleAfter = async (value: string | null): Promise<unknown> => {
      const body = JSON.stringify({ person: 'hektor', name: 'role', value });
      const set = await send(get().origin, '/sandbox/session-property', { method: 'POST', body });
      expect(set.json).toEqual({ done: true });
      return fieldAt(await act(hektor, 'getSessionProperties'), 'role');
    };

    expect([await roleAfter('help-desk'), await roleAfter(null)]).toEqual(['help-desk', undefined]);
  });
});

describeFlavors(['pingam', 'aic', 'openam'], 'a reset by cookie', (get, flavor) => {
  test.each([
    ['nothing beside', {}, flavor === 'openam' ? 200 : 403],
    ['a foreign origin', { Origin: 'https://evil.example' }, flavor === 'openam' ? 200 : 403],
    ['X-Requested-With', { 'X-Requested-With': 'anything' }, 200],
    ['Accept-API-Version', { 'Accept-API-Version': 'resource=1.0' }, 200],
  ])('with %s', async (_label, headers, status) => {
    const token = get().startSession('alice', ['oath']);

    const answer = await send(get().url, `${devicePath(get(), 'alice', 'oath')}?_action=reset`, {
      method: 'POST',
      headers: { Cookie: `${get().cookieName}=${token}`, ...headers },
    });

    expect(answer.status).toBe(status);
  });
});
