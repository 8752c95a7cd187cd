/** A caller proves their identity by a code (contract §18.4), also to a real OpenAM. */
import { describe, expect, test } from '@jest/globals';
import { registerDevice } from '../openam/hotp-sign-in.ts';
import { hotpCode, sandboxPassword } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { usePeer } from './peer-stage.ts';
import { peers, proofEnv } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';

const peter = { realm: 'alpha', name: 'peter', password: sandboxPassword };
const prove =
  'mutation ($input: ProveDeviceOwnerByCodeInput!) { proveDeviceOwnerByCode(input: $input) { proof { proofId state } } }';
const reset = `mutation ($input: ResetDevicesOfKindInput!) {
  resetOathDevices(input: $input) { outcome change { verification { method provenBy } } }
}`;

describe.each(peers)('on $name', (row) => {
  const on = usePeer(row, (peer) => ({
    ...peer.staffEnv(),
    ...proofEnv,
    ...withLists({ proofJourneys: [{ method: 'code', journey: 'ProveByCode' }] }),
    VERIFICATION_REQUIRED: 'proof',
  }));

  test('a right code permits a reset; a used one, a wrong one and no device prove nothing', async () => {
    const { secret } = await registerDevice(on.peer.rest, peter);
    const helen = await on.peer.signIn('helen');
    const give = async (name: string, code: string): Promise<unknown> => {
      const input = { user: { id: on.peer.idOf(name) }, code };
      const answer = await on.gateway.ask(prove, helen, { input });
      expect(codesOf(answer)).toEqual([]);
      return fieldAt(answer.data, 'proveDeviceOwnerByCode', 'proof');
    };
    const state = async (name: string, code: string): Promise<string> =>
      textAt(await give(name, code), 'state');

    expect(await state('peter', hotpCode(secret, 500))).toBe('WRONG_CODE');
    const proven = await give('peter', hotpCode(secret, 1));
    expect(textAt(proven, 'state')).toBe('PROVEN');
    expect(await state('peter', hotpCode(secret, 1))).toBe('WRONG_CODE');
    expect(await state('carol', hotpCode(secret, 2))).toBe('NO_DEVICE');
    const target = { user: { id: on.peer.idOf('peter') } };
    const refused = await on.gateway.ask(reset, helen, { input: { target } });
    expect(codesOf(refused)).toEqual(['VERIFICATION_REQUIRED']);
    const proofId = textAt(proven, 'proofId');
    const changed = await on.gateway.ask(reset, helen, { input: { target, proofId } });
    expect(changed.data).toEqual({
      resetOathDevices: {
        outcome: 'DONE',
        change: { verification: { method: 'code', provenBy: 'AM' } },
      },
    });
  });
});
