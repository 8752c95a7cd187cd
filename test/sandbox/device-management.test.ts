/** AM's rule for changes by a device's owner, with and without the node (contract §3.3). */
import { expect, test } from '@jest/globals';
import { deviceIds, deviceManagementModes, startSandbox } from '../../src/sandbox/index.ts';
import type { DeviceManagement, Sandbox, SecondFactor } from '../../src/sandbox/index.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { devicePath, withToken } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';

const headers = { 'Accept-API-Version': 'resource=1.0' };

type Change = (sandbox: Sandbox, token: string) => Promise<number>;

/** Each change of an own device, as bob makes it. */
const changes: Readonly<Record<string, Change>> = {
  reset: async (sandbox, token) => {
    const path = `${devicePath(sandbox, 'bob', 'oath')}?_action=reset`;
    return (await withToken(sandbox, token)('POST', path, { headers, body: {} })).status;
  },
  removal: async (sandbox, token) => {
    const path = `${devicePath(sandbox, 'bob', 'oath')}/${deviceIds.bobOath}`;
    return (await withToken(sandbox, token)('DELETE', path, { headers })).status;
  },
  'removal of a trusted browser': async (sandbox, token) => {
    const path = `${devicePath(sandbox, 'bob', 'trusted')}/${deviceIds.bobTrusted}`;
    return (await withToken(sandbox, token)('DELETE', path, { headers })).status;
  },
};

/** Whether AM permits a change of an OATH device. */
const permits = (rule: DeviceManagement, factors: readonly SecondFactor[]): boolean =>
  rule === 'NONE' || (rule === 'ANY' ? factors.length > 0 : factors.includes('oath'));

const signIns: readonly (readonly SecondFactor[])[] = [[], ['oath'], ['push']];
const rows = deviceManagementModes.flatMap((rule) =>
  signIns.map((factors) => [rule, factors.join() || 'the password', factors] as const),
);

describeFlavors(EVERY_FLAVOR, 'the rule', (get, flavor) => {
  test.each(rows)('%s, after a sign-in by %s', async (rule, _label, factors) => {
    const isFree = flavor === 'openam' || permits(rule, factors);
    const sandbox = get();
    for (const [name, change] of Object.entries(changes)) {
      sandbox.reset();
      sandbox.configure({ deviceManagement: rule });
      const token = sandbox.startSession('bob', factors);
      const path = `${devicePath(sandbox, 'bob', 'oath')}?_queryFilter=true`;
      const { json } = await withToken(sandbox, token)('GET', path, { headers });

      const status = fieldAt(listAt(json, 'result')[0], 'deviceManagementStatus');
      expect([name, status]).toEqual([name, flavor === 'openam' ? undefined : isFree]);
      const isCovered = name !== 'removal of a trusted browser';
      expect([name, await change(sandbox, token)]).toEqual([
        name,
        isFree || !isCovered ? 200 : 403,
      ]);
    }
  });

  test('does not count for the super user', async () => {
    for (const change of Object.values(changes)) {
      get().reset();
      expect(await change(get(), get().startSession('amadmin'))).toBe(200);
    }
  });
});

test.each(['User not permitted.', 'USER NOT PERMITTED', 'Nicht erlaubt'])(
  'a change is refused with the text %s',
  async (refusalText) => {
    const sandbox = await startSandbox();
    try {
      sandbox.configure({ refusalText });
      const bob = withToken(sandbox, sandbox.startSession('bob'));
      const path = `${devicePath(sandbox, 'bob', 'push')}?_action=reset`;

      const { status, json } = await bob('POST', path, { headers, body: {} });

      expect([status, json]).toEqual([
        403,
        { code: 403, reason: 'Forbidden', message: refusalText },
      ]);
    } finally {
      await sandbox.close();
    }
  },
);

test('a reset of the sandbox restores the rule of its start', async () => {
  const sandbox = await startSandbox({ deviceManagement: 'ANY' });
  try {
    sandbox.configure({ deviceManagement: 'NONE' });
    sandbox.reset();

    expect(await changes['reset']?.(sandbox, sandbox.startSession('bob', ['push']))).toBe(200);
    expect(await changes['reset']?.(sandbox, sandbox.startSession('bob'))).toBe(403);
  } finally {
    await sandbox.close();
  }
});
