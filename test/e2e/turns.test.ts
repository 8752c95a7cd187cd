/**
 * Changes of one user's devices of one kind run one after another: no change restores what another
 * has removed (R20).
 */
import { describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { fieldAt } from '../support/json.ts';
import { usePeer } from './peer-stage.ts';
import { peers } from '../support/peer.ts';

const me = 'target: { me: true }';
const device = (id: string): string => `${me}, kind: OATH, deviceId: "${id}"`;
const reset = `mutation { resetOathDevices(input: { ${me} }) { outcome } }`;
const rename = (id: string): string =>
  `mutation { renameDevice(input: { ${device(id)}, name: "new" }) { outcome } }`;
const remove = (id: string): string =>
  `mutation { removeDevice(input: { ${device(id)} }) { outcome } }`;
const { bobOath: one, bobOathSecond: two } = deviceIds;

describe.each(peers)('on $name', (row) => {
  const on = usePeer(row, () => ({}));

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['a renaming beside a reset', [rename(one), reset], []],
    ['a reset beside a renaming', [reset, rename(two)], []],
    ['two removals', [remove(one), remove(two)], []],
    ['a removal beside a renaming', [remove(one), rename(two)], [two]],
    ['a renaming beside a removal', [rename(one), remove(two)], [one]],
  ])('%s, five times', async (_label, changes, left) => {
    for (let round = 0; round < 5; round += 1) {
      await on.peer.restore();
      const bob = await on.peer.signIn('bob');

      const answers = await Promise.all(changes.map((change) => on.gateway.ask(change, bob)));

      const outcomes = answers.flatMap(({ data }) =>
        Object.values(data ?? {}).map((payload) => fieldAt(payload, 'outcome')),
      );
      expect(outcomes).not.toContain('UNKNOWN');
      expect(outcomes).toContain('DONE');
      expect(await on.peer.deviceIds('bob', 'OATH')).toEqual(left);
    }
  });
});
