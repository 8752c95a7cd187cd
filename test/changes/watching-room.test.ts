/** Looks for new devices leave AM to the requests (G21). */
import { expect, test } from '@jest/globals';
import { createUserIdRule } from '../../src/domain/user-id.ts';
import { Watching } from '../../src/changes/watching.ts';
import { until } from '../reliability/am-traffic.ts';
import { settingsOf } from '../unit/domain/access-settings.ts';

test('nothing is claimed while AM is busy with requests; afterwards it is', async () => {
  let [rounds, claims, isBusy] = [0, 0, true];
  const watching = new Watching({
    watches: {
      claim: async () => {
        claims += 1;
        return null;
      },
      settle: async () => undefined,
    },
    service: { devices: { list: async () => [] } },
    realms: settingsOf().realms,
    userIds: createUserIdRule('pingam'),
    hasRoom: () => {
      rounds += 1;
      return !isBusy;
    },
    everyMs: 1,
    log: { warn: () => undefined },
  });
  watching.start();

  await until('it would look thrice', () => rounds >= 3);
  expect(claims).toBe(0);
  isBusy = false;
  await until('it looks', () => claims > 0);
  await watching.stop();
});
