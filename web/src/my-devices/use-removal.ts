import { useState } from 'react';
import { RemoveDeviceDocument, ResetDevicesDocument } from '@identity-gateway/client';
import type { RemoveDeviceMutation, ResetDevicesMutation } from '@identity-gateway/client';
import { newKey } from '../data/new-key.ts';
import { useChange } from '../data/use-change.ts';
import type { Device, Kind } from '../parts/device.ts';
import type { RemovalChoice } from './choice.ts';
import { answerOfRemoval, answerOfReset } from './outcome.ts';
import type { Answer } from './outcome.ts';

const resetPayload = (data: ResetDevicesMutation) => data.resetDevices;
const removePayload = (data: RemoveDeviceMutation) => data.removeDevice;

/** What is to be removed. */
export interface Removal {
  readonly choice: RemovalChoice;
  readonly kind: Kind;
  /** The devices that the reader has seen and means. */
  readonly targets: readonly Device[];
  readonly endSessions: boolean;
}

/** Removes one's own devices. Each question has a key of its own, so that it is carried out once. */
export function useRemoval(): {
  readonly busy: boolean;
  /** Null while an earlier one is under way. */
  send(removal: Removal): Promise<Answer | null>;
} {
  const [key, setKey] = useState(newKey);
  const reset = useChange(ResetDevicesDocument, resetPayload);
  const remove = useChange(RemoveDeviceDocument, removePayload);
  const send = async ({ choice, kind, targets, endSessions }: Removal): Promise<Answer | null> => {
    const asked = { kind, targets, sentAt: new Date() };
    const common = { target: { self: true }, idempotencyKey: key, endSessions };
    if (choice.what === 'remove') {
      const sent = await remove.send({ input: { ...common, deviceId: choice.deviceId } });
      if (sent === null) return null;
      setKey(newKey());
      return answerOfRemoval(asked, sent);
    }
    const expectedDeviceIds = targets.map(({ id }) => id);
    const sent = await reset.send({ input: { ...common, kinds: [kind], expectedDeviceIds } });
    if (sent === null) return null;
    setKey(newKey());
    return answerOfReset(asked, sent);
  };
  return { busy: reset.busy || remove.busy, send };
}
