/** A documented change reads only the lists of its own kinds again (design D17). */
import { expect, test } from '@jest/globals';
import {
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetDevicesDocument,
  ResetOathDevicesDocument,
  ResetPushDevicesDocument,
} from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage();

const target = { me: true };
const phone = { target, kind: 'OATH', deviceId: deviceIds.aliceOath } as const;

interface Payload {
  readonly outcome?: string;
  readonly results?: readonly { readonly outcome: string }[];
  readonly devicesByKind:
    readonly { readonly kind: string; readonly devices: readonly unknown[] | null }[] | null;
  readonly change: { readonly id: string } | null;
  readonly user: {
    readonly history: {
      readonly edges: readonly { readonly node: { readonly id: string } }[];
    } | null;
  } | null;
}

type Send = (
  as: SessionHeader,
) => Promise<{ readonly errors: readonly unknown[]; readonly payload: Payload | null | undefined }>;

test.each<readonly [string, down: string, left: readonly [kind: string, count: number], Send]>([
  [
    'RemoveDevice',
    'push',
    ['OATH', 0],
    async (as) => {
      const { data, errors } = await stage.gateway.send(RemoveDeviceDocument, { input: phone }, as);
      return { errors, payload: data?.removeDevice };
    },
  ],
  [
    'ResetDevices',
    'push',
    ['OATH', 0],
    async (as) => {
      const input = { target, kinds: ['OATH' as const] };
      const { data, errors } = await stage.gateway.send(ResetDevicesDocument, { input }, as);
      return { errors, payload: data?.resetDevices };
    },
  ],
  [
    'ResetOathDevices',
    'push',
    ['OATH', 0],
    async (as) => {
      const { data, errors } = await stage.gateway.send(
        ResetOathDevicesDocument,
        { input: { target } },
        as,
      );
      return { errors, payload: data?.resetOathDevices };
    },
  ],
  [
    'ResetPushDevices',
    'oath',
    ['PUSH', 0],
    async (as) => {
      const { data, errors } = await stage.gateway.send(
        ResetPushDevicesDocument,
        { input: { target } },
        as,
      );
      return { errors, payload: data?.resetPushDevices };
    },
  ],
  [
    'RenameDevice',
    'push',
    ['OATH', 1],
    async (as) => {
      const input = { ...phone, name: 'New phone' };
      const { data, errors } = await stage.gateway.send(RenameDeviceDocument, { input }, as);
      return { errors, payload: data?.renameDevice };
    },
  ],
])('%s is done while AM cannot list %s devices', async (_name, down, [kind, count], send) => {
  const alice = await stage.peer.signIn('alice');
  stage.sandbox.breakNext({
    match: { path: `/devices/2fa/${down}` },
    times: Infinity,
    effect: { kind: 'status', status: 500 },
  });

  const { errors, payload } = await send(alice);

  expect(errors).toEqual([]);
  expect(payload?.outcome ?? payload?.results?.[0]?.outcome).toBe('DONE');
  expect(payload?.devicesByKind).toMatchObject([{ kind }]);
  expect(payload?.devicesByKind?.[0]?.devices).toHaveLength(count);
  expect(payload?.user?.history?.edges[0]?.node.id).toBe(payload?.change?.id);
});
