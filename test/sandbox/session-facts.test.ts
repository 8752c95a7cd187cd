/** What OpenAM's whitelist permits users, and who reads the modules (contract U46, U47). */
import { expect, test } from '@jest/globals';
import { fieldAt } from '../support/json.ts';
import { type AmAnswer, realmPath, tokenOf } from './am-client.ts';
import { callerOf, withToken } from './caller.ts';
import { describeFlavors } from './flavors.ts';

const SESSIONS = `${realmPath('/alpha')}/sessions`;
const MODULES = `${realmPath('/alpha')}/realm-config/authentication/modules?_queryFilter=true`;
const headers = { 'Accept-API-Version': 'resource=1.1' };

describeFlavors(['openam'], 'the whitelist of session properties', (get) => {
  const act = (token: string, action: string, body: object): Promise<AmAnswer> =>
    withToken(get(), token)('POST', `${SESSIONS}?_action=${action}`, { headers, body });

  test('lets users read the facts, but not set them', async () => {
    get().configure({ whitelist: ['AuthType'] });
    const token = await tokenOf(get().url, 'bob');

    const read = await act(token, 'getProperty', { properties: ['AuthType'] });
    const other = await act(token, 'getProperty', { properties: ['AuthType', 'Service'] });
    const set = await act(token, 'setProperty', { AuthType: 'oath|DataStore' });

    expect([read.status, read.json]).toEqual([200, { AuthType: 'DataStore' }]);
    expect([other.status, set.status]).toEqual([403, 403]);
  });

  test('lets users set a property of their own', async () => {
    get().configure({ whitelist: ['factor'] });
    const token = await tokenOf(get().url, 'bob');

    const before = await act(token, 'getProperty', {});
    const set = await act(token, 'setProperty', { factor: '2' });
    const after = await act(token, 'getProperty', {});

    expect([before.json, after.json]).toEqual([{ factor: '' }, { factor: '2' }]);
    expect([set.status, set.json]).toEqual([200, { success: true }]);
  });

  test('reports nothing about an ended session', async () => {
    const token = await tokenOf(get().url, 'bob');
    const admin = await callerOf(get(), 'amadmin', '/');
    const path = `${SESSIONS}?_action=getProperty&tokenId=${encodeURIComponent(token)}`;
    await act(token, 'logout', {});

    const { status, json } = await admin('POST', path, { headers, body: {} });

    expect([status, json]).toEqual([200, {}]);
  });

  test('is not needed for the list of modules, which users cannot read', async () => {
    const [bob, admin] = [await callerOf(get(), 'bob'), await callerOf(get(), 'amadmin', '/')];

    expect((await bob('GET', MODULES)).status).toBe(403);
    expect(fieldAt((await admin('GET', MODULES)).json, 'resultCount')).toBe(3);
  });
});

describeFlavors(['pingam', 'aic'], 'AM', (get) => {
  test('has neither the action nor the list', async () => {
    const admin = await callerOf(get(), 'amadmin', '/');

    const action = await admin('POST', `${SESSIONS}?_action=getProperty`, { headers, body: {} });

    expect([action.status, (await admin('GET', MODULES)).status]).toEqual([501, 404]);
  });
});
